"""What is found in an archive or a mail: a file with its content, or why it is none."""

from dataclasses import dataclass

from recruspace_dashboard.intake.models import IntakeFile

Problem = IntakeFile.Problem


class NotOpened(Exception):
    """Nothing of the archive or mail can be had; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True)
class Found:
    """`name` is as it is given there, which may be any text; `inside` names a mail in
    the mail."""

    name: str
    content: bytes = b""
    problem: str = ""
    inside: str = ""
    size: int = 0
