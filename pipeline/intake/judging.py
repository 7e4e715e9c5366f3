"""One opened workbook judged for one round: whose it is, what it says, what is to be said of it."""

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
from pipeline.intake.identity import Identification, Identity, Names, identification
from pipeline.intake.received import ReceivedFile, Verdict, set_aside
from pipeline.intake.tables.cells import RawCell
from pipeline.intake.tables.printed import Printed
from pipeline.intake.tables.reader import raw_return
from pipeline.intake.tables.salvage import salvaged_return
from pipeline.intake.task_codes import agencies_of_rows
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
        path, content, workbook = opened.path, opened.content, opened.workbook
        found = identification(workbook, names=self.names, round_=self.round, schemas=self.schemas, file=path)
        if found.identity is None:
            return set_aside(path, content, Verdict.REJECTED, found.problems, modified=workbook.modified)
        other = [one for one in found.problems if one.rule is Rule.OTHER_ROUND]
        if other:
            return set_aside(
                path, content, Verdict.OTHER_ROUND, tuple(other), identity=found.identity, modified=workbook.modified
            )
        return self._read(path, content, workbook, found, found.identity)

    def _read(
        self, path: str, content: bytes, workbook: RawWorkbook, found: Identification, identity: Identity
    ) -> ReceivedFile:
        form = self.printed.form(identity.agency)
        current = identity.fingerprint in {None, form.fingerprint}
        said, problems = raw_return(
            workbook, agency=identity.agency, printed=self.printed, schemas=self.schemas, file=path, current=current
        )
        problems = (*found.problems, *problems)
        if said is None:
            aside = set_aside(path, content, Verdict.REJECTED, problems, identity=identity, modified=workbook.modified)
            return replace(aside, salvaged=salvaged_return(workbook, form=form, schemas=self.schemas))
        others = self._others(workbook, identity.agency) if current and _rows_differ(problems) else ""
        if others and identity.fingerprint is None:
            conflict = self._conflict(path, identity.agency, others)
            return set_aside(path, content, Verdict.REJECTED, (conflict,), modified=workbook.modified)
        if others:
            name = self.names.campaign.agency_by_code[identity.agency].name
            doubt = problem(Rule.IDENTITY_TASKS, file=path, agency=identity.agency, name=name, others=others)
            problems = (doubt, *problems)
        problems = (*_active_problems(workbook.active, file=path, agency=identity.agency), *problems)
        if not current:
            old = problem(
                Rule.OLD_TEMPLATE,
                file=path,
                agency=identity.agency,
                found=identity.fingerprint,
                expected=form.fingerprint,
            )
            problems = (old, *problems)
        return ReceivedFile(
            path=path,
            sha256=sha256(content).hexdigest(),
            size=len(content),
            verdict=Verdict.ACCEPTED,
            problems=problems,
            identity=identity,
            content=said,
            report_date=_report_date(said.header.get("report_date"), self.names.campaign),
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

    def _conflict(self, path: str, agency: str, others: str) -> Problem:
        """Return the error of a return whose header block alone says whose it is, and whose rows say otherwise."""
        return problem(
            Rule.IDENTITY_CONFLICT,
            file=path,
            first_source=f"đầu trang «{self.schemas.report.sheet}»",
            first=self.names.campaign.agency_by_code[agency].name,
            second_source="các mã nhiệm vụ trong bảng",
            second=f"biểu mẫu của {others}",
        )


def _rows_differ(problems: Iterable[Problem]) -> bool:
    """Return whether rows are missing and others are there that are not asked."""
    return {Rule.UNKNOWN_TASK_CODE, Rule.TASK_ROW_MISSING} <= {found.rule for found in problems}


def _active_problems(active: ActiveContent, *, file: str, agency: str) -> Iterator[Problem]:
    if active.macros:
        yield problem(Rule.MACROS, file=file, agency=agency)
    if active.links:
        yield problem(Rule.EXTERNAL_LINKS, file=file, agency=agency, links=named_links(active.links))
    if active.dde:
        yield problem(Rule.DDE, file=file, agency=agency)


def _report_date(cell: RawCell | None, campaign: Campaign) -> date | None:
    """Return `Ngày báo cáo`; one outside the campaign's years is a slip and says nothing of when a return was made."""
    if cell is None or cell.error is not None:
        return None
    day = parse_date(cell.value).value
    years = range(campaign.decision.period_start.year, campaign.decision.period_end.year + 1)
    return day if day is not None and day.year in years else None
