"""One file of the inbox after intake: its verdict, the ground of it, and what it says."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

from pipeline.intake.envelope import Envelope
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
    OTHER_CAMPAIGN = "other-campaign"
    UNFILLED = "unfilled"
    IGNORED = "ignored"
    NOT_A_RETURN = "not-a-return"

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
            "other-campaign": "Thuộc đợt công tác khác",
            "unfilled": "Biểu mẫu chưa điền",
            "ignored": "Bỏ qua",
            "not-a-return": "Tài liệu gửi kèm",
        }[self.value]

    @property
    def used(self) -> bool:
        """Return whether the file's content is merged."""
        return self in {Verdict.ACCEPTED, Verdict.ACCEPTED_WITH_PROBLEMS}

    @property
    def is_nobodys_mistake(self) -> bool:
        """Return whether there is nothing to mend, so that such a file carries no problem."""
        return self in {Verdict.OTHER_ROUND, Verdict.OTHER_CAMPAIGN, Verdict.IGNORED, Verdict.NOT_A_RETURN}


class SenderGround(StrEnum):
    """By what the sender of a file that is not used was guessed."""

    #: The file has the name that its template was given when it was sent out.
    TEMPLATE_NAME = "template-name"
    #: The mail came from the address in the register.
    MAIL_SENDER = "mail-sender"
    #: It lies beside the agency's return.
    BESIDE_RETURN = "beside-return"
    FILE_NAME = "file-name"
    MAIL_SUBJECT = "mail-subject"
    MAIL_SENDER_NAME = "mail-sender-name"
    FOLDER_NAME = "folder-name"
    #: The coordinator said so.
    CONFIRMED = "confirmed"

    @property
    def label(self) -> str:
        """Return the words users see after "theo"."""
        return {
            "template-name": "tên tệp của biểu mẫu đã gửi",
            "mail-sender": "địa chỉ thư đã đăng ký",
            "beside-return": "báo cáo gửi cùng",
            "file-name": "tên tệp",
            "mail-subject": "tiêu đề thư",
            "mail-sender-name": "tên người gửi thư",
            "folder-name": "tên thư mục, tệp nén hoặc thư",
            "confirmed": "đầu mối xác nhận",
        }[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class SenderGuess:
    """Who may have sent a file that does not say so itself; a guess, shown as such, and no input of any figure."""

    agency: str
    ground: SenderGround
    #: Whether the guess may be told to the agency itself and to those who read the report; else only to the coordinator.
    sure: bool = False


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
    #: Of the mail that brought it: evidence, never identity. A forwarded message counts before the mail around it.
    mail: Envelope | None = None
    #: Whether it is a scan, a picture, a text: what people send beside a return, or in place of one.
    document: bool = False
    #: Of a file that is rejected or no return, and does not say itself whose it is.
    sender_guess: SenderGuess | None = None

    @property
    def agency(self) -> str | None:
        """Return whose it is, as far as that may be told to anybody."""
        if self.identity is not None:
            return self.identity.agency
        return self.sender_guess.agency if self.sender_guess is not None and self.sender_guess.sure else None

    @property
    def sent_on(self) -> date | None:
        """Return the day of the mail that brought it; None where none did, or it does not tell."""
        return None if self.mail is None else self.mail.sent_on

    @property
    def saved_on(self) -> date | None:
        """Return the day on which the workbook says it was last saved."""
        return None if self.modified is None else self.modified.date()

    @property
    def hint(self) -> str:
        """Return what the sender is to do about a file that is refused; "" where there is nothing to do."""
        return next((problem.hint for problem in self.problems if problem.rule.code == self.rule), "")


def set_aside(
    path: str,
    content: bytes,
    verdict: Verdict,
    problems: tuple[Problem, ...],
    *,
    identity: Identity | None = None,
    modified: datetime | None = None,
    mail: Envelope | None = None,
    document: bool = False,
) -> ReceivedFile:
    """Return a file that is not used; the first error of its problems, else the first problem, says why.

    What was never opened has no digest.
    """
    cause = next((problem for problem in problems if problem.severity is Severity.ERROR), problems[0])
    return ReceivedFile(
        path=path,
        sha256=sha256(content).hexdigest() if content or cause.rule is Rule.EMPTY_FILE else "",
        size=len(content),
        verdict=verdict,
        problems=() if verdict.is_nobodys_mistake else problems,
        rule=cause.rule.code,
        reason=cause.message,
        identity=identity,
        modified=modified,
        mail=mail,
        document=document,
    )


def replaced(file: ReceivedFile, verdict: Verdict, cause: Problem) -> ReceivedFile:
    """Return a file whose place another one took, or that is no return; the cause is its only problem, if it is one."""
    problems = () if verdict.is_nobodys_mistake else (cause,)
    return replace(file, verdict=verdict, problems=problems, rule=cause.rule.code, reason=cause.message, content=None)
