"""The usual mistakes, each with how often it is made and what validation is to say about it."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.campaign.assignment import Role
from pipeline.forms.form import Form, FormIndicator, FormRow
from pipeline.forms.schema.schema import Schemas, Status, Typed
from pipeline.rules import Rule
from pipeline.simulation import slips
from pipeline.simulation.dice import Dice

#: Returns the form with the mistake in it, None where the form has no place for it.
Plant = Callable[[Form, Schemas, Dice], Form | None]
#: Returns the cells of a row with a slip in them, None where the row has no place for it.
Slip = Callable[[Mapping[str, Typed], Dice], Mapping[str, Typed] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One kind of mistake."""

    name: str
    #: Returns with this mistake among a thousand.
    share: int
    #: Exactly these rules find it.
    expected: frozenset[Rule]
    plant: Plant


def _in_row(slip: Slip, *, fits: Callable[[FormRow, Form], bool] = lambda _row, _form: True) -> Plant:
    """Return what makes a slip in one drawn row of `Báo cáo`; the row of the models has mistakes of its own."""

    def plant(form: Form, _schemas: Schemas, dice: Dice) -> Form | None:
        for position in dice.shuffled(range(len(form.rows))):
            row = form.rows[position]
            if row.task.code == form.campaign.decision.model_task or not fits(row, form):
                continue
            values = slip(row.values, dice)
            if values is not None:
                rows = (*form.rows[:position], replace(row, values=values), *form.rows[position + 1 :])
                return replace(form, rows=rows)
        return None

    return plant


def _in_indicator(change: Callable[[FormIndicator, Mapping[str, float]], Typed], *, part: bool | None = None) -> Plant:
    """Return what puts a wrong value into one drawn row of `Chỉ tiêu`; `part`: only parts of others, or none of them."""

    def plant(form: Form, _schemas: Schemas, dice: Dice) -> Form | None:
        values = {asked.indicator.code: float(str(asked.values["value"])) for asked in form.indicators}
        wholes = {asked.indicator.part_of for asked in form.indicators}
        for position in dice.shuffled(range(len(form.indicators))):
            asked = form.indicators[position]
            is_part = asked.indicator.part_of is not None
            if part is not None and (is_part is not part or (not part and asked.indicator.code in wholes)):
                continue
            value = change(asked, values)
            if value is not None:
                changed = replace(asked, values={**asked.values, "value": value})
                return replace(
                    form, indicators=(*form.indicators[:position], changed, *form.indicators[position + 1 :])
                )
        return None

    return plant


def _without_header(field: str) -> Plant:
    def plant(form: Form, _schemas: Schemas, _dice: Dice) -> Form | None:
        return replace(form, header={name: value for name, value in form.header.items() if name != field})

    return plant


def _too_long(form: Form, schemas: Schemas, dice: Dice) -> Form | None:
    limit = schemas.report.column("result").max_length
    if limit is None:
        return None
    return _in_row(lambda values, _dice: slips.repeated(values, limit))(form, schemas, dice)


def _swapped_date(form: Form, schemas: Schemas, dice: Dice) -> Form | None:
    period_start = form.campaign.decision.period_start
    return _in_row(lambda values, _dice: slips.swapped_date(values, period_start))(form, schemas, dice)


def _models(*, status: Status) -> Plant:
    """Return what makes the row of the model task say something else than the list of models."""

    def plant(form: Form, _schemas: Schemas, _dice: Dice) -> Form | None:
        positions = [at for at, row in enumerate(form.rows) if row.task.code == form.campaign.decision.model_task]
        if not positions or not form.models:
            return None
        if status is Status.DONE:
            return replace(form, models=())
        at = positions[0]
        values = {"status": status.value, "difficulties": "Đang rà soát, chưa chọn được nội dung phù hợp."}
        return replace(form, rows=(*form.rows[:at], replace(form.rows[at], values=values), *form.rows[at + 1 :]))

    return plant


def _unknown_task(form: Form, _schemas: Schemas, _dice: Dice) -> Form | None:
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


def _more_than_whole(asked: FormIndicator, values: Mapping[str, float]) -> Typed:
    whole = values.get(asked.indicator.part_of or "")
    return None if whole is None else whole + 3


