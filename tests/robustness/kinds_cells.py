"""Typing mistakes: dates, numbers, percentages and statuses in every form that officers give them."""

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta

from pipeline.forms.schema.schema import Typed
from pipeline.intake.received import Verdict
from pipeline.rules import Rule
from tests.robustness.drafts import Draft, Kind, Mutation, Spoil, Where
from tests.robustness.originals import AS_OF
from tests.robustness.surgery import ErrorValue, Formula, Xml

#: What is typed, and what it is to be read as.
Typing = tuple[object, Typed]

DONE = {
    "status": "Hoàn thành",
    "percent": 100.0,
    "completed_on": date(2025, 8, 15),
    "result": "Đã ban hành kế hoạch, tổ chức 02 hội nghị.",
    "evidence": "Kế hoạch số 12/KH-UBND ngày 10/8/2025",
}
#: Why a task past its due date is not done, and by when it will be.
LATE = {"cause": "Chờ hướng dẫn của cấp trên", "promised_on": date(2025, 12, 31)}
UNDER_WAY = {
    "status": "Đang thực hiện",
    "percent": 60.0,
    "result": "Đã ban hành kế hoạch.",
    "difficulties": "Chờ hướng dẫn của cấp trên.",
    **LATE,
}


def some_row(draft: Draft, **wanted: object) -> str:
    """The code of a row drawn among those that fit."""
    return draft.chance.choice(draft.original.rows(**wanted)).task.code


def in_row(
    base: dict[str, Typed], column: str, typing: Callable[[random.Random], Typing], *, general: bool = False
) -> Spoil:
    """What types something into one cell of a row that is sound otherwise."""

    def spoil(draft: Draft) -> tuple[Where, ...]:
        code = some_row(draft)
        draft.fill_row(code, base)
        typed, reads = typing(draft.chance)
        cell = draft.fill("report", code, column, typed, reads=reads)
        if general:
            draft.surgery.sheet(cell.sheet).set(cell.row, cell.column, typed, general=True)
        return (cell,)

    return spoil


def in_indicator(typing: Callable[[random.Random, str], Typing]) -> Spoil:
    """What types something as the value of an indicator; the typing is told the unit."""

    def spoil(draft: Draft) -> tuple[Where, ...]:
        code = draft.chance.choice(draft.original.lone_indicators())
        typed, reads = typing(draft.chance, campaign_unit(draft, code))
        return (draft.fill("indicators", code, "value", typed, reads=reads),)

    return spoil


def campaign_unit(draft: Draft, code: str) -> str:
    """The unit of an indicator."""
    return next(one.indicator.unit for one in draft.original.form.indicators if one.indicator.code == code)


def in_period(chance: random.Random) -> date:
    """A day on which work can have been done."""
    return date(2025, 7, 1) + timedelta(days=chance.randrange(62))


def day_text(form: str) -> Callable[[random.Random], Typing]:
    """A date typed as text in a form."""

    def typing(chance: random.Random) -> Typing:
        day = in_period(chance)
        return form.format(d=day.day, m=day.month, y=day.year, yy=day.year % 100), day

    return typing


def just(*typed: object, reads: Typed = None) -> Callable[..., Typing]:
    """One of some things, read in one way."""
    return lambda chance, *_unit: (chance.choice(typed), reads)


def same(*typed: Typed) -> Callable[..., Typing]:
    """One of some things, read as it stands."""

    def typing(chance: random.Random, *_unit: str) -> Typing:
        value = chance.choice(typed)
        return value, value

    return typing


def _error(name: str, rule: Rule, spoil: Spoil) -> Mutation:
    return Mutation(name=name, kind=Kind.CELL, spoil=spoil, verdict=Verdict.ACCEPTED_WITH_PROBLEMS, rules=(rule,))


def _mild(name: str, rule: Rule, spoil: Spoil) -> Mutation:
    """What is used after a change on record, or with a warning."""
    return Mutation(name=name, kind=Kind.CELL, spoil=spoil, rules=(rule,))


