"""The inbox: every file once, with a verdict and its ground."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from pipeline.campaign.decision import Campaign
from pipeline.campaign.rounds import Round
from pipeline.digest import sha256_of
from pipeline.forms.schema import Schemas
from pipeline.intake.archive import members, opened_archive
from pipeline.intake.container import ARCHIVE, RawWorkbook, read_workbook
from pipeline.intake.gate import read_content
from pipeline.intake.identity import Identification, Identity, Names, identification, names_of
from pipeline.intake.ignored import is_system_file
from pipeline.intake.limits import LIMITS, Limits, Rejection
from pipeline.intake.listing import Entry, listed_entries, shown_path
from pipeline.intake.printed import Printed
from pipeline.intake.salvage import salvaged_return
from pipeline.intake.structure import RawCell, RawReturn, raw_return
from pipeline.intake.supersession import Contender, decision
from pipeline.intake.tables import comparable
from pipeline.problems import Problem, problem
from pipeline.rules import Rule, Severity
from pipeline.values import parse_date


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
    #: Container, identity and structure problems, and what was found of supersession.
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


def read_inbox(
    inbox: Path,
    *,
    campaign: Campaign,
    round_: Round,
    schemas: Schemas,
    progress: Callable[[int, int], None] | None = None,
    only: Collection[str] | None = None,
) -> tuple[ReceivedFile, ...]:
    """Return every file under the inbox (or those of its paths that `only` names), each with its verdict, sorted by path.

    An archive is listed as ignored, the files inside it beside it. A file that is superseded, a duplicate or of another
    round keeps only the problem that says so: what else is wrong with it needs no mending.

    Raises: OperatorError when there is no such folder.
    """
    (files,) = read_rounds(inbox, campaign=campaign, rounds=(round_,), schemas=schemas, progress=progress, only=only)
    return files


def read_rounds(
    inbox: Path,
    *,
    campaign: Campaign,
    rounds: Sequence[Round],
    schemas: Schemas,
    progress: Callable[[int, int], None] | None = None,
    only: Collection[str] | None = None,
) -> tuple[tuple[ReceivedFile, ...], ...]:
    """Return what `read_inbox` gives for each of some rounds; every file is opened once."""
    opener = _Opener(limits=LIMITS, sheets=frozenset(comparable(schema.sheet) for schema in schemas))
    judges = [
        _Judge(
            round=round_,
            schemas=schemas,
            names=names_of(campaign),
            printed=Printed(campaign=campaign, round=round_, schemas=schemas),
        )
        for round_ in rounds
    ]
    entries = [entry for entry in listed_entries(inbox) if only is None or entry.path in only]
    received: list[list[ReceivedFile]] = [[] for _ in judges]
    for done, entry in enumerate(entries, start=1):
        for opened in opener.opened(entry):
            for files, judge in zip(received, judges, strict=True):
                files.append(opened if isinstance(opened, ReceivedFile) else judge.received(opened))
        if progress is not None:
            progress(done, len(entries))
    return tuple(tuple(_latest(_without_duplicates(sorted(files, key=lambda file: file.path)))) for files in received)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    """One workbook that passed the gate."""

    path: str
    content: bytes
    workbook: RawWorkbook


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opener:
    """Opens one file at a time; what is no workbook is set aside here, whatever the round."""

    limits: Limits
    #: Folded names of the sheets that hold data.
    sheets: frozenset[str]

    def opened(self, entry: Entry) -> Iterator[ReceivedFile | _Opened]:
        """Give the file of an entry; for an archive, the files inside it too."""
        content = entry.rejection or read_content(entry.location, self.limits)
        yield from self._file(entry.path, content, archives=True)

    def _file(self, path: str, content: bytes | Rejection, *, archives: bool) -> Iterator[ReceivedFile | _Opened]:
        if isinstance(content, Rejection):
            verdict = Verdict.IGNORED if is_system_file(path) else Verdict.REJECTED
            yield _set_aside(path, b"", verdict, (content.problem(path),))
            return
        if is_system_file(path):
            yield _set_aside(path, content, Verdict.IGNORED, (problem(Rule.SYSTEM_FILE, file=path),))
            return
        workbook = read_workbook(content, self.limits, sheets=self.sheets)
        if isinstance(workbook, RawWorkbook):
            yield _Opened(path=path, content=content, workbook=workbook)
        elif workbook == ARCHIVE and archives:
            yield from self._archive(path, content)
        else:
            yield _set_aside(path, content, Verdict.REJECTED, (workbook.problem(path),))

    def _archive(self, path: str, content: bytes) -> Iterator[ReceivedFile | _Opened]:
        archive = opened_archive(content, self.limits)
        if isinstance(archive, Rejection):
            yield _set_aside(path, content, Verdict.REJECTED, (archive.problem(path),))
            return
        opened = problem(Rule.ARCHIVE_OPENED, file=path, count=len(archive.entries))
        yield _set_aside(path, content, Verdict.IGNORED, (opened,))
        seen: dict[str, int] = {}
        for name, inner in members(archive, self.limits):
            shown = shown_path(f"{path}!/{name}")
            seen[shown] = seen.get(shown, 0) + 1
            yield from self._file(shown if seen[shown] == 1 else f"{shown} ({seen[shown]})", inner, archives=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judge:
    """Judges one workbook at a time for one round, without regard to the others."""

    round: Round
    schemas: Schemas
    names: Names
    printed: Printed

    def received(self, opened: _Opened) -> ReceivedFile:
        """Return what becomes of a workbook."""
        path, content, workbook = opened.path, opened.content, opened.workbook
        found = identification(workbook, names=self.names, round_=self.round, schemas=self.schemas, file=path)
        if found.identity is None:
            return _set_aside(path, content, Verdict.REJECTED, found.problems, modified=workbook.modified)
        other = [one for one in found.problems if one.rule is Rule.OTHER_ROUND]
        if other:
            return _set_aside(
                path, content, Verdict.OTHER_ROUND, tuple(other), identity=found.identity, modified=workbook.modified
            )
        return self._read(path, content, workbook, found, found.identity)

    def _read(
        self, path: str, content: bytes, workbook: RawWorkbook, found: Identification, identity: Identity
    ) -> ReceivedFile:
        newest = self.printed.form(identity.agency).fingerprint
        current = identity.fingerprint in {None, newest}
        said, problems = raw_return(
            workbook, agency=identity.agency, printed=self.printed, schemas=self.schemas, file=path, current=current
        )
        problems = (*found.problems, *problems)
        if said is None:
            aside = _set_aside(path, content, Verdict.REJECTED, problems, identity=identity, modified=workbook.modified)
            salvaged = salvaged_return(workbook, form=self.printed.form(identity.agency), schemas=self.schemas)
            return replace(aside, salvaged=salvaged)
        if workbook.macros:
            problems = (problem(Rule.MACROS, file=path, agency=identity.agency), *problems)
        if not current:
            old = problem(
                Rule.OLD_TEMPLATE, file=path, agency=identity.agency, found=identity.fingerprint, expected=newest
            )
            problems = (old, *problems)
        return ReceivedFile(
            path=path,
            sha256=sha256_of(content),
            size=len(content),
            verdict=Verdict.ACCEPTED,
            problems=problems,
            identity=identity,
            content=said,
            report_date=_report_date(said.header.get("report_date"), self.names.campaign),
            modified=workbook.modified,
        )


def _set_aside(
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
    cause = next((one for one in problems if one.severity is Severity.ERROR), problems[0])
    return ReceivedFile(
        path=path,
        sha256=sha256_of(content) if content or cause.rule is Rule.EMPTY_FILE else "",
        size=len(content),
        verdict=verdict,
        problems=() if verdict is Verdict.IGNORED else problems,
        rule=cause.rule.code,
        reason=cause.message,
        identity=identity,
        modified=modified,
    )


def _report_date(cell: RawCell | None, campaign: Campaign) -> date | None:
    """Return `Ngày báo cáo`; one outside the campaign's years is a slip and says nothing of when a return was made."""
    if cell is None or cell.error is not None:
        return None
    day = parse_date(cell.value).value
    years = range(campaign.decision.period_start.year, campaign.decision.period_end.year + 1)
    return day if day is not None and day.year in years else None


