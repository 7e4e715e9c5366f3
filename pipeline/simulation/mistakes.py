"""The usual mistakes, each with how often it is made and what validation is to say about it."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.campaign.assignment import Role
from pipeline.forms.form import Form, FormIndicator, FormRow
from pipeline.forms.schema.schema import Schemas, Status, Typed
from pipeline.rules import Rule
from pipeline.simulation import typing_mistakes
from pipeline.simulation.random_source import Item, RandomSource

#: Returns the form with the mistake in it, None where the form has no room for it.
Plant = Callable[[Form, Schemas, RandomSource], Form | None]
#: Returns the cells of a row with a mistake in them, None where the row has no room for it.
TypingMistake = Callable[[Mapping[str, Typed], RandomSource], Mapping[str, Typed] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One kind of mistake."""

    name: str
    #: Returns with this mistake among a thousand.
    share: int
    #: Exactly these rules find it.
    expected: frozenset[Rule]
    plant: Plant


def _exchanged(items: Sequence[Item], position: int, item: Item) -> tuple[Item, ...]:
    """Return the items with another one at a position."""
    return (*items[:position], item, *items[position + 1 :])


def _in_row(mistake: TypingMistake, *, fits: Callable[[FormRow, Form], bool] = lambda _row, _form: True) -> Plant:
    """Return what makes a mistake in one row at random of `Báo cáo`; rows that lists measure have mistakes of their own."""

    def plant(form: Form, _schemas: Schemas, random: RandomSource) -> Form | None:
        for position in random.shuffled(range(len(form.rows))):
            row = form.rows[position]
            if row.task.code in _measured_tasks(form) or not fits(row, form):
                continue
            values = mistake(row.values, random)
            if values is not None:
                return replace(form, rows=_exchanged(form.rows, position, replace(row, values=values)))
        return None

    return plant


def _in_indicator(change: Callable[[FormIndicator, Mapping[str, float]], Typed], *, part: bool | None = None) -> Plant:
    """Return what puts a wrong value into one row at random of `Chỉ tiêu`; `part`: only parts of others, or none of them."""

    def plant(form: Form, _schemas: Schemas, random: RandomSource) -> Form | None:
        values = {line.indicator.code: float(str(line.values["value"])) for line in form.indicators}
        wholes = {line.indicator.part_of for line in form.indicators}
        for position in random.shuffled(range(len(form.indicators))):
            line = form.indicators[position]
            is_part = line.indicator.part_of is not None
            if part is not None and (is_part is not part or (not part and line.indicator.code in wholes)):
                continue
            value = change(line, values)
            if value is not None:
                changed = replace(line, values={**line.values, "value": value})
                return replace(form, indicators=_exchanged(form.indicators, position, changed))
        return None

    return plant


def _without_header(field: str) -> Plant:
    def plant(form: Form, _schemas: Schemas, _random: RandomSource) -> Form | None:
        return replace(form, header={name: value for name, value in form.header.items() if name != field})

    return plant


def _too_long(form: Form, schemas: Schemas, random: RandomSource) -> Form | None:
    limit = schemas.report.column("result").max_length
    if limit is None:
        return None
    return _in_row(lambda values, _random: typing_mistakes.repeated(values, limit))(form, schemas, random)


def _swapped_date(form: Form, schemas: Schemas, random: RandomSource) -> Form | None:
    period_start = form.campaign.decision.period_start
    return _in_row(lambda values, _random: typing_mistakes.swapped_date(values, period_start))(form, schemas, random)


def _date_of_another_year(form: Form, schemas: Schemas, random: RandomSource) -> Form | None:
    earliest = form.campaign.decision.period_earliest
    return _in_row(lambda values, _random: typing_mistakes.date_of_another_year(values, earliest))(
        form, schemas, random
    )


def _measured_tasks(form: Form) -> dict[str, str]:
    """Return the lists of a form by the task that each measures."""
    lists = [open_list for open_list in form.campaign.lists if open_list.code in form.lists]
    return {open_list.measures.task: open_list.code for open_list in lists if open_list.measures is not None}


def _against_list(*, status: Status) -> Plant:
    """Return what makes the row of a task say something else than the list that measures it."""

    def plant(form: Form, _schemas: Schemas, _random: RandomSource) -> Form | None:
        codes = [row.task.code for row in form.rows]
        task, code = next(iter(_measured_tasks(form).items()), ("", ""))
        if task not in codes or not form.lists[code]:
            return None
        if status is Status.DONE:
            return replace(form, lists={**form.lists, code: ()})
        position = codes.index(task)
        values = {"status": status.value, "difficulties": "Đang rà soát, chưa chọn được nội dung phù hợp."}
        return replace(form, rows=_exchanged(form.rows, position, replace(form.rows[position], values=values)))

    return plant


def _unknown_task(form: Form, _schemas: Schemas, _random: RandomSource) -> Form | None:
    proposal = {"kind": "Điều chỉnh", "task": "9.9", "content": "Làm rõ nội dung và cơ quan chủ trì nhiệm vụ này."}
    return replace(form, proposals=(*form.proposals, proposal))


def _led(row: FormRow, _form: Form) -> bool:
    return row.assignment.role is Role.LEAD


def _coordinated(row: FormRow, _form: Form) -> bool:
    return not _led(row, _form)