def _twice(name: str, first: Rule, second: Rule, spoil: Spoil, *, error: bool = False) -> Mutation:
    """What is told in two problems of one cell."""
    return Mutation(
        name=name,
        kind=Kind.CELL,
        spoil=lambda draft: spoil(draft) * 2,
        rules=(first, second),
        verdict=Verdict.ACCEPTED_WITH_PROBLEMS if error else Verdict.ACCEPTED,
    )


def _swapped(chance: random.Random) -> Typing:
    """A day as an en-US machine turns it: 05/9 has become 9 May."""
    meant = date(2025, chance.choice([7, 8]), chance.choice([1, 2, 3, 4, 5, 6, 9, 10, 11, 12]))
    wrong = date(meant.year, meant.day, meant.month)
    return (date(2025, 9, 12) if wrong == meant else wrong), None


def _with_unit(chance: random.Random, unit: str) -> Typing:
    number = chance.randrange(1, 900)
    return f"{number} {unit}", float(number)


def _grouped(mark: str) -> Callable[..., Typing]:
    def typing(chance: random.Random, _unit: str) -> Typing:
        number = chance.randrange(1_000_000, 9_000_000)
        return f"{number:,}".replace(",", mark), float(number)

    return typing


def _formula_number(chance: random.Random, _unit: str) -> Typing:
    one, two = chance.randrange(50), chance.randrange(50)
    return Formula(f"{one}+{two}", one + two), float(one + two)


def _dates() -> list[Mutation]:
    normalised = {
        "date as text d/m/yyyy": "{d}/{m}/{y}",
        "date as text dd-mm-yyyy": "{d:02}-{m:02}-{y}",
        "date as text d.m.yy": "{d}.{m}.{yy}",
        "date as text yyyy-mm-dd": "{y}-{m:02}-{d:02}",
        "date in words": "ngày {d} tháng {m} năm {y}",
        "date with blanks around its marks": " {d} / {m} / {y} ",
    }
    done = [
        _mild(name, Rule.DATE_NORMALISED, in_row(DONE, "completed_on", day_text(form)))
        for name, form in normalised.items()
    ]

    def serial(chance: random.Random) -> Typing:
        day = in_period(chance)
        return float((day - date(1899, 12, 30)).days), day

    def with_time(chance: random.Random) -> Typing:
        day = in_period(chance)
        return datetime(day.year, day.month, day.day, 9, 30), day  # noqa: DTZ001  # cells have no time zone

    early = same(date(2025, 6, 30), date(2025, 5, 31), date(2025, 2, 14))
    return [
        *done,
        _mild("date as serial number", Rule.DATE_NORMALISED, in_row(DONE, "completed_on", serial, general=True)),
        _mild("date with a time of day", Rule.DATE_NORMALISED, in_row(DONE, "completed_on", with_time)),
        _mild("date before the period", Rule.DATE_BEFORE_PERIOD, in_row(DONE, "completed_on", early)),
        _twice(
            "date before the period as text",
            Rule.DATE_NORMALISED,
            Rule.DATE_BEFORE_PERIOD,
            in_row(DONE, "completed_on", just("9/5/2025", reads=date(2025, 5, 9))),
        ),
        _error(
            "impossible date",
            Rule.NOT_A_DATE,
            in_row(DONE, "completed_on", just("31/02/2025", "31/6/2025", "15/13/2025")),
        ),
        _error("month first as text", Rule.NOT_A_DATE, in_row(DONE, "completed_on", just("8/15/2025", "7/31/2025"))),
        _error(
            "words for a date",
            Rule.NOT_A_DATE,
            in_row(DONE, "completed_on", just("tháng 8", "Quý III/2025", "đã xong", "15/8", "2025")),
        ),
        _error(
            "number for a date", Rule.NOT_A_DATE, in_row(DONE, "completed_on", just(2025.0, 15.8, 1.0), general=True)
        ),
        _error("truth value for a date", Rule.NOT_A_DATE, in_row(DONE, "completed_on", just(True, False))),
        _error(
            "date of another year",
            Rule.DATE_OUTSIDE_PERIOD,
            in_row(DONE, "completed_on", just(date(2024, 8, 15), date(2026, 8, 20), "15/8/2024", "20.8.26")),
        ),
        _error("year in a date cell", Rule.DATE_OUTSIDE_PERIOD, in_row(DONE, "completed_on", just(2025.0, 8.0, 100.0))),
        _error(
            "date in the future",
            Rule.DATE_IN_FUTURE,
            in_row(DONE, "completed_on", just(AS_OF + timedelta(days=15), date(2025, 12, 31), "30/9/2025")),
        ),
        _error("day and month swapped", Rule.DATE_SWAPPED, in_row(DONE, "completed_on", _swapped)),
    ]


