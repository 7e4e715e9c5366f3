"""From the entries of the inbox to opened workbooks; any other file is set aside here, whatever the round."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import assert_never

from pipeline.intake.envelope import Envelope
from pipeline.intake.files.archive import contents, opened_archive
from pipeline.intake.files.folder import InboxEntry, numbered, shown_path
from pipeline.intake.files.leftovers import is_system_file, placeholder
from pipeline.intake.files.mail import is_mailbox, mailbox_messages
from pipeline.intake.files.mail_parts import Mail, MailPart, PartKind
from pipeline.intake.files.reading import (
    NESTED_MAIL,
    attachment_refusal,
    is_document,
    mail_refusal,
    read_file,
    read_message,
)
from pipeline.intake.formats.active_content import ActiveContent
from pipeline.intake.formats.cell_style import CellStyle
from pipeline.intake.formats.decoration import Decoration, Overlay, OverlayKind
from pipeline.intake.formats.gate import read_workbook
from pipeline.intake.formats.kinds import ARCHIVE, is_compound, is_zip
from pipeline.intake.formats.limits import Limits, Rejection, unreadable
from pipeline.intake.formats.workbook import RawSheet, RawWorkbook
from pipeline.intake.received import ReceivedFile, Verdict, set_aside
from pipeline.problems import Problem, problem
from pipeline.processes.child import StopCause, Stopped
from pipeline.processes.containment import Keyed, outcomes, outcomes_by
from pipeline.processes.worker import Call
from pipeline.rules import Rule

#: With fewer files a second worker is not ready before the first is done with them.
_SEVERAL_FROM = 60
#: Every class that a `RawWorkbook`, a `Mail` or a `Rejection` is made of: a worker's answer may hold no other.
ANSWER_CLASSES = (
    RawWorkbook,
    RawSheet,
    CellStyle,
    Decoration,
    *(Overlay, OverlayKind),
    ActiveContent,
    *(Mail, MailPart, PartKind, Envelope),
    Rejection,
    Rule,
)
#: Under which name the parts of a mail stand that are no files, and how they are called.
_REST = "(phần khác của thư)"
_PART_KINDS = {
    PartKind.TEXT: "lời thư",
    PartKind.PICTURE: "ảnh trong thư",
    PartKind.SIGNATURE: "chữ ký số",
    PartKind.CALENDAR: "lịch hẹn",
    PartKind.CARD: "danh thiếp",
    PartKind.WRAPPING: "phần của chương trình thư",
}
#: What a worker is asked; a test may ask another function.
Reader = Callable[..., RawWorkbook | Mail | Rejection]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """One workbook that passed the gate."""

    path: str
    content: bytes
    workbook: RawWorkbook
    #: Of the mail that brought it.
    mail: Envelope | None = None


class _Place(Enum):
    """Where a file lies, which says what it may hold besides a workbook."""

    #: An archive, a mail or a mailbox.
    INBOX = auto()
    #: Nothing but a mail.
    MAILBOX = auto()
    #: An archive.
    MAIL = auto()
    #: Nothing.
    ARCHIVE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """One file, in the inbox or in what holds files."""

    path: str
    content: bytes | Rejection
    place: _Place
    #: Of the mail that brought it.
    mail: Envelope | None = None


def opened_files(
    entries: Iterable[InboxEntry],
    *,
    limits: Limits,
    sheets: frozenset[str],
    workers: int,
    executor: Executor | None = None,
    reader: Reader = read_file,
) -> Iterator[ReceivedFile | Opened]:
    """Give the file of each entry, for an archive or a mail the files inside it too, in no particular order.

    `sheets` are the folded names of those that hold data. With an executor its processes read, each contained, in place
    of the workers of this one.
    """
    opener = _Opener(limits=limits, sheets=sheets, reader=reader)
    opener.sources.append(
        _Item(path=entry.path, content=entry.rejection or entry.content(limits), place=_Place.INBOX)
        for entry in entries
    )
    read = outcomes(opener.next_call, workers) if executor is None else outcomes_by(executor, opener.next_call)
    for item, outcome in read:
        opener.judge(item, outcome)
        while opener.done:
            yield opener.done.popleft()
    yield from opener.done


def worker_count(files: int) -> int:
    """Return how many workers read so many files fastest; beside them this process judges what they have read."""
    return 2 if files >= _SEVERAL_FROM and (os.cpu_count() or 1) > 1 else 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opener:
    """Gives calls to the workers and notes their outcomes."""

    limits: Limits
    sheets: frozenset[str]
    reader: Reader
    #: The files still to be read: those of the inbox, above them those of the archive or mail that is open.
    sources: list[Iterator[_Item]] = field(default_factory=list)
    done: deque[ReceivedFile | Opened] = field(default_factory=deque)

    def next_call(self) -> Keyed[_Item] | None:
        """Return the next call for a worker, None when no file is left; files that need no worker are set aside on the way."""
        while self.sources:
            item = next(self.sources[-1], None)
            if item is None:
                self.sources.pop()
            elif is_system_file(item.path):
                self._set_aside(item, problem(Rule.SYSTEM_FILE, file=item.path))
            elif isinstance(item.content, Rejection):
                self._reject(item, item.content)
            elif (rejection := placeholder(item.path)) is not None and not _is_office(item.content):
                self._reject(item, rejection)
            elif item.place is _Place.INBOX and is_mailbox(item.content):
                self._open_mailbox(item, item.content)
            elif len(item.content) > self.limits.file and is_zip(item.content):
                # an archive or too large: no reader ever sees it
                self.judge(item, read_workbook(item.content, self.limits))
            else:
                return Keyed(item, self._call(item, item.content))
        return None

    def judge(self, item: _Item, outcome: RawWorkbook | Mail | Rejection | Stopped) -> None:
        """Note the outcome of one file; an archive or a mail adds its files."""
        content = item.content if isinstance(item.content, bytes) else b""
        if not _is_answer(outcome):
            outcome = Stopped(StopCause.ENDED, "answer")
        match outcome:
            case RawWorkbook():
                self.done.append(Opened(path=item.path, content=content, workbook=outcome, mail=item.mail))
            case Mail():
                self._open_mail(item, outcome)
            case Stopped():
                reason = _reason(outcome)
                in_mailbox = item.place is _Place.MAILBOX
                self._reject(item, mail_refusal(unreadable(reason)) if in_mailbox else unreadable(reason))
            case Rejection():
                if outcome == ARCHIVE and item.place in {_Place.INBOX, _Place.MAIL}:
                    self._open_archive(item, content)
                else:
                    self._reject(item, outcome)
            case _:
                assert_never(outcome)

    def _call(self, item: _Item, content: bytes) -> Call:
        is_message = item.place is _Place.MAILBOX
        return Call(
            function=read_message if is_message else self.reader,
            arguments=(content, self.limits) if is_message else (content, self.limits, self.sheets),
            answer_classes=ANSWER_CLASSES,
            memory=self.limits.memory,
            seconds=self.limits.seconds,
        )

    def _set_aside(self, item: _Item, ground: Problem) -> None:
        """Note that a file is nobody's return."""
        content = item.content if isinstance(item.content, bytes) else b""
        self.done.append(set_aside(item.path, content, Verdict.IGNORED, (ground,), mail=item.mail))

    def _reject(self, item: _Item, rejection: Rejection) -> None:
        content = item.content if isinstance(item.content, bytes) else b""
        self.done.append(
            set_aside(
                item.path,
                content,
                Verdict.REJECTED,
                (rejection.problem(item.path),),
                mail=item.mail,
                document=is_document(rejection, content),
            )
        )

    def _open_archive(self, item: _Item, content: bytes) -> None:
        archive = opened_archive(content, self.limits)
        if isinstance(archive, Rejection):
            self._reject(item, archive)
            return
        self._set_aside(item, problem(Rule.ARCHIVE_OPENED, file=item.path, count=len(archive.members)))
        paths = numbered(shown_path(f"{item.path}!/{member.name}") for member in archive.members)
        self.sources.append(
            _Item(path=member, content=data, place=_Place.ARCHIVE, mail=item.mail)
            for member, data in zip(paths, contents(archive, self.limits), strict=True)
        )

    def _open_mailbox(self, item: _Item, content: bytes) -> None:
        count = sum(1 for _ in mailbox_messages(content, self.limits))
        self._set_aside(item, problem(Rule.MAILBOX_OPENED, file=item.path, count=count))
        self.sources.append(
            _Item(
                path=f"{item.path}!/{number}",
                content=mail_refusal(message) if isinstance(message, Rejection) else message,
                place=_Place.MAILBOX,
            )
            for number, message in enumerate(mailbox_messages(content, self.limits), start=1)
        )

    def _open_mail(self, item: _Item, mail: Mail) -> None:
        """Note a mail, what of it is nobody's return in one row, and give what is attached to the readers."""
        if item.place in {_Place.MAIL, _Place.ARCHIVE}:
            self._reject(item, NESTED_MAIL)
            return
        brought = replace(item, mail=mail.envelope)
        if not mail.attachments:
            self._reject(brought, Rejection(rule=Rule.MAIL_WITHOUT_FILES))
            return
        self._set_aside(brought, problem(Rule.MAIL_OPENED, file=item.path, count=len(mail.attachments)))
        within = f"{item.path}/" if item.place is _Place.MAILBOX else f"{item.path}!/"
        *paths, rest = numbered(
            shown_path(f"{within}{name}") for name in (*(part.name for part in mail.attachments), _REST)
        )
        if mail.noise:
            ground = problem(Rule.MAIL_REST, file=rest, parts=_named(mail.noise))
            self._set_aside(replace(brought, path=rest, content=b""), ground)
        self.sources.append(
            _Item(
                path=path,
                content=attachment_refusal(part.content) if isinstance(part.content, Rejection) else part.content,
                place=_Place.MAIL,
                mail=_brought_by(part, mail),
            )
            for path, part in zip(paths, mail.attachments, strict=True)
        )


