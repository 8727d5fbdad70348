"""The commit, from the environment or a clone; never an error."""

from pathlib import Path
from tempfile import mkdtemp

from recruspace_dashboard.operations.version import read_commit
from tests.each_case import each_case

COMMIT = "0123456789abcdef0123456789abcdef01234567"
SHORT = COMMIT[:12]


@each_case(
    ("files", "given", "read"),
    [
        ({}, "", ""),
        ({}, COMMIT, SHORT),
        ({}, " 0123ABC ", "0123abc"),
        ({}, "<b>main</b>", ""),
        ({".git/HEAD": COMMIT}, "", SHORT),
        ({".git/HEAD": "ref: refs/heads/a", ".git/refs/heads/a": COMMIT}, "", SHORT),
        (
            {
                ".git/HEAD": "ref: refs/heads/a",
                ".git/packed-refs": f"# packed\n{COMMIT} refs/heads/a\n",
            },
            "",
            SHORT,
        ),
        (
            {
                ".git": "gitdir: main/worktrees/w",
                "main/worktrees/w/HEAD": "ref: refs/heads/a",
                "main/worktrees/w/commondir": "../..",
                "main/refs/heads/a": COMMIT,
            },
            "",
            SHORT,
        ),
        ({".git/HEAD": "ref: refs/heads/new"}, "", ""),
        ({".git/HEAD": "ref: \0"}, "", ""),
        ({".git/HEAD": "ref: refs/heads/a", ".git/refs/heads/a": "x"}, "", ""),
        ({".git": "gitdir: nowhere"}, "", ""),
        ({".git/HEAD": ""}, "", ""),
    ],
)
def test_the_commit_is_read(
    tmp_path: Path, files: dict[str, str], given: str, read: str
):
    base = Path(mkdtemp(dir=tmp_path))
    for name, content in files.items():
        path = base / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content + "\n")
    assert read_commit(base, given) == read


def test_bytes_that_are_no_text_are_no_commit(tmp_path: Path):
    (tmp_path / ".git").write_bytes(b"\xff\xfe")
    assert read_commit(tmp_path) == ""