def _numbers() -> list[Mutation]:
    return [
        _mild("number as text", Rule.NUMBER_NORMALISED, in_indicator(just("12", " 12 ", "012", reads=12.0))),
        _mild("number with its unit", Rule.NUMBER_NORMALISED, in_indicator(_with_unit)),
        _mild("number grouped with points", Rule.NUMBER_NORMALISED, in_indicator(_grouped("."))),
        _mild("number grouped with commas", Rule.NUMBER_NORMALISED, in_indicator(_grouped(","))),
        _error("number of two readings", Rule.NUMBER_AMBIGUOUS, in_indicator(just("1.234", "1,234", "12.500"))),
        _error(
            "number with other words",
            Rule.NOT_A_NUMBER,
            in_indicator(just("12 triệu", "khoảng 12", "12-15", "12 + 3", "1 234", "mười hai", "hơn 100", "12/15")),
        ),
        _mild("number in wide digits", Rule.NUMBER_NORMALISED, in_indicator(just("１２", "１２;", reads=12.0))),
        _error("truth value for a number", Rule.NOT_A_NUMBER, in_indicator(just(True, False))),
        _error("negative number", Rule.NEGATIVE, in_indicator(just(-5.0, "-5", "\u22125"))),
        _error("fraction of people", Rule.NOT_WHOLE, in_indicator(just(12.5, 0.1, "1.234,5", "12,5"))),
        _error(
            "number that is infinite or none",
            Rule.NOT_A_NUMBER,
            in_indicator(just("1e309", "NaN", "inf", "9" * 40)),
        ),
        Mutation(
            name="part larger than its whole",
            kind=Kind.CELL,
            spoil=_part_over_whole,
            verdict=Verdict.ACCEPTED_WITH_PROBLEMS,
            rules=(Rule.PART_EXCEEDS_WHOLE,),
        ),
        _mild(
            "percent with its sign",
            Rule.NUMBER_NORMALISED,
            in_row(UNDER_WAY, "percent", just("85%", "85 %", "85,0%", reads=85.0)),
        ),
        _mild(
            "percent as text with a comma",
            Rule.NUMBER_NORMALISED,
            in_row(UNDER_WAY, "percent", just("60,5", "60.5", reads=60.5)),
        ),
        _error(
            "percent of two readings",
            Rule.NUMBER_AMBIGUOUS,
            in_row(UNDER_WAY, "percent", just("0,85", "0.85", "0,5")),
        ),
        _error(
            "percent in words",
            Rule.NOT_A_NUMBER,
            in_row(UNDER_WAY, "percent", just("gần xong", "80-90", "> 80", "80/100")),
        ),
        _error("percent over 100", Rule.OUT_OF_RANGE, in_row(UNDER_WAY, "percent", just(150.0, 100.5, "120%", -1.0))),
        _error(
            "percent as a fraction of one",
            Rule.PERCENT_AGAINST_STATUS,
            in_row(UNDER_WAY, "percent", same(0.85, 0.5)),
        ),
    ]


def _part_over_whole(draft: Draft) -> tuple[Where, ...]:
    asked = [one.indicator for one in draft.original.form.indicators]
    codes = {one.code for one in asked}
    part = draft.chance.choice([one for one in asked if one.part_of in codes])
    draft.fill("indicators", part.part_of, "value", 10, reads=10.0)
    return (draft.fill("indicators", part.code, "value", 13, reads=13.0),)