def _before_due(row: FormRow, form: Form) -> bool:
    return row.assignment.due is None or row.assignment.due >= form.round.last_day


def _after_due(row: FormRow, form: Form) -> bool:
    return not _before_due(row, form)


def _not_nil(row: FormRow, _form: Form) -> bool:
    return not row.assignment.nil_allowed


def _more_than_whole(line: FormIndicator, values: Mapping[str, float]) -> Typed:
    whole = values.get(line.indicator.part_of or "")
    return None if whole is None else whole + 3


def _with_unit(line: FormIndicator, values: Mapping[str, float]) -> Typed:
    value = values[line.indicator.code]
    return f"{value:.0f} {line.indicator.unit}" if 0 < value < 1000 else None


def _ambiguous(line: FormIndicator, _values: Mapping[str, float]) -> Typed:
    return "1.250" if "người" in line.indicator.unit else None


def _mistake(name: str, share: int, expected: Rule, plant: Plant) -> Mistake:
    return Mistake(name=name, share=share, expected=frozenset({expected}), plant=plant)


_hard_spaces = typing_mistakes.changed_text("result", lambda text: text.replace(" ", "\u00a0", 3))
_decomposed = typing_mistakes.changed_text("result", lambda text: unicodedata.normalize("NFD", text))

MISTAKES: Sequence[Mistake] = (
    _mistake("date typed as text", 18, Rule.DATE_NORMALISED, _in_row(typing_mistakes.date_as_text)),
    _mistake("date with day and month swapped", 12, Rule.DATE_SWAPPED, _swapped_date),
    _mistake("date of another year", 6, Rule.DATE_OUTSIDE_PERIOD, _date_of_another_year),
    _mistake("percent with its sign", 14, Rule.NUMBER_NORMALISED, _in_row(typing_mistakes.percent_with_sign)),
    _mistake("number with its unit", 14, Rule.NUMBER_NORMALISED, _in_indicator(_with_unit)),
    _mistake("number that can be read in two ways", 6, Rule.NUMBER_AMBIGUOUS, _in_indicator(_ambiguous, part=False)),
    _mistake("part larger than its whole", 8, Rule.PART_EXCEEDS_WHOLE, _in_indicator(_more_than_whole, part=True)),
    _mistake(
        "status in another spelling",
        14,
        Rule.LIST_VALUE_NORMALISED,
        _in_row(typing_mistakes.status_in_another_spelling),
    ),
    _mistake("status misspelt", 10, Rule.NOT_IN_LIST, _in_row(typing_mistakes.status_misspelt)),
    _mistake("status missing", 6, Rule.STATUS_MISSING, _in_row(typing_mistakes.without("status"))),
    _mistake("led row left empty", 14, Rule.LED_ROW_EMPTY, _in_row(typing_mistakes.left_empty, fits=_led)),
    _mistake(
        "coordinated row left empty",
        14,
        Rule.COORDINATED_ROW_EMPTY,
        _in_row(typing_mistakes.left_empty, fits=_coordinated),
    ),
    _mistake("done without date", 14, Rule.DONE_WITHOUT_DATE, _in_row(typing_mistakes.without("completed_on"))),
    _mistake("done without evidence", 12, Rule.EVIDENCE_MISSING, _in_row(typing_mistakes.done_without("evidence"))),
    _mistake("result missing", 8, Rule.RESULT_MISSING, _in_row(typing_mistakes.without("result"))),
    _mistake("reason missing", 10, Rule.REASON_MISSING, _in_row(typing_mistakes.without_reason, fits=_before_due)),
    _mistake(
        "overdue without reason",
        6,
        Rule.OVERDUE_REASON_MISSING,
        _in_row(typing_mistakes.without_overdue_reason, fits=_after_due),
    ),
    _mistake(
        "nil where it is not allowed", 6, Rule.NIL_NOT_ALLOWED, _in_row(typing_mistakes.reported_nil, fits=_not_nil)
    ),
    _mistake("under way at 100 percent", 6, Rule.PERCENT_AGAINST_STATUS, _in_row(typing_mistakes.under_way_at_100)),
    _mistake(
        "under way with a date",
        6,
        Rule.DATE_AGAINST_STATUS,
        _in_row(typing_mistakes.under_way_with_date, fits=_before_due),
    ),
    _mistake("signer missing", 10, Rule.SIGNER_MISSING, _without_header("signer")),
    _mistake("report date missing", 6, Rule.REPORT_DATE_MISSING, _without_header("report_date")),
    _mistake("done without entries on its list", 6, Rule.DONE_WITHOUT_LISTED, _against_list(status=Status.DONE)),
    _mistake("entries on a list without done", 4, Rule.LISTED_WITHOUT_DONE, _against_list(status=Status.NOT_STARTED)),
    _mistake("proposal for an unknown task", 4, Rule.PROPOSAL_UNKNOWN_TASK, _unknown_task),
    _mistake("text in decomposed letters", 6, Rule.TEXT_CLEANED, _in_row(_decomposed)),
    _mistake("text with hard spaces", 6, Rule.TEXT_CLEANED, _in_row(_hard_spaces)),
    _mistake("text over the limit", 4, Rule.TOO_LONG, _too_long),
)
