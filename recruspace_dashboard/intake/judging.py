"""Which files of an intake can be added, and which need a look."""

from collections import Counter
from collections.abc import Iterable, Sequence

from recruspace_dashboard.intake.lines import FIELDS, Choice, Group, Line, State
from recruspace_dashboard.intake.models import Intake
from recruspace_dashboard.intake.whys import field_whys_of, why_same, whys_of
from recruspace_dashboard.library.filing import email_key
from recruspace_dashboard.lists.guard import Answer, Looked, Newcomer, known
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.writes.models import Write


def read_lines(request: HttpRequest, intake: Intake) -> tuple[list[Line], Looked]:
    """All files in their order, with who is known already: of all at once; and where
    it was looked for them."""
    for_all = intake.for_all
    files = intake.files.order_by("number").select_related("write", "file")
    lines = [Line(file, for_all) for file in files]
    asked = [line for line in lines if _is_new(line)]
    found = Answer(Looked.EVERYWHERE)
    if asked:
        found = known(request, [_newcomer(line) for line in asked])
    for position, line in enumerate(asked):
        line.known = found.get(position, ())
    judge(lines)
    return lines, found.looked


def renewed(request: HttpRequest, lines: Sequence[Line], changed: Line) -> list[Line]:
    """The same lines, after the file of one of them was changed."""
    fresh = Line(changed.file, changed.for_all)
    fresh.known = known(request, [_newcomer(fresh)]).get(0, ())
    after = [fresh if line is changed else line for line in lines]
    judge(after)
    return after


def judge(lines: Sequence[Line]) -> None:
    """Says of each line what is to be done, and why."""
    for line in lines:
        line.twin, line.whys, line.field_whys = None, [], []
    _find_twins([line for line in lines if _is_new(line)])
    for line in lines:
        line.group = _group_of(line)


def counted(lines: Iterable[Line]) -> Counter[Group]:
    return Counter(line.group for line in lines)


def _newcomer(line: Line) -> Newcomer:
    file = line.file.file
    return Newcomer(
        **{name: line.fields[name].value for name in FIELDS},
        digest=file.digest if file else "",
    )


def _is_new(line: Line) -> bool:
    """Whether it may become a new candidate."""
    file = line.file
    return file.state == State.READ and not file.is_gone and not _sent(line)


def _sent(line: Line) -> bool:
    """Whether it is in the outbox, or was sent from there."""
    write = line.file.write
    return write is not None and write.state != Write.State.CANCELLED


def _find_twins(lines: Sequence[Line]) -> None:
    """Of those with the same e-mail, the first is the one that is added."""
    first: dict[str, Line] = {}
    for line in lines:
        key = email_key(line.fields["email"].value)
        if not key or line.file.choice in (Choice.SKIP, Choice.TAG):
            continue
        line.twin = first.setdefault(key, line)
        if line.twin is line:
            line.twin = None


def _group_of(line: Line) -> Group:
    """What is to be done about it; adds why to the line."""
    file = line.file
    if _sent(line):
        return Group.SENT
    if file.why or file.state == State.FAILED:
        line.whys = [file.why]
        return Group.FAILED
    if file.state != State.READ:
        return Group.MISSING if file.state == State.EXPECTED else Group.READING
    if file.choice == Choice.SKIP:
        return Group.SKIPPED
    if (line.strong or line.twin) and not file.choice:
        line.whys = [why_same(line)]
        line.field_whys = field_whys_of(line)
        return Group.DUPLICATE
    line.whys = whys_of(line)
    line.field_whys = [] if file.choice == Choice.TAG else field_whys_of(line)
    return Group.CHECK if line.whys or line.field_whys else Group.READY
