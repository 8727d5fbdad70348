"""Every form that changes something at the API: what is typed into it and must stay,
which of its calls a fault strikes, and what comes of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.faults.faults import FAULTY, WORKS, Fault, Shown, said
from tests.faults.pages import CANARY, JOB, PoolPage
from tests.sample_files import PDF


@dataclass(frozen=True)
class Form:
    """`typed` is what somebody fills in; `made` counts what came of it at the API."""

    name: str
    address: str
    method: str
    path: str
    typed: Mapping[str, str]
    made: Callable[[PoolPage], int]
    # Where the form stands, where that is not the address it is sent to.
    form: str = ""
    file: str = ""
    # What is shown of a fault here, by its name.
    differs: Mapping[str, Shown] = field(default_factory=dict)
    # Whether the call that is struck sends the file.
    uploads: bool = False
    # Whether a file that may have been stored does no harm; and needs an id.
    harmless: bool = False
    needs_id: bool = False

    def __str__(self) -> str:
        return self.name.replace(" ", "-")

    def expected(self, fault: Fault) -> Shown | None:
        """What is shown of a fault to who sends; None where it cannot meet this."""
        return fault.writes if self.uploads or not fault.of_uploads else None

    def shown(self, fault: Fault) -> Shown:
        """What this page shows of a fault."""
        if str(fault) in self.differs:
            return self.differs[str(fault)]
        shown = fault.writes or WORKS
        if self.needs_id and fault.without_ids:
            return FAULTY
        return replace(shown, unknown=shown.unknown and not self.harmless)

    def data(self, place: PoolPage) -> dict[str, object]:
        data: dict[str, object] = {
            place.fill(name): place.fill(value) for name, value in self.typed.items()
        }
        if self.file:
            data[self.file] = SimpleUploadedFile("cv.pdf", PDF, "application/pdf")
        return data


def _pools(name: str) -> Callable[[PoolPage], int]:
    return lambda place: sum(pool.name == name for pool in place.company.pools.values())


def _users(email: str) -> Callable[[PoolPage], int]:
    return lambda place: sum(
        one.email == email for one in place.company.candidates.values()
    )


def _files(place: PoolPage) -> int:
    return sum(file.name == "cv.pdf" for file in place.company.files.values())


NEWCOMER = {"first_name": "Ece", "last_name": "Yıldız", "email": f"new.{CANARY}"}
# An answer without the id of the file is of no use.
NO_FILE_ID = dict.fromkeys(
    (
        "U18-empty-200",
        "U19-204",
        "U20-201-without-an-id",
        "U20-201-without-a-body",
        "U22-200-with-a-detail",
        "U50-no-id",
    ),
    FAULTY,
)

WRITING = [
    Form(
        "new pool",
        "/pools/new/",
        "POST",
        "/talent-pools/create/",
        {"name": "Typed & kept"},
        _pools("Typed & kept"),
    ),
    Form(
        "rename pool",
        "/pools/{pool}/rename/",
        "PATCH",
        r"/talent-pools/\d+/",
        {"name": "Typed & kept"},
        _pools("Typed & kept"),
    ),
    Form(
        "delete pool",
        "/pools/{other_pool}/delete/",
        "DELETE",
        r"/talent-pools/\d+/",
        {},
        lambda place: int(place.other_pool.id not in place.company.pools),
        differs={"U27-404": WORKS, "U28-410": WORKS},
    ),
    Form(
        "note",
        "/candidates/{candidate}/notes/",
        "POST",
        "/candidates/add-note/",
        {"text": "Typed & kept,\nin two lines"},
        lambda place: len(place.candidate.notes),
        form="/candidates/{candidate}/",
    ),
    Form(
        "tag",
        "/candidates/{candidate}/tags/",
        "POST",
        "/candidates/add-tag/",
        {"title": "typed & kept"},
        lambda place: sum(tag.title == "typed & kept" for tag in place.candidate.tags),
        form="/candidates/{candidate}/",
        differs={"U29-409": WORKS},
    ),
    Form(
        "new candidate",
        "/candidates/new/",
        "POST",
        "/candidates/add/",
        {**NEWCOMER, "phone_number": "+90 1", "talent_pool_id": "{pool}"},
        _users(NEWCOMER["email"]),
        file="cv_file",
        uploads=True,
        differs={"U29-409": said("Recruspace added nothing.")},
    ),
    Form(
        "assign",
        "/candidates/{candidate}/assign/",
        "POST",
        "/candidates/manual-add/",
        {"talent_pool_id": "{other_pool}"},
        lambda place: sum(
            one.email == CANARY and one.pool is place.other_pool
            for one in place.company.candidates.values()
        ),
        differs={"U29-409": WORKS},
    ),
    Form(
        "file",
        "/files/new/",
        "POST",
        "/utilities/upload-file/",
        {},
        _files,
        file="file",
        uploads=True,
        differs=NO_FILE_ID,
        needs_id=True,
    ),
    Form(
        "apply",
        "/jobs/{job}/apply/",
        "POST",
        JOB + "apply/",
        NEWCOMER,
        _users(NEWCOMER["email"]),
        file="cv_file",
        differs={"U29-409": said("has already applied for this job")},
    ),
    Form(
        "apply, the file",
        "/jobs/{job}/apply/",
        "POST",
        "/utilities/upload-file/",
        NEWCOMER,
        _users(NEWCOMER["email"]),
        file="cv_file",
        differs=NO_FILE_ID,
        uploads=True,
        harmless=True,
        needs_id=True,
    ),
]
