"""Input checks: drop-downs, limits and messages of the open cells, derived from the columns of the schemas.

They guide the officer who types; pasting passes them all, so validation repeats every one.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from typing import TYPE_CHECKING, Any

from pipeline.campaign.past_dates import PastDates
from pipeline.campaign.promised_dates import PromisedDates
from pipeline.forms.row_check import days_text, limits_text
from pipeline.forms.schema.schema import Column, ColumnKind, SheetSchema
from pipeline.values import date_text

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

#: Limits of Excel for the title of a message and for its text; names that stand in for placeholders may be long.
_TITLE_LIMIT, _MESSAGE_LIMIT = 32, 255


@dataclass(frozen=True, slots=True)
class DropDownLists:
    """The lists behind the drop-downs: ranges of the hidden sheet under defined names.

    A list written into the check itself is cut at 255 characters, and quotes in it break the file.
    """

    workbook: "Workbook"
    #: The entries by defined name, in the order in which the hidden sheet shows them.
    entries: dict[str, tuple[str, ...]]

    def of(self, schema: SheetSchema, column: Column) -> str | None:
        """Return the formula that names a column's list, None where it has none; each list is kept once."""
        entries = column.allowed or column.suggestions
        if not entries:
            return None
        stem = f"ds_{schema.name}_{column.name}"
        names = (stem if number == 1 else f"{stem}_{number}" for number in count(1))
        return f"={next(name for name in names if self.entries.setdefault(name, entries) == entries)}"


def input_check(column: Column, *, past: PastDates, promised: PromisedDates, source: str | None) -> dict[str, Any]:
    """Return the check of an open column as options of xlsxwriter.

    `past` and `promised` are the days that a date may be, one still to come a matter of advice; `source` is the list of
    its drop-down, if it has one.
    """
    rule: dict[str, Any]
    if column.kind is ColumnKind.DATE:
        column = replace(column, example=date_text(promised.example if column.future else past.example))
    if column.allowed or column.suggestions:
        rule = _list_rule(column, source)
    elif column.kind is ColumnKind.NUMBER:
        rule = _number_rule(column)
    elif column.future:
        rule = {**_date_rule(column, promised.first, promised.last), "error_type": "warning"}
    elif column.kind is ColumnKind.DATE:
        days = past.within(column.first_day, column.last_day) if column.own_days else past
        rule = _date_rule(column, days.earliest, days.latest)
    elif column.max_length is not None:
        rule = {
            "validate": "length",
            "criteria": "<=",
            "value": column.max_length,
            "error_message": f"Nội dung dài quá {column.max_length} ký tự. "
            "Ghi ý chính; phần chi tiết để trong văn bản gửi kèm.",
        }
    else:
        rule = {"validate": "any"}
    return {
        **rule,
        "ignore_blank": True,
        "input_title": shortened(column.title),
        "input_message": input_message(column),
        "error_title": shortened(column.title),
    }


def whole_number_check(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the check of a number for people, cases or documents: no fraction."""
    message = options["error_message"].replace("Chỉ gõ số", "Chỉ gõ số nguyên")
    return {**options, "validate": "integer", "error_message": message}


def input_message(column: Column) -> str:
    """Return the input message of an open cell: what to type, with an example, as far as Excel shows it."""
    message = f"{column.help}\nVí dụ: {column.example}" if column.example else column.help
    return message if len(message) <= _MESSAGE_LIMIT else f"{message[: _MESSAGE_LIMIT - 1]}…"


def shortened(title: str) -> str:
    """Return a heading that fits the title of a message."""
    return title if len(title) <= _TITLE_LIMIT else f"{title[: _TITLE_LIMIT - 1]}…"


def without(column: Column, words: Collection[str]) -> Column:
    """Return the column without some words of its closed list."""
    return replace(column, allowed=tuple(allowed for allowed in column.allowed if allowed not in words))


def _list_rule(column: Column, source: str | None) -> dict[str, Any]:
    if source is None:
        raise ValueError(f"{column.name}: a drop-down without its list")
    if column.suggestions:
        return {"validate": "list", "source": source, "show_error": False}
    words = ", ".join(column.allowed)
    message = f"Chọn một trong: {words}." if len(words) <= 120 else "Chọn trong danh sách thả xuống hoặc để trống."
    return {"validate": "list", "source": source, "error_message": message}


def _date_rule(column: Column, first: date, last: date) -> dict[str, Any]:
    own, of_all = days_text(column), f"từ ngày {date_text(first)} đến ngày {date_text(last)}"
    limits = own if column.own_days and not column.future else of_all
    return {
        "validate": "date",
        "criteria": "between",
        "minimum": first,
        "maximum": last,
        "error_message": f"Gõ ngày/tháng/năm{f', {limits}' if limits else ''}{_example(column)}.",
    }


def _number_rule(column: Column) -> dict[str, Any]:
    rule: dict[str, Any]
    if column.minimum is not None and column.maximum is not None:
        rule = {"criteria": "between", "minimum": _plain(column.minimum), "maximum": _plain(column.maximum)}
    elif column.minimum is not None:
        rule = {"criteria": ">=", "value": _plain(column.minimum)}
    elif column.maximum is not None:
        rule = {"criteria": "<=", "value": _plain(column.maximum)}
    else:
        # any number, no text
        rule = {"criteria": "between", "minimum": -1e15, "maximum": 1e15}
    limits = limits_text(column)
    message = f"Chỉ gõ số{f' {limits}' if limits else ''}, không kèm đơn vị{_example(column)}."
    return {"validate": "decimal", **rule, "error_message": message}


def _example(column: Column) -> str:
    return f", ví dụ {column.example}" if column.example else ""


def _plain(bound: float) -> float:
    """Return a whole bound without its decimal point, as Excel itself writes it."""
    return int(bound) if bound.is_integer() else bound
