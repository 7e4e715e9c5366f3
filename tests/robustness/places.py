"""Where things of «Báo cáo» stand in a draft, for what moves them."""

from collections.abc import Callable

from pipeline.problems import Cell
from tests.robustness.drafts import Draft
from tests.robustness.surgery import SheetSurgery

REPORT, INDICATORS, MODELS = "Báo cáo", "Chỉ tiêu", "Mô hình"


def report_sheet(draft: Draft) -> SheetSurgery:
    """The sheet under the knife."""
    return draft.surgery.sheet(REPORT)


def task_rows(draft: Draft) -> dict[str, int]:
    """The row of each task, by its code."""
    return {
        str(spot.key): cell.row
        for spot, cell in draft.original.cells.items()
        if spot.table == "report" and spot.column == "status"
    }


def column_of(draft: Draft, name: str) -> int:
    """The column of a name of the schema."""
    return next(
        cell.column for spot, cell in draft.original.cells.items() if spot.table == "report" and spot.column == name
    )


def heading_row(draft: Draft) -> int:
    """The row of the headings; the first section's own row stands between it and the tasks."""
    return min(task_rows(draft).values()) - 2


def without_column(name: str) -> Callable[[Draft], None]:
    """What deletes a column of the table, the header block above it staying where it is."""

    def drop(draft: Draft) -> None:
        at, top = column_of(draft, name), heading_row(draft)
        for row in report_sheet(draft).data:
            if int(row.get("r")) - 1 < top:
                continue
            for cell in list(row):
                old = Cell.at("", cell.get("r"))
                if old.column == at:
                    row.remove(cell)
                elif old.column > at:
                    cell.set("r", Cell("", old.row, old.column - 1).reference)

    return drop
