"""What breaks the structure of a return: rows, columns and sheets lost, doubled or renamed, cells merged."""

from pipeline.forms.marks import FormCell
from pipeline.intake.received import Verdict
from pipeline.problems import Cell
from pipeline.rules import Rule
from tests.robustness.drafts import OPEN, Draft, Kind, Mutation, Spoil, Where
from tests.robustness.kinds_cells import DONE, some_row
from tests.robustness.places import (
    INDICATORS,
    MODELS,
    REPORT,
    column_of,
    heading_row,
    report_sheet,
    task_rows,
    without_column,
)
from tests.support.campaign import measured_task

_N = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def _in_open(draft: Draft, code: str) -> set[FormCell]:
    return {FormCell("report", code, column) for column in OPEN}


def _lose_row(draft: Draft, code: str) -> None:
    for spot in _in_open(draft, code):
        draft.changes[spot] = None


def _delete_row(draft: Draft) -> tuple[Where, ...]:
    code = some_row(draft)
    gone = task_rows(draft)[code]
    report_sheet(draft).renumber_rows(lambda row: None if row == gone else row - (row > gone))
    _lose_row(draft, code)
    return (REPORT, REPORT)


def _delete_last_row(draft: Draft) -> tuple[Where, ...]:
    rows = task_rows(draft)
    code = max(rows, key=rows.__getitem__)
    gone = rows[code]
    report_sheet(draft).renumber_rows(lambda row: None if row == gone else row)
    _lose_row(draft, code)
    return (REPORT,)


def _copy_of_row(draft: Draft, code: str) -> int:
    """Append a copy of a row below the table; return its number."""
    sheet, source = report_sheet(draft), task_rows(draft)[code]
    target = max(task_rows(draft).values()) + 1
    for cell in list(sheet.row(source)):
        column = Cell.at("", cell.get("r")).column
        if cell.find(f"{_N}f") is not None:
            continue
        copy = sheet.element(target, column)
        copy.attrib.update({name: value for name, value in cell.attrib.items() if name != "r"})
        copy[:] = [child.__copy__() for child in cell]
    return target


def _repeat_row(draft: Draft) -> tuple[Where, ...]:
    code = some_row(draft)
    target = _copy_of_row(draft, code)
    return (Cell(REPORT, task_rows(draft)[code], 0), Cell(REPORT, target, 0))


def _unknown_row(draft: Draft) -> tuple[Where, ...]:
    target = _copy_of_row(draft, some_row(draft))
    report_sheet(draft).set(target, 0, draft.chance.choice(["9.9", "6.1", "3.4.c", "1.1.1"]))
    return (Cell(REPORT, target, 0),)


def _row_of_other_code(draft: Draft) -> tuple[Where, ...]:
    code = some_row(draft)
    cell = Cell(REPORT, task_rows(draft)[code], 0)
    report_sheet(draft).set(cell.row, 0, draft.chance.choice(["9.9", "nhiệm vụ khác", "7"]))
    _lose_row(draft, code)
    return (cell, REPORT)


def _indicator_deleted(draft: Draft) -> tuple[Where, ...]:
    code = draft.chance.choice(draft.original.lone_indicators())
    gone = draft.cell("indicators", code, "value").row
    draft.surgery.sheet(INDICATORS).renumber_rows(lambda row: None if row == gone else row)
    draft.changes |= {FormCell("indicators", code, column): None for column in ("value", "note")}
    return (INDICATORS,)


def _merge_down(draft: Draft) -> tuple[Where, ...]:
    """The results of two rows below each other made one cell: the second row has none."""
    rows = task_rows(draft)
    pairs = [(one, other) for one in rows for other in rows if rows[other] == rows[one] + 1]
    model = measured_task(draft.original.form.campaign)
    one, other = draft.chance.choice([pair for pair in pairs if model not in pair])
    draft.fill_row(one, DONE)
    draft.fill_row(other, DONE)
    first, second = draft.cell("report", one, "result"), draft.cell("report", other, "result")
    report_sheet(draft).merge(f"{first.reference}:{second.reference}")
    draft.changes[FormCell("report", other, "result")] = None
    return (second,)


def _merge_across(draft: Draft) -> tuple[Where, ...]:
    code = some_row(draft)
    draft.fill_row(code, DONE)
    first, second = draft.cell("report", code, "result"), draft.cell("report", code, "evidence")
    report_sheet(draft).merge(f"{first.reference}:{second.reference}")
    draft.changes[FormCell("report", code, "evidence")] = None
    return (second,)


def _rename_column(draft: Draft) -> tuple[Where, ...]:
    name = draft.chance.choice(OPEN)
    report_sheet(draft).set(heading_row(draft), column_of(draft, name), "Cột của xã")
    return (REPORT,)


def _drop_open_column(draft: Draft) -> tuple[Where, ...]:
    without_column(draft.chance.choice(OPEN))(draft)
    return (REPORT,)


def _drop_codes(draft: Draft) -> tuple[Where, ...]:
    report_sheet(draft).set(heading_row(draft), 0, None)
    return (REPORT,)


def _drop_sheet(draft: Draft) -> tuple[Where, ...]:
    name = draft.chance.choice([REPORT, INDICATORS, MODELS, "Đề xuất"])
    draft.surgery.without_sheet(name)
    return (name,)


def _structure(name: str, spoil: Spoil, *rules: Rule, verdict: Verdict = Verdict.ACCEPTED_WITH_PROBLEMS) -> Mutation:
    return Mutation(name=name, kind=Kind.STRUCTURE, spoil=spoil, verdict=verdict, rules=rules)


STRUCTURE = (
    _structure("task row deleted", _delete_row, Rule.TASK_ROW_MISSING, Rule.LAYOUT_CHANGED),
    _structure("last task row deleted", _delete_last_row, Rule.TASK_ROW_MISSING),
    _structure("task row twice", _repeat_row, Rule.REPEATED_TASK_CODE, Rule.REPEATED_TASK_CODE),
    _structure("row with an unknown code", _unknown_row, Rule.UNKNOWN_TASK_CODE),
    _structure("code changed", _row_of_other_code, Rule.UNKNOWN_TASK_CODE, Rule.TASK_ROW_MISSING),
    _structure(
        "indicator row deleted",
        _indicator_deleted,
        Rule.TASK_ROW_MISSING,
    ),
    _structure("cells merged down", _merge_down, Rule.MERGED_CELLS),
    _structure("cells merged across", _merge_across, Rule.MERGED_CELLS),
    _structure("column renamed", _rename_column, Rule.COLUMN_MISSING, verdict=Verdict.REJECTED),
    _structure("column to fill in deleted", _drop_open_column, Rule.COLUMN_MISSING, verdict=Verdict.REJECTED),
    _structure("heading of the codes deleted", _drop_codes, Rule.COLUMN_MISSING, verdict=Verdict.REJECTED),
    _structure("sheet deleted", _drop_sheet, Rule.SHEET_MISSING, verdict=Verdict.REJECTED),
)
