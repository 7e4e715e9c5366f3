"""Returns as intake hands them on: a valid one, with single cells filled otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.campaign.assignment import asked_indicators, assignments
from pipeline.campaign.decision import Campaign
from pipeline.campaign.past_dates import PastDates
from pipeline.campaign.promised_dates import PromisedDates
from pipeline.forms.schema.schema import Schemas, SheetSchema
from pipeline.intake.formats.cell_style import CellStyle
from pipeline.intake.formats.decoration import Decoration
from pipeline.intake.identity import Identity
from pipeline.intake.received import ReceivedFile, Verdict
from pipeline.intake.tables.cells import RawCell, RawRow
from pipeline.intake.tables.reader import RawReturn
from pipeline.problems import Cell, Problem
from pipeline.round_inputs import RoundInputs
from pipeline.validation.returns import ValidatedReturns, validated_returns

#: A commune: it leads 1.1, 1.2, 3.2, 3.4.b …, coordinates 2.2 (nil allowed), 2.4, 2.5 … .
COMMUNE = "11383"
AS_OF = date(2025, 9, 4)
PAST = PastDates(earliest=date(2025, 1, 1), start=date(2025, 7, 1), end=date(2025, 12, 31), latest=AS_OF)
PROMISED = PromisedDates(date(2025, 8, 1), date(2026, 12, 31), date(2025, 9, 30))
#: First row of each table, from zero.
TOP = {"report": 14}
_TOP_OF_OTHERS = 3
HEADER = {
    "prepared_by": "Nguyễn Văn A",
    "position": "Chuyên viên",
    "phone": "0912345678",
    "email": "lechan@haiphong.gov.vn",
    "signer": "Trần Thị B",
    "document_number": "45/BC-UBND",
    "report_date": date(2025, 9, 3),
}
#: Why a task past its due date is not done, and by when it will be.
LATE = {"cause": "Chờ hướng dẫn của cấp trên", "promised_on": date(2025, 9, 30)}
ROW = {
    "status": "Đang thực hiện",
    "result": "Đã ban hành kế hoạch.",
    "difficulties": "Chờ hướng dẫn của cấp trên.",
    **LATE,
}


@dataclass(frozen=True)
class Formula:
    """A formula that an officer typed, with the value stored for it."""

    text: str
    stored: Any = None


@dataclass(frozen=True)
class ErrorValue:
    """An error value such as #REF!."""

    text: str


@dataclass(frozen=True)
class Styled:
    """A value in a cell whose look says something of it."""

    value: Any
    style: CellStyle


@dataclass(frozen=True)
class Decorated:
    """A value in a cell that shows something besides."""

    value: Any
    decoration: Decoration


Cells = Mapping[str, Any]

#: The campaigns met so far, so that none gives its identity to another, with the tasks owed in a round by agency.
_OWED: dict[tuple[int, str], tuple[Campaign, dict[str, list[str]]]] = {}


def owed_tasks(campaign: Campaign, agency: str, round_: str) -> list[str]:
    """The tasks that an agency reports on, in the order of the form."""
    if (id(campaign), round_) not in _OWED:
        by_agency: dict[str, list[str]] = {}
        for one in assignments(campaign, campaign.round_by_code[round_]):
            by_agency.setdefault(one.agency, []).append(one.task)
        _OWED[id(campaign), round_] = (campaign, by_agency)
    return _OWED[id(campaign), round_][1][agency]