def _without_duplicates(files: Sequence[ReceivedFile]) -> list[ReceivedFile]:
    """Return the files with every one marked that has the bytes of an earlier one; an empty file is no copy of another."""
    first: dict[str, str] = {}
    result = []
    for file in files:
        if file.verdict is Verdict.IGNORED or not file.size:
            result.append(file)
        elif file.sha256 in first:
            result.append(
                _replaced(file, Verdict.DUPLICATE, problem(Rule.DUPLICATE, file=file.path, of=first[file.sha256]))
            )
        else:
            first[file.sha256] = file.path
            result.append(file)
    return result


def _latest(files: Sequence[ReceivedFile]) -> Iterator[ReceivedFile]:
    """Give the files with all but the latest return of each agency superseded; a rejected one takes nobody's place."""
    by_agency: dict[str, list[Contender]] = {}
    for file in files:
        if file.verdict.used and file.identity is not None:
            contender = Contender(
                path=file.path, sha256=file.sha256, report_date=file.report_date, modified=file.modified
            )
            by_agency.setdefault(file.identity.agency, []).append(contender)
    judged: dict[str, tuple[Verdict, Problem]] = {}
    for agency, contenders in by_agency.items():
        chosen = decision(contenders)
        for path, ground in chosen.grounds.items():
            superseded = problem(Rule.SUPERSEDED, file=path, agency=agency, by=chosen.used.path, ground=ground)
            judged[path] = (Verdict.SUPERSEDED, superseded)
        if chosen.by_chance is not None:
            used = chosen.used.path
            warning = problem(Rule.SUPERSEDED_BY_CHANCE, file=used, agency=agency, used=used, ground=chosen.by_chance)
            judged[used] = (Verdict.ACCEPTED, warning)
    for file in files:
        verdict, found = judged.get(file.path, (file.verdict, None))
        if found is None:
            yield file
        elif verdict is Verdict.SUPERSEDED:
            yield _replaced(file, verdict, found)
        else:
            yield replace(file, problems=(*file.problems, found))


def _replaced(file: ReceivedFile, verdict: Verdict, found: Problem) -> ReceivedFile:
    """Return a file whose place another one took."""
    return replace(file, verdict=verdict, problems=(found,), rule=found.rule.code, reason=found.message, content=None)