def _statuses() -> list[Mutation]:
    spellings = {
        "status in other case": ("hoàn thành", "HOÀN THÀNH", "Hoàn Thành"),
        "status with other blanks": ("Hoàn  thành", " Hoàn thành", "Hoàn\u00a0thành", "Hoàn thành\n"),
        "status with marks typed apart": ("Hoa\u0300n tha\u0300nh",),
        "status without marks": ("Hoan thanh", "hoan thanh"),
        "status in a short form": ("đã hoàn thành", "HT", "Đã HT", "Hoàn tất", "xong"),
    }
    return [
        *(
            _mild(name, Rule.LIST_VALUE_NORMALISED, in_row(DONE, "status", just(*typed, reads="Hoàn thành")))
            for name, typed in spellings.items()
        ),
        _error(
            "status that means two",
            Rule.NOT_IN_LIST,
            in_row(
                DONE, "status", just("Chưa", "Chưa hoàn thành", "Đã thực hiện", "Hoàn thành 80%", "Cơ bản hoàn thành")
            ),
        ),
        _error(
            "status misspelt",
            Rule.NOT_IN_LIST,
            in_row(DONE, "status", just("Hoàn thàng", "Hoànthành xong", "Hoan thàn")),
        ),
        _error("number for a status", Rule.NOT_IN_LIST, in_row(DONE, "status", just(1.0, 100.0, True))),
    ]


def _formulas() -> list[Mutation]:
    result = "Đã ban hành kế hoạch"
    return [
        _mild("formula with a number", Rule.FORMULA, in_indicator(_formula_number)),
        _mild(
            "formula with a text",
            Rule.FORMULA,
            in_row(DONE, "result", just(Formula('"Đã "&"ban hành kế hoạch"', result), reads=result)),
        ),
        _mild(
            "formula with a status",
            Rule.FORMULA,
            in_row(DONE, "status", just(Formula('IF(1=1,"Hoàn thành","")', "Hoàn thành"), reads="Hoàn thành")),
        ),
        _mild(
            "formula into another workbook",
            Rule.FORMULA,
            in_indicator(just(Formula("[1]Sheet1!$A$1", 7), Formula("'D:\\so\\[lieu.xlsx]T8'!B2", 7), reads=7.0)),
        ),
        _mild(
            "array formula",
            Rule.FORMULA,
            in_row(UNDER_WAY, "percent", just(Formula("SUM(A1:A2*1)", 60, ' t="array" ref="G9"'), reads=60.0)),
        ),
        _error(
            "formula without a value",
            Rule.FORMULA_WITHOUT_VALUE,
            in_indicator(just(Formula("SUM(Z1:Z9)"), Formula("VLOOKUP(1,A:B,2,0)"))),
        ),
        _error(
            "formula whose value is a wrong text",
            Rule.NOT_A_NUMBER,
            in_indicator(just(Formula('"mười"&" hai"', "mười hai"))),
        ),
        _error(
            "error value",
            Rule.ERROR_VALUE,
            in_indicator(just(ErrorValue("#REF!"), ErrorValue("#N/A"), ErrorValue("#DIV/0!"), ErrorValue("#VALUE!"))),
        ),
        _error(
            "error value in a text cell",
            Rule.ERROR_VALUE,
            in_row(DONE, "result", just(ErrorValue("#NAME?"), Formula("1/0", ErrorValue("#DIV/0!")))),
        ),
        _error(
            "error value pasted as text", Rule.ERROR_VALUE, in_row(DONE, "result", just("#REF!", "#N/A", "#DIV/0!"))
        ),
        _error(
            "error value of a newer Excel",
            Rule.ERROR_VALUE,
            in_indicator(just(ErrorValue("#SPILL!"), ErrorValue("#CALC!"), ErrorValue("#GETTING_DATA"))),
        ),
        _error(
            "formula that failed",
            Rule.ERROR_VALUE,
            in_row(DONE, "completed_on", just(Formula("A1+1", ErrorValue("#VALUE!")))),
        ),
        Mutation(
            name="number in the notation of science",
            kind=Kind.CELL,
            spoil=lambda draft: in_indicator(just(Xml(None, "<v>1.2E1</v>"), Xml("n", "<v>12.0</v>"), reads=12.0))(
                draft
            )[:0],
        ),
    ]


CELLS = (*_dates(), *_numbers(), *_statuses(), *_formulas())
