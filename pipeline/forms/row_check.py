"""`Kiểm tra`: what a row of `Báo cáo` still lacks, as a formula and as the text that the formula gives."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.campaign.assignment import Assignment
from pipeline.campaign.decision import Decision
from pipeline.campaign.past_dates import PastDates, past_dates
from pipeline.campaign.promised_dates import PromisedDates, promised_dates
from pipeline.campaign.rounds import Round
from pipeline.forms.facts import (
    Addresses,
    Before,
    Both,
    Fact,
    Filled,
    Missing,
    Not,
    NotANumber,
    OneOf,
    Outside,
    Values,
    quoted,
    visible_length,
)
from pipeline.forms.schema.schema import Column, ColumnKind, Condition, RowRule, SheetSchema, Status
from pipeline.rules import Rule, Severity
from pipeline.values import date_text, number_text

#: How the text of a complete row begins; the colour and the progress line look for it.
COMPLETE = "Đủ"
_PROGRESS = re.compile(r"Đã điền đủ \d+/\d+ nhiệm vụ(?:; còn thiếu: .*)?")

#: Words for rules whose target alone does not say what to write.
_WORDS = {
    Rule.RESULT_AGAINST_STATUS: f"«{{column}}» không điền khi «{Status.NOT_STARTED}»",
    Rule.REASON_MISSING: "Nêu lý do ở cột «{column}»",
    Rule.OVERDUE_REASON_MISSING: "Đã quá hạn, nêu nguyên nhân ở cột «{column}»",
}
_NOT_DONE = (Status.IN_PROGRESS, Status.NOT_STARTED)
#: Columns that a row past its due date should have filled, where the task is not left to its single lead.
ASKED_OF_OVERDUE = frozenset({"cause", "promised_on"})
#: The cell of the report date among the cells of a row, and its value among the row's: no column has such a name.
REPORT_DATE = "header.report_date"


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that a row may lack: a short sentence with the column's heading in «…», and the fact that calls for it."""

    text: str
    fact: Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class RowCheck:
    """All remarks that a row may need; of each group only the first that is true is shown, since a cell is mended once."""

    status: Column
    open_columns: tuple[str, ...]
    #: Things without which the row is not complete, a group a column.
    needs: tuple[tuple[Remark, ...], ...]
    #: Things to look at again; the row is complete all the same.
    notes: tuple[Remark, ...]

    @property
    def empty_text(self) -> str:
        """Return the text for a row in which nothing is filled in."""
        return f"Chưa báo cáo: chọn «{self.status.title}»"

    def text(self, values: Values) -> str:
        """Return what `Kiểm tra` shows for a row with these values in its open cells."""
        if not any(Filled(column).holds(values) for column in self.open_columns):
            return self.empty_text
        needs = [text for group in self.needs for text in _first(group, values)]
        if needs:
            return "\n".join(needs)
        notes = [f"Lưu ý: {note.text}" for note in self.notes if note.fact.holds(values)]
        return "\n".join([COMPLETE, *notes])

    def formula(self, cells: Addresses) -> str:
        """Return the formula for a row whose open cells, side by side, have these addresses."""
        columns = [cells[column] for column in self.open_columns]
        whole = f"{columns[0]}:{columns[-1]}"
        needs = "&".join(_chain(group, cells) for group in self.needs)
        notes = "".join(
            f'&IF({note.fact.formula(cells)},CHAR(10)&{quoted(f"Lưu ý: {note.text}")},"")' for note in self.notes
        )
        return (
            f"=IFERROR(IF(SUMPRODUCT({visible_length(whole)})=0,{quoted(self.empty_text)},"
            f"IF(LEN({needs})=0,{quoted(COMPLETE)}{notes},MID({needs},2,999))),"
            f'"Dòng này có ô lỗi: xóa và gõ lại")'
        )


def row_check(schema: SheetSchema, assignment: Assignment, round_: Round, decision: Decision) -> RowCheck:
    """Return the remarks that the row of an assignment may need.

    Overdue is judged on the round's last day: the form has no clock, so that it shows the same on every day.
    """
    overdue = assignment.due is not None and assignment.due < round_.last_day
    return _row_check(
        schema,
        nil_allowed=assignment.nil_allowed,
        done_allowed=assignment.done_allowed,
        overdue=overdue,
        answerable=overdue and not assignment.follows_lead,
        past=past_dates(decision, round_),
        promised=promised_dates(decision, round_),
    )