def _brought_by(part: MailPart, mail: Mail) -> Envelope:
    """Return who sent what is attached, and when; of a forwarded message its own sender, where it tells any."""
    return mail.envelope if part.forwarded is None or part.forwarded == Envelope() else part.forwarded


def _named(parts: Iterable[MailPart]) -> str:
    """Return the kinds of the parts of a mail that nobody reads, in words."""
    kinds = {part.kind for part in parts}
    return ", ".join(words for kind, words in _PART_KINDS.items() if kind in kinds)


def _is_office(content: bytes) -> bool:
    """Return whether the content may be a workbook, whatever the name says."""
    return is_zip(content) or is_compound(content)


def _is_answer(outcome: object) -> bool:
    """Return whether an outcome is one that a reader gives: a worker that was taken over answers whatever it can spell."""
    if not isinstance(outcome, Rejection):
        return isinstance(outcome, RawWorkbook | Mail | Stopped)
    try:
        outcome.problem("")
    except (LookupError, TypeError, ValueError, AttributeError):
        # parameters that its sentence does not have
        return False
    return True


def _reason(stopped: Stopped) -> str:
    """Return in words why a file could not be read."""
    return {
        StopCause.TIME: f"đọc quá {stopped.detail} giây",
        StopCause.MEMORY: "cần quá nhiều bộ nhớ",
        StopCause.ENDED: "làm trình đọc dừng đột ngột",
        StopCause.RAISED: f"trình đọc báo lỗi {stopped.detail}",
    }[stopped.cause]
