"""The codes in the table as a witness of identity: whose form are these rows from?"""

from collections.abc import Mapping

from pipeline.campaign.assignment import assignments
from pipeline.campaign.decision import Campaign
from pipeline.campaign.rounds import Round
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.formats.workbook import RawWorkbook
from pipeline.intake.tables.keyed_rows import code_of
from pipeline.intake.tables.location import located_table


def agencies_of_rows(
    workbook: RawWorkbook, *, agency: str, campaign: Campaign, round_: Round, schemas: Schemas
) -> tuple[str, ...]:
    """Return the agencies from whose form the rows of `Báo cáo` are, where they are another's; else none.

    Rows are another's when some are not asked of the agency and some that are asked are missing; whose they are is told
    by who is asked exactly these tasks.
    """
    found = _codes(workbook, campaign, schemas)
    asked = _asked(campaign, round_)
    own = asked.get(agency, frozenset())
    if found <= own or own <= found:
        return ()
    return tuple(other for other, codes in asked.items() if codes == found)


def _codes(workbook: RawWorkbook, campaign: Campaign, schemas: Schemas) -> frozenset[str]:
    sheet = workbook.sheet(schemas.report.sheet)
    table = None if sheet is None else located_table(sheet, schemas.report)
    if table is None or "task" not in table.columns:
        return frozenset()
    known = [task.code for task in campaign.reportable_tasks]
    column, first = table.columns["task"], table.header_row + 1
    rows = range(first, table.sheet.origin[0] + len(table.sheet.rows))
    found = {code_of(table.sheet.value(row, column), known, fits=lambda _code: False) for row in rows}
    return frozenset(code for code in found if code is not None)


def _asked(campaign: Campaign, round_: Round) -> Mapping[str, frozenset[str]]:
    asked: dict[str, set[str]] = {}
    for assignment in assignments(campaign, round_):
        asked.setdefault(assignment.agency, set()).add(assignment.task)
    return {agency: frozenset(codes) for agency, codes in asked.items()}