def received(
    campaign: Campaign,
    schemas: Schemas,
    *,
    agency: str = COMMUNE,
    round_: str = "lan-1",
    cells: Cells | None = None,
    header: Cells | None = None,
    values: Cells | None = None,
    rows: Mapping[str, Cells] | None = None,
    models: Sequence[Cells] = (),
    lists: Mapping[str, Sequence[Cells]] | None = None,
    proposals: Sequence[Cells] = (),
    path: str = "bao-cao.xlsx",
    verdict: Verdict = Verdict.ACCEPTED,
    problems: Sequence[Problem] = (),
) -> ReceivedFile:
    """A valid return but for `cells`, by "task/column", "indicator/column" or "header/field", and whole `rows` by key.

    `header` changes some of its fields; `values` are those of all indicators, by code, in place of a 10 each.
    """
    changed = dict(cells or {})
    owed = owed_tasks(campaign, agency, round_)
    tasks = set(owed)
    codes = [one.code for one in asked_indicators(campaign, campaign.round_by_code[round_]).get(agency, ())]
    content = RawReturn(
        header=_raw(schemas.header, 4, _with({**HEADER, **(header or {})}, "header", changed), across=False),
        report=tuple(
            _row(schemas.report, "report", position, task, _with((rows or {}).get(task, ROW), task, changed))
            for position, task in enumerate(owed)
        ),
        indicators=tuple(
            _row(
                schemas.indicators,
                "indicators",
                position,
                code,
                _with({"value": 10.0 if values is None else values.get(code)}, code, changed),
            )
            for position, code in enumerate(codes)
        ),
        lists={
            schema.name: tuple(_row(schema, schema.name, position, None, row) for position, row in enumerate(rows_of))
            for schema in schemas.lists
            for rows_of in [(lists or {}).get(schema.name, models if schema.name == "models" else ())]
        },
        proposals=tuple(
            _row(schemas.proposals, "proposals", position, None, row) for position, row in enumerate(proposals)
        ),
    )
    unknown = set(changed) - {f"{key}/{name}" for key in ("header", *tasks, *codes) for name in _names(schemas)}
    assert not unknown, f"not in this return: {unknown}"
    return ReceivedFile(
        path=path,
        sha256=path.encode().hex(),
        size=1,
        verdict=verdict,
        problems=tuple(problems),
        identity=Identity(campaign=campaign.decision.campaign, round=round_, agency=agency, fingerprint="0"),
        content=content,
    )


def place(campaign: Campaign, schemas: Schemas, key: str, *, agency: str = COMMUNE) -> str:
    """The address of a cell of such a return, "1.1/status" to "Báo cáo!F15"; "models/0/name" in an open table."""
    head, *middle, name = key.split("/")
    if head == "header":
        names = [column.name for column in schemas.header.columns]
        return f"Báo cáo!{Cell('Báo cáo', 4 + names.index(name), 2).reference}"
    owed = owed_tasks(campaign, agency, "lan-1")
    codes = [one.code for one in asked_indicators(campaign, campaign.round_by_code["lan-1"]).get(agency, ())]
    if head in owed:
        table, position = "report", owed.index(head)
    elif head in codes:
        table, position = "indicators", codes.index(head)
    else:
        table, position = head, int(middle[0])
    schema = next(schema for schema in schemas if schema.name == table)
    column = [column.name for column in schema.columns].index(name)
    return f"{schema.sheet}!{Cell(schema.sheet, TOP.get(table, _TOP_OF_OTHERS) + position, column).reference}"


def validated(
    campaign: Campaign, schemas: Schemas, *files: ReceivedFile, as_of: date = AS_OF, round_: str = "lan-1"
) -> ValidatedReturns:
    """The files validated for a round."""
    return validated_returns(
        files, RoundInputs(campaign=campaign, round=campaign.round_by_code[round_], schemas=schemas, as_of=as_of)
    )


def found(problems: Sequence[Problem]) -> list[tuple[str, str]]:
    """The problems as (rule, address), in order of address."""
    return sorted(
        (one.rule.code, f"{one.sheet}!{one.cell.reference}" if one.cell else f"{one.sheet}!") for one in problems
    )


def _with(row: Cells, key: str, changed: Cells) -> Cells:
    prefix = f"{key}/"
    return {
        **row,
        **{place.removeprefix(prefix): value for place, value in changed.items() if place.startswith(prefix)},
    }


def _names(schemas: Schemas) -> set[str]:
    return {column.name for schema in schemas for column in schema.open_columns}


def _row(schema: SheetSchema, table: str, position: int, key: str | None, values: Cells) -> RawRow:
    number = TOP.get(table, _TOP_OF_OTHERS) + position
    return RawRow(key=key, sheet=schema.sheet, row=number, cells=_raw(schema, number, values, across=True))


def _raw(schema: SheetSchema, top: int, values: Cells, *, across: bool) -> dict[str, RawCell]:
    """Every open cell of a row (or of the header block, where the fields stand below each other)."""
    cells = {}
    for position, column in enumerate(schema.columns):
        if column.locked:
            continue
        cell = Cell(schema.sheet, top, position) if across else Cell(schema.sheet, top + position, 2)
        match values.get(column.name):
            case Formula(text, stored):
                cells[column.name] = RawCell(cell=cell, value=stored, formula=text)
            case ErrorValue(text):
                cells[column.name] = RawCell(cell=cell, value=None, error=text)
            case Styled(value, style):
                cells[column.name] = RawCell(cell=cell, value=value, style=style)
            case Decorated(value, decoration):
                cells[column.name] = RawCell(cell=cell, value=value, decoration=decoration)
            case value:
                cells[column.name] = RawCell(cell=cell, value=value)
    return cells
