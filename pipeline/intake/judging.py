"""One opened workbook judged for one round: whose it is, what it says, and its problems."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from pipeline.campaign.past_dates import Standing, past_dates
from pipeline.campaign.rounds import Round
from pipeline.forms.form import FORMAT_VERSION
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.files.opening import Opened
from pipeline.intake.formats.active_content import ActiveContent, named_links
from pipeline.intake.formats.workbook import RawWorkbook
from pipeline.intake.identity import Identity, Names, agencies_of_rows, identification
from pipeline.intake.received import ReceivedFile, Verdict, set_aside
from pipeline.intake.sent_form import SentForm, Version, asked_version, version_of
from pipeline.intake.tables.cells import RawCell
from pipeline.intake.tables.printed import Printed
from pipeline.intake.tables.reader import RawReturn, raw_return
from pipeline.intake.tables.reporter import Reporter
from pipeline.intake.tables.salvage import salvaged_return
from pipeline.problems import Problem, problem
from pipeline.rules import UNCHANGED_IS_SENT_BACK, Rule
from pipeline.values import parse_date

#: What is told of a form that nobody filled in: somebody may have written into the wrong place.
_BESIDE_TABLES = frozenset({Rule.EXTRA_SHEET, Rule.SHEET_COPIED, Rule.SHEET_RENAMED, Rule.TEXT_OUTSIDE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Judges one workbook at a time for one round, without regard to the others."""

    round: Round
    schemas: Schemas
    names: Names
    printed: Printed
    #: Codes of the other campaigns of the project: their returns are no mistakes.
    other_campaigns: frozenset[str] = frozenset()

    def received(self, opened: Opened) -> ReceivedFile:
        """Return what becomes of a workbook."""
        return replace(self._judged(opened), mail=opened.mail)

    def _judged(self, opened: Opened) -> ReceivedFile:
        identified = identification(
            opened.workbook, names=self.names, round_=self.round, schemas=self.schemas, file=opened.path
        )
        if identified.identity is None:
            other = identified.campaign
            if other is not None and other in self.other_campaigns:
                own = self.names.campaign.decision.campaign
                ground = problem(Rule.OTHER_CAMPAIGN, file=opened.path, found=other, expected=own)
                return _set_aside(opened, Verdict.OTHER_CAMPAIGN, (ground,))
            return _set_aside(opened, Verdict.REJECTED, identified.problems)
        other_round = tuple(problem for problem in identified.problems if problem.rule is Rule.OTHER_ROUND)
        if other_round:
            return _set_aside(opened, Verdict.OTHER_ROUND, other_round, identified.identity)
        return self._read(opened, identified.identity, identified.problems)

    def _read(self, opened: Opened, identity: Identity, of_identity: tuple[Problem, ...]) -> ReceivedFile:
        workbook, reporter = opened.workbook, Reporter(opened.path, identity.agency)
        form, version = self.printed.form(identity.agency), version_of(identity)
        if version is Version.NEWER:
            newer = reporter.problem(Rule.NEWER_FORM, found=identity.format_version, known=FORMAT_VERSION)
            return _set_aside(opened, Verdict.REJECTED, (newer,), identity)
        newest = version is not Version.OLDER and identity.fingerprint in {None, form.fingerprint}
        current = newest or identity.fingerprint in form.earlier_fingerprints
        content, of_structure = raw_return(
            workbook,
            reporter,
            printed=self.printed,
            schemas=self.schemas,
            version=asked_version(identity),
            current=current,
            may_be_older=identity.fingerprint is None,
        )
        problems = (*of_identity, *of_structure)
        if version is Version.NONSENSE:
            problems = (reporter.problem(Rule.FORMAT_VERSION, found=identity.format_version), *problems)
        if content is None:
            aside = _set_aside(opened, Verdict.REJECTED, problems, identity)
            return replace(aside, salvaged=salvaged_return(workbook, form=form, schemas=self.schemas))
        sent = self._sent_form(workbook, content, identity)
        if sent.unfilled:
            return self._unfilled(opened, sent, problems, reporter)
        others = self._others(workbook, identity.agency) if current and _rows_differ(problems) else ""
        if others and identity.fingerprint is None:
            return _set_aside(opened, Verdict.REJECTED, (self._conflict(reporter, others),))
        if others:
            name = self.names.campaign.agency_by_code[identity.agency].name
            problems = (reporter.problem(Rule.IDENTITY_TASKS, name=name, others=others), *problems)
        problems = (*_active_problems(workbook.active, reporter), *problems)
        if not current:
            old = reporter.problem(Rule.OLD_TEMPLATE, found=identity.fingerprint, expected=form.fingerprint)
            problems = (old, *problems)
        return ReceivedFile(
            path=opened.path,
            sha256=sha256(opened.content).hexdigest(),
            size=len(opened.content),
            verdict=Verdict.ACCEPTED,
            problems=problems,
            identity=identity,
            content=content,
            report_date=self._report_date(content.header.get("report_date")),
            modified=workbook.modified,
        )

    def _sent_form(self, workbook: RawWorkbook, content: RawReturn, identity: Identity) -> SentForm:
        return SentForm(
            workbook=workbook,
            content=content,
            identity=identity,
            form=self.printed.form(identity.agency),
            previous=self.names.campaign.round_by_code.get(self.round.previous or ""),
            schemas=self.schemas,
        )

    def _unfilled(
        self, opened: Opened, sent: SentForm, problems: tuple[Problem, ...], reporter: Reporter
    ) -> ReceivedFile:
        """Return a form that came back as it was sent out; of its problems only what stands beside the tables is told."""
        unchanged = UNCHANGED_IS_SENT_BACK if sent.prefilled else ""
        unread = (problem for problem in problems if problem.rule in _BESIDE_TABLES)
        cause = reporter.problem(Rule.UNFILLED, unchanged=unchanged)
        file = _set_aside(opened, Verdict.UNFILLED, (cause, *unread), sent.identity)
        return replace(file, report_date=self._report_date(sent.content.header.get("report_date")))

    def _report_date(self, cell: RawCell | None) -> date | None:
        """Return `Ngày báo cáo`; one that the form refuses is mistyped and says nothing of when a return was made."""
        if cell is None or cell.error is not None:
            return None
        day = parse_date(cell.value).value
        past = past_dates(self.names.campaign.decision, self.round)
        plausible = day is not None and past.standing(day) in {Standing.RIGHT, Standing.EARLY}
        return day if plausible else None

    def _others(self, workbook: RawWorkbook, agency: str) -> str:
        """Return in words from whose form the rows are, "" where they are the agency's own."""
        campaign = self.names.campaign
        codes = agencies_of_rows(workbook, agency=agency, campaign=campaign, round_=self.round, schemas=self.schemas)
        if not codes:
            return ""
        more = f" (hoặc {len(codes) - 1} cơ quan khác cùng danh mục)" if len(codes) > 1 else ""
        return f"{campaign.agency_by_code[codes[0]].name}{more}"

    def _conflict(self, reporter: Reporter, others: str) -> Problem:
        """Return the error of a return whose header block alone says whose it is, and whose rows say otherwise."""
        return problem(
            Rule.IDENTITY_CONFLICT,
            file=reporter.file,
            first_source=f"đầu trang «{self.schemas.report.sheet}»",
            first=self.names.campaign.agency_by_code[reporter.agency].name,
            second_source="các mã nhiệm vụ trong bảng",
            second=f"biểu mẫu của {others}",
        )


def _set_aside(
    opened: Opened, verdict: Verdict, problems: tuple[Problem, ...], identity: Identity | None = None
) -> ReceivedFile:
    return set_aside(
        opened.path, opened.content, verdict, problems, identity=identity, modified=opened.workbook.modified
    )


def _rows_differ(problems: Iterable[Problem]) -> bool:
    """Return whether rows of the form are missing and rows of another form are there."""
    return {Rule.UNKNOWN_TASK_CODE, Rule.TASK_ROW_MISSING} <= {problem.rule for problem in problems}


def _active_problems(active: ActiveContent, reporter: Reporter) -> Iterator[Problem]:
    if active.macros:
        yield reporter.problem(Rule.MACROS)
    if active.links:
        yield reporter.problem(Rule.EXTERNAL_LINKS, links=named_links(active.links))
    if active.dde:
        yield reporter.problem(Rule.DDE)
