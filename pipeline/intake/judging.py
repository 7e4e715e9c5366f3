"""One opened workbook judged for one round: whose it is, what it says, and its problems."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from pipeline.campaign.decision import Campaign
from pipeline.campaign.rounds import Round
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.files.opening import Opened
from pipeline.intake.formats.active_content import ActiveContent, named_links
from pipeline.intake.formats.workbook import RawWorkbook
from pipeline.intake.identity import Identity, Names, agencies_of_rows, identification
from pipeline.intake.received import ReceivedFile, Verdict, set_aside
from pipeline.intake.tables.cells import RawCell
from pipeline.intake.tables.printed import Printed
from pipeline.intake.tables.reader import raw_return
from pipeline.intake.tables.reporter import Reporter
from pipeline.intake.tables.salvage import salvaged_return
from pipeline.problems import Problem, problem
from pipeline.rules import Rule
from pipeline.values import parse_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Judges one workbook at a time for one round, without regard to the others."""

    round: Round
    schemas: Schemas
    names: Names
    printed: Printed

    def received(self, opened: Opened) -> ReceivedFile:
        """Return what becomes of a workbook."""
        identified = identification(
            opened.workbook, names=self.names, round_=self.round, schemas=self.schemas, file=opened.path
        )
        if identified.identity is None:
            return _set_aside(opened, Verdict.REJECTED, identified.problems)
        other_round = tuple(problem for problem in identified.problems if problem.rule is Rule.OTHER_ROUND)
        if other_round:
            return _set_aside(opened, Verdict.OTHER_ROUND, other_round, identified.identity)
        return self._read(opened, identified.identity, identified.problems)

    def _read(self, opened: Opened, identity: Identity, of_identity: tuple[Problem, ...]) -> ReceivedFile:
        workbook, reporter = opened.workbook, Reporter(opened.path, identity.agency)
        form = self.printed.form(identity.agency)
        current = identity.fingerprint in {None, form.fingerprint}
        content, of_structure = raw_return(
            workbook, reporter, printed=self.printed, schemas=self.schemas, current=current
        )
        problems = (*of_identity, *of_structure)
        if content is None:
            aside = _set_aside(opened, Verdict.REJECTED, problems, identity)
            return replace(aside, salvaged=salvaged_return(workbook, form=form, schemas=self.schemas))
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
            report_date=_report_date(content.header.get("report_date"), self.names.campaign),
            modified=workbook.modified,
        )

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


def _report_date(cell: RawCell | None, campaign: Campaign) -> date | None:
    """Return `Ngày báo cáo`; one outside the campaign's years is mistyped and says nothing of when a return was made."""
    if cell is None or cell.error is not None:
        return None
    day = parse_date(cell.value).value
    years = range(campaign.decision.period_start.year, campaign.decision.period_end.year + 1)
    return day if day is not None and day.year in years else None