def progress_text(checks: Sequence[str], codes: Sequence[str]) -> str:
    """Return the progress line; `checks` are the texts of `Kiểm tra`, `codes` the task codes, row by row."""
    missing = [code for check, code in zip(checks, codes, strict=True) if not check.startswith(COMPLETE)]
    line = f"Đã điền đủ {len(codes) - len(missing)}/{len(codes)} nhiệm vụ"
    return f"{line}; còn thiếu: {', '.join(missing)}" if missing else line


def is_progress_text(text: str) -> bool:
    """Return whether a text is a progress line, such as is left where formulas were pasted as their values."""
    return _PROGRESS.fullmatch(text) is not None


def progress_formula(checks: Sequence[str], codes: Sequence[str]) -> str:
    """Return the formula of the progress line; `checks` and `codes` are addresses of cells, row by row."""
    if not checks:
        return f"={quoted(progress_text((), ()))}"
    done = f"SUMPRODUCT(--(LEFT({checks[0]}:{checks[-1]},{len(COMPLETE)})={quoted(COMPLETE)}))"
    parts = [
        f'IF(LEFT({check},{len(COMPLETE)})={quoted(COMPLETE)},"",", "&{code})'
        for check, code in zip(checks, codes, strict=True)
    ]
    return (
        f'="Đã điền đủ "&{done}&"/{len(checks)} nhiệm vụ"'
        f'&IF({done}={len(checks)},"","; còn thiếu: "&MID({"&".join(parts)},3,999))'
    )


@lru_cache(maxsize=64)
def _row_check(
    schema: SheetSchema,
    *,
    nil_allowed: bool,
    done_allowed: bool,
    overdue: bool,
    answerable: bool,
    past: PastDates,
    promised: PromisedDates,
) -> RowCheck:
    status = schema.column("status")
    needs: list[tuple[Remark, ...]] = []
    notes: list[Remark] = []
    if not done_allowed:
        notes.append(Remark(f"việc thường xuyên, xem lại «{status.title}»", OneOf(status.name, (Status.DONE,))))
    for column in schema.open_columns:
        remarks = _status_remarks(column, nil_allowed=nil_allowed) if column is status else []
        rules = _rules_of(column, schema, nil_allowed=nil_allowed)
        for rule, remark in _remarks(column, rules, overdue=overdue, past=past):
            if rule is not None and rule.severity is Severity.WARNING:
                notes.append(remark)
            else:
                remarks.append(remark)
        if remarks:
            needs.append(tuple(remarks))
        if column.future:
            notes += _promise_remarks(column, promised)
        elif column.kind is ColumnKind.DATE and not column.own_days:
            words = f"xem lại «{column.title}», sớm hơn {date_text(past.start)}"
            notes.append(Remark(words, Outside(column.name, past.start, None)))
        if answerable and column.name in ASKED_OF_OVERDUE:
            fact = Both(OneOf("status", _NOT_DONE), Missing(column.name))
            notes.append(Remark(f"đã quá hạn, nên ghi «{column.title}»", fact))
    return RowCheck(
        status=status,
        open_columns=tuple(column.name for column in schema.open_columns),
        needs=tuple(needs),
        notes=tuple(notes),
    )


def _status_remarks(status: Column, *, nil_allowed: bool) -> list[Remark]:
    remarks = [Remark(f"Chưa chọn «{status.title}»", Missing(status.name))]
    if not nil_allowed:
        words = f"Chọn lại «{status.title}»: mục này không dùng «{Status.NIL}»"
        remarks.append(Remark(words, OneOf(status.name, (Status.NIL,))))
    return remarks


def _rules_of(column: Column, schema: SheetSchema, *, nil_allowed: bool) -> list[RowRule]:
    """Return the row rules of a column; where nil is not allowed, without what only nil needs."""
    refused = set() if nil_allowed else {Status.NIL}
    rules = [
        replace(rule, equals=tuple(word for word in rule.equals if rule.when != "status" or word not in refused))
        for rule in schema.row_rules
        if rule.target == column.name
    ]
    return [rule for rule in rules if rule.equals]


