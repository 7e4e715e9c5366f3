"""One file of the inbox after intake: its verdict, the ground of it, and what it says."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

from pipeline.intake.identity import Identity
from pipeline.intake.tables.reader import RawReturn
from pipeline.problems import Problem
from pipeline.rules import Rule, Severity


class Verdict(StrEnum):
    """What became of one file of the inbox."""

    ACCEPTED = "accepted"
    ACCEPTED_WITH_PROBLEMS = "accepted-with-problems"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"
    DUPLICATE = "duplicate"
    OTHER_ROUND = "other-round"
    IGNORED = "ignored"

    @property
    def label(self) -> str:
        """Return the words users see."""
        return {
            "accepted": "Tiếp nhận",
            "accepted-with-problems": "Tiếp nhận, có lỗi",
            "rejected": "Từ chối",
            "superseded": "Đã có bản thay thế",
            "duplicate": "Trùng tệp",
            "other-round": "Thuộc lần báo cáo khác",
            "ignored": "Bỏ qua",
        }[self.value]

    @property
    def used(self) -> bool:
        """Return whether the file's content is merged."""
        return self in {Verdict.ACCEPTED, Verdict.ACCEPTED_WITH_PROBLEMS}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedFile:
    """One file of the inbox after intake; `verdict` ACCEPTED until validation has judged its rows."""

    #: Relative to the inbox, with "/", `a.zip!/b.xlsx` inside an archive.
    path: str
    sha256: str
    size: int
    verdict: Verdict
    #: Of its container, identity and structure, and of other returns of the agency.
    problems: tuple[Problem, ...] = ()
    #: The code of the rule and the sentence that say why, where the verdict is not "accepted".
    rule: str | None = None
    reason: str | None = None
    #: Known wherever the file could be identified, also when it is rejected or superseded.
    identity: Identity | None = None
    #: What it says; None unless it could be read as a return of this campaign.
    content: RawReturn | None = None
    #: What could still be read of a return that is rejected for its structure; handed back, never merged.
    salvaged: RawReturn | None = None
    #: `Ngày báo cáo` of the header block, None where missing or not a date.
    report_date: date | None = None
    #: The workbook's own last-modified property.
    modified: datetime | None = None


def set_aside(
    path: str,
    content: bytes,
    verdict: Verdict,
    problems: tuple[Problem, ...],
    *,
    identity: Identity | None = None,
    modified: datetime | None = None,
) -> ReceivedFile:
    """Return a file that is not used; the first error of its problems, else the first problem, says why.

    What was never opened has no digest. An ignored file is nobody's mistake and carries no problem.
    """
    cause = next((problem for problem in problems if problem.severity is Severity.ERROR), problems[0])
    return ReceivedFile(
        path=path,
        sha256=sha256(content).hexdigest() if content or cause.rule is Rule.EMPTY_FILE else "",
        size=len(content),
        verdict=verdict,
        problems=() if verdict is Verdict.IGNORED else problems,
        rule=cause.rule.code,
        reason=cause.message,
        identity=identity,
        modified=modified,
    )


def replaced(file: ReceivedFile, verdict: Verdict, cause: Problem) -> ReceivedFile:
    """Return a file whose place another one took; the cause is its only problem."""
    return replace(file, verdict=verdict, problems=(cause,), rule=cause.rule.code, reason=cause.message, content=None)
