"""Rows that contradict themselves or lack something, and what the other sheets lack."""

from datetime import date

from pipeline.campaign.assignment import Role
from pipeline.forms.marks import FormCell
from pipeline.forms.schema.schema import Typed
from pipeline.intake.received import Verdict
from pipeline.rules import Rule
from tests.robustness.drafts import Draft, Kind, Mutation, Spoil, Where
from tests.robustness.kinds_cells import DONE, LATE, UNDER_WAY, some_row
from tests.support.campaign import measured_task

NOT_STARTED = {"status": "Chưa thực hiện", "difficulties": "Chờ hướng dẫn của cấp trên.", **LATE}
NIL = {"status": "Không phát sinh", "difficulties": "Trên địa bàn không có việc này."}


def _without(values: dict[str, Typed], *columns: str, **others: Typed) -> dict[str, Typed]:
    return {name: value for name, value in values.items() if name not in columns} | others


def _row(values: dict[str, Typed], column: str, **wanted: object) -> Spoil:
    """What leaves these values in a row that fits; the problem stands at a column."""

    def spoil(draft: Draft) -> tuple[Where, ...]:
        code = some_row(draft, **wanted)
        draft.fill_row(code, values)
        return (draft.cell("report", code, column),)

    return spoil


def _rows(name: str, rule: Rule, spoil: Spoil, *, error: bool = True) -> Mutation:
    verdict = Verdict.ACCEPTED_WITH_PROBLEMS if error else Verdict.ACCEPTED
    return Mutation(name=name, kind=Kind.ROW, spoil=spoil, verdict=verdict, rules=(rule,))


def _clear_table(draft: Draft, table: str) -> None:
    for spot, cell in draft.original.cells.items():
        if spot.table == table and spot in draft.original.values:
            draft.surgery.sheet(cell.sheet).set(cell.row, cell.column, None)
            draft.changes[spot] = None


def _models(status: dict[str, Typed], *, listed: bool) -> Spoil:
    def spoil(draft: Draft) -> tuple[Where, ...]:
        _clear_table(draft, "models")
        task = measured_task(draft.original.form.campaign)
        draft.fill_row(task, status)
        if listed:
            draft.fill("models", 0, "name", "Camera an ninh", reads="Camera an ninh")
        return (draft.cell("report", task, "status"),)

    return spoil


def _header(column: str) -> Spoil:
    return lambda draft: (draft.fill("header", None, column, None),)


def _proposal(column: str, **values: Typed) -> Spoil:
    """What leaves one proposal with these values; the problem stands at a column, whose value is not used."""

    def spoil(draft: Draft) -> tuple[Where, ...]:
        _clear_table(draft, "proposals")
        for name, value in values.items():
            draft.fill("proposals", 0, name, value, reads=None if name == column else value)
        return (draft.cell("proposals", 0, column),)

    return spoil


def _normalised_code(draft: Draft) -> tuple[Where, ...]:
    (cell,) = _proposal("task", kind="Điều chỉnh", task="mục 3,2", content="Lùi thời hạn.")(draft)
    draft.changes[FormCell("proposals", 0, "task")] = "3.2"
    return (cell,)


def _model_without_name(draft: Draft) -> tuple[Where, ...]:
    _clear_table(draft, "models")
    task = measured_task(draft.original.form.campaign)
    draft.fill_row(task, UNDER_WAY)
    draft.fill("models", 0, "place", "Tổ dân phố số 5", reads="Tổ dân phố số 5")
    return (draft.cell("models", 0, "name"),)


ROWS = (
    _rows("status missing", Rule.STATUS_MISSING, _row(_without(DONE, "status"), "status")),
    _rows("led row empty", Rule.LED_ROW_EMPTY, _row({}, "status", role=Role.LEAD)),
    _rows("coordinated row empty", Rule.COORDINATED_ROW_EMPTY, _row({}, "status", role=Role.COORDINATOR), error=False),
    _rows("done without date", Rule.DONE_WITHOUT_DATE, _row(_without(DONE, "completed_on"), "completed_on")),
    _rows("done without result", Rule.RESULT_MISSING, _row(_without(DONE, "result"), "result")),
    _rows("under way without result", Rule.RESULT_MISSING, _row(_without(UNDER_WAY, "result"), "result")),
    _rows("done without evidence", Rule.EVIDENCE_MISSING, _row(_without(DONE, "evidence"), "evidence"), error=False),
    _rows(
        "not started without reason",
        Rule.REASON_MISSING,
        _row(_without(NOT_STARTED, "difficulties"), "difficulties", overdue=False),
    ),
    _rows(
        "nil without reason", Rule.REASON_MISSING, _row(_without(NIL, "difficulties"), "difficulties", nil_allowed=True)
    ),
    _rows("nil where it is not allowed", Rule.NIL_NOT_ALLOWED, _row(NIL, "status", nil_allowed=False)),
    _rows(
        "overdue without reason",
        Rule.OVERDUE_REASON_MISSING,
        _row(_without(UNDER_WAY, "difficulties"), "difficulties", overdue=True),
    ),
    _rows("done at 80 percent", Rule.PERCENT_AGAINST_STATUS, _row({**DONE, "percent": 80.0}, "percent")),
    _rows("under way at 100 percent", Rule.PERCENT_AGAINST_STATUS, _row({**UNDER_WAY, "percent": 100.0}, "percent")),
    _rows("not started at 20 percent", Rule.PERCENT_AGAINST_STATUS, _row({**NOT_STARTED, "percent": 20.0}, "percent")),
    _rows(
        "under way with a date",
        Rule.DATE_AGAINST_STATUS,
        _row({**UNDER_WAY, "completed_on": date(2025, 8, 15)}, "completed_on"),
    ),
    _rows(
        "not started with a date",
        Rule.DATE_AGAINST_STATUS,
        _row({**NOT_STARTED, "completed_on": date(2025, 8, 15)}, "completed_on"),
    ),
    _rows("signer missing", Rule.SIGNER_MISSING, _header("signer"), error=False),
    _rows("report date missing", Rule.REPORT_DATE_MISSING, _header("report_date"), error=False),
    _rows("done without model", Rule.DONE_WITHOUT_LISTED, _models(DONE, listed=False), error=False),
    _rows("model without done", Rule.LISTED_WITHOUT_DONE, _models(NOT_STARTED, listed=True), error=False),
    _rows("model without name", Rule.FIELD_MISSING, _model_without_name),
    _rows(
        "proposal without content",
        Rule.PROPOSAL_WITHOUT_CONTENT,
        _proposal("content", kind="Bổ sung", reason="Cần thiết."),
    ),
    _rows("proposal without kind", Rule.FIELD_MISSING, _proposal("kind", task="3.2", content="Lùi thời hạn.")),
    _rows(
        "proposal for an unknown task",
        Rule.PROPOSAL_UNKNOWN_TASK,
        _proposal("task", kind="Điều chỉnh", task="9.9", content="Lùi thời hạn."),
    ),
    _rows("proposal with its code in words", Rule.LIST_VALUE_NORMALISED, _normalised_code, error=False),
)