def _remarks(
    column: Column, rules: Sequence[RowRule], *, overdue: bool, past: PastDates
) -> Iterator[tuple[Rule | None, Remark]]:
    """Give the remarks on one column, what is to be deleted before what is to be corrected, then what is missing."""
    for rule in rules:
        if rule.condition is Condition.EMPTY:
            fact = Both(OneOf(rule.when, rule.equals), Filled(column.name))
            yield rule.rule, Remark(_words(rule.rule, column, f"Xóa «{column.title}»"), fact)
    yield from _cell_remarks(column, past)
    for rule in rules:
        if rule.condition is Condition.BETWEEN:
            fact = Both(OneOf(rule.when, rule.equals), Outside(column.name, rule.minimum, rule.maximum))
            yield rule.rule, Remark(_words(rule.rule, column, _bounds(rule, column)), fact)
    if overdue and column.name == "difficulties":
        fact = Both(OneOf("status", _NOT_DONE), Missing(column.name))
        yield Rule.OVERDUE_REASON_MISSING, Remark(_words(Rule.OVERDUE_REASON_MISSING, column, ""), fact)
    for rule in rules:
        if rule.condition is Condition.REQUIRED:
            wanting = "nên ghi" if rule.rule.severity is Severity.WARNING else "Thiếu"
            fact = Both(OneOf(rule.when, rule.equals), Missing(column.name))
            yield rule.rule, Remark(_words(rule.rule, column, f"{wanting} «{column.title}»"), fact)
    if column.required is not None:
        yield column.required, Remark(f"Thiếu «{column.title}»", Missing(column.name))


def _promise_remarks(column: Column, promised: PromisedDates) -> Iterator[Remark]:
    """Give what is to be looked at again of a date to come; none of it keeps a row from being complete."""
    yield Remark(f"gõ «{column.title}» theo dạng ngày/tháng/năm", NotANumber(column.name))
    limits = f"từ {date_text(promised.first)} đến {date_text(promised.last)}"
    yield Remark(f"«{column.title}» phải {limits}", Outside(column.name, promised.first, promised.last))
    yield Remark(f"«{column.title}» trước ngày báo cáo", Before(column.name, REPORT_DATE))


def _cell_remarks(column: Column, past: PastDates) -> Iterator[tuple[Rule | None, Remark]]:
    """Give the remarks on a value by itself."""
    if column.allowed:
        words = f"«{column.title}» trong danh sách"
        fact = Both(Filled(column.name), Not(OneOf(column.name, column.allowed)))
        strict = column.not_in_list.severity is Severity.ERROR
        yield (None, Remark(f"Chọn {words}", fact)) if strict else (column.not_in_list, Remark(f"chọn {words}", fact))
    match column.kind:
        case ColumnKind.DATE if column.future:
            pass
        case ColumnKind.DATE:
            yield None, Remark(f"Gõ «{column.title}» theo dạng ngày/tháng/năm", NotANumber(column.name))
            if column.own_days:
                past = past.within(column.first_day, column.last_day)
            words = f"«{column.title}» phải từ {date_text(past.earliest)} đến {date_text(past.latest)}"
            yield None, Remark(words, Outside(column.name, past.earliest, past.latest))
        case ColumnKind.NUMBER:
            yield None, Remark(f"Gõ «{column.title}» bằng chữ số", NotANumber(column.name))
            if column.minimum is not None or column.maximum is not None:
                limits = Outside(column.name, column.minimum, column.maximum)
                yield None, Remark(f"«{column.title}» phải {limits_text(column)}", limits)
        case ColumnKind.TEXT:
            pass


def limits_text(column: Column) -> str:
    """Return the bounds of a number in words, từ 0 đến 100; "" where it has none."""
    low = "" if column.minimum is None else f"từ {number_text(column.minimum, grouped=False)}"
    if column.maximum is None:
        return f"{low} trở lên" if low else ""
    high = number_text(column.maximum, grouped=False)
    return f"{low} đến {high}" if low else f"từ {high} trở xuống"


def days_text(column: Column) -> str:
    """Return the days that a column itself sets for its dates, từ ngày 01/01/2019 trở đi; "" where it sets none."""
    first = "" if column.first_day is None else f"từ ngày {date_text(column.first_day)}"
    if column.last_day is None:
        return f"{first} trở đi" if first else ""
    last = date_text(column.last_day)
    return f"{first} đến ngày {last}" if first else f"từ ngày {last} trở về trước"


def _bounds(rule: RowRule, column: Column) -> str:
    low, high = f"{rule.minimum:.15g}", f"{rule.maximum:.15g}"
    return f"«{column.title}» phải là {low if low == high else f'{low} đến {high}'} hoặc để trống"


def _words(rule: Rule, column: Column, otherwise: str) -> str:
    return _WORDS.get(rule, otherwise).format_map({"column": column.title})


def _first(group: Sequence[Remark], values: Values) -> Iterator[str]:
    """Give the text of the first remark that is true, if any."""
    for remark in group:
        if remark.fact.holds(values):
            yield remark.text
            return


def _chain(group: Sequence[Remark], cells: Addresses) -> str:
    """Return the formula that gives the first remark that is true, after a line feed, or an empty text."""
    formula = '""'
    for remark in reversed(group):
        formula = f"IF({remark.fact.formula(cells)},CHAR(10)&{quoted(remark.text)},{formula})"
    return formula