def _with_unit(asked: FormIndicator, values: Mapping[str, float]) -> Typed:
    value = values[asked.indicator.code]
    return f"{value:.0f} {asked.indicator.unit}" if 0 < value < 1000 else None


def _ambiguous(asked: FormIndicator, _values: Mapping[str, float]) -> Typed:
    return "1.250" if "người" in asked.indicator.unit else None


def _kind(name: str, share: int, expected: Rule, plant: Plant) -> Mistake:
    return Mistake(name=name, share=share, expected=frozenset({expected}), plant=plant)


_hard_spaces = slips.changed_text("result", lambda text: text.replace(" ", "\u00a0", 3))
_decomposed = slips.changed_text("result", lambda text: unicodedata.normalize("NFD", text))

MISTAKES: Sequence[Mistake] = (
    _kind("date typed as text", 18, Rule.DATE_NORMALISED, _in_row(slips.date_as_text)),
    _kind("date with day and month swapped", 12, Rule.DATE_SWAPPED, _swapped_date),
    _kind("date of another year", 6, Rule.DATE_OUTSIDE_YEAR, _in_row(slips.date_of_another_year)),
    _kind("percent with its sign", 14, Rule.NUMBER_NORMALISED, _in_row(slips.percent_with_sign)),
    _kind("number with its unit", 14, Rule.NUMBER_NORMALISED, _in_indicator(_with_unit)),
    _kind("number that can be read in two ways", 6, Rule.NUMBER_AMBIGUOUS, _in_indicator(_ambiguous, part=False)),
    _kind("part larger than its whole", 8, Rule.PART_EXCEEDS_WHOLE, _in_indicator(_more_than_whole, part=True)),
    _kind("status in another spelling", 14, Rule.LIST_VALUE_NORMALISED, _in_row(slips.status_in_another_spelling)),
    _kind("status misspelt", 10, Rule.NOT_IN_LIST, _in_row(slips.status_misspelt)),
    _kind("status missing", 6, Rule.STATUS_MISSING, _in_row(slips.without("status"))),
    _kind("led row left empty", 14, Rule.LED_ROW_EMPTY, _in_row(slips.left_empty, fits=_led)),
    _kind("coordinated row left empty", 14, Rule.COORDINATED_ROW_EMPTY, _in_row(slips.left_empty, fits=_coordinated)),
    _kind("done without date", 14, Rule.DONE_WITHOUT_DATE, _in_row(slips.without("completed_on"))),
    _kind("done without evidence", 12, Rule.EVIDENCE_MISSING, _in_row(slips.done_without("evidence"))),
    _kind("result missing", 8, Rule.RESULT_MISSING, _in_row(slips.without("result"))),
    _kind("reason missing", 10, Rule.REASON_MISSING, _in_row(slips.without_reason, fits=_before_due)),
    _kind("overdue without reason", 6, Rule.OVERDUE_REASON_MISSING, _in_row(slips.unexplained, fits=_after_due)),
    _kind("nil where it is not allowed", 6, Rule.NIL_NOT_ALLOWED, _in_row(slips.nil, fits=_not_nil)),
    _kind("under way at 100 percent", 6, Rule.PERCENT_AGAINST_STATUS, _in_row(slips.under_way_at_100)),
    _kind("under way with a date", 6, Rule.DATE_AGAINST_STATUS, _in_row(slips.under_way_with_date, fits=_before_due)),
    _kind("signer missing", 10, Rule.SIGNER_MISSING, _without_header("signer")),
    _kind("report date missing", 6, Rule.REPORT_DATE_MISSING, _without_header("report_date")),
    _kind("done without model", 6, Rule.DONE_WITHOUT_MODEL, _models(status=Status.DONE)),
    _kind("model without done", 4, Rule.MODEL_WITHOUT_DONE, _models(status=Status.NOT_STARTED)),
    _kind("proposal for an unknown task", 4, Rule.PROPOSAL_UNKNOWN_TASK, _unknown_task),
    _kind("text in decomposed letters", 6, Rule.TEXT_CLEANED, _in_row(_decomposed)),
    _kind("text with hard spaces", 6, Rule.TEXT_CLEANED, _in_row(_hard_spaces)),
    _kind("text over the limit", 4, Rule.TOO_LONG, _too_long),
)
