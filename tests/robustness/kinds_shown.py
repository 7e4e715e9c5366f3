"""What officers see in a cell and what stands in it: number formats, results that show nothing, noise, words of failed formulas."""

import random
import re
from collections.abc import Sequence

from pipeline.intake.received import Verdict
from pipeline.rules import Rule
from tests.robustness.drafts import Draft, Kind, Mutation, Spoil, Where
from tests.robustness.kinds_cells import DONE, UNDER_WAY, in_indicator, in_period, in_row, just, some_row
from tests.robustness.surgery import Formula, Xml

#: A number, its format, and the text that is seen.
Shown = tuple[float, str, str]
#: Text columns in which such things stand, by table.
_TEXT_CELLS = (
    *(("report", column) for column in ("result", "evidence", "difficulties", "proposals")),
    ("indicators", "note"),
    ("header", "phone"),
    ("header", "document_number"),
)


def some_key(draft: Draft, table: str) -> str | int | None:
    """The key of some row of a table; of a list its first row that is filled."""
    if table == "indicators":
        return draft.chance.choice(draft.original.lone_indicators())
    if table == "report":
        code = some_row(draft)
        draft.fill_row(code, UNDER_WAY)
        return code
    return None


def _as_shown(*cases: Shown, columns: Sequence[tuple[str, str]] = _TEXT_CELLS) -> Spoil:
    """A number in a text column, under a format that makes another text of it: that text is what was reported."""

    def spoil(draft: Draft) -> tuple[Where, ...]:
        table, column = draft.chance.choice(columns)
        value, number_format, text = draft.chance.choice(cases)
        cell = draft.fill(table, some_key(draft, table), column, value, reads=text)
        draft.surgery.format_cell(cell, number_format)
        return (cell,)

    return spoil


def _shown(name: str, *cases: Shown, columns: Sequence[tuple[str, str]] = _TEXT_CELLS) -> Mutation:
    return Mutation(name=name, kind=Kind.TEXT, spoil=_as_shown(*cases, columns=columns), rules=(Rule.TEXT_FROM_VALUE,))


# results that show nothing


def _empty_results(draft: Draft) -> tuple[Where, ...]:
    """A formula filled down a column whose result is empty where nothing is to be said."""
    table = draft.chance.choice(["report", "report", "indicators", "header"])
    column = {"indicators": "note", "header": "phone"}.get(table) or draft.chance.choice(
        ["percent", "completed_on", "result", "evidence", "difficulties", "proposals"]
    )
    for spot, cell in list(draft.original.cells.items()):
        if (spot.table, spot.column) == (table, column) and draft.original.values.get(spot) is None:
            draft.surgery.sheet(cell.sheet).set(cell.row, cell.column, empty_formula(draft.chance))
    return ()


def empty_formula(chance: random.Random) -> Formula:
    """A formula whose result is the empty text, as programs store that."""
    text = chance.choice(['IFERROR(VLOOKUP(A1,Z:Z,1,0),"")', 'IF(1=2,"x","")', '""', 'T(Z1)&""'])
    return Formula(text, Xml("str", chance.choice(["<v></v>", "<v/>"])))


def _empty_results_in_list(draft: Draft) -> tuple[Where, ...]:
    """The same over every free row of a list: no row comes of it."""
    table = draft.chance.choice(["models", "proposals"])
    for spot, cell in list(draft.original.cells.items()):
        if spot.table == table and spot.column != "number" and draft.original.values.get(spot) is None:
            filled = any(key.table == table and key.key == spot.key for key in draft.original.values)
            if not filled:
                draft.surgery.sheet(cell.sheet).set(cell.row, cell.column, empty_formula(draft.chance))
    return ()


def _empty_result_of_need(draft: Draft) -> tuple[Where, ...]:
    """Where something is owed an empty result is nothing: it is said that the result is missing, not that there is a formula."""
    code = some_row(draft)
    draft.fill_row(code, UNDER_WAY)
    return (draft.fill("report", code, "result", empty_formula(draft.chance)),)


# numbers and dates with one reading


def _noisy(draft: Draft) -> tuple[Where, ...]:
    """A whole number with the noise of binary fractions behind it."""
    value, reads = draft.chance.choice(
        [
            ("12.000000000000002", 12.0),
            ("2.9999999999999996", 3.0),
            ("299.99999999999994", 300.0),
            ("7.000000000000001", 7.0),
        ]
    )
    return in_indicator(lambda _chance, _unit: (Xml("n", f"<v>{value}</v>"), reads))(draft)


def _noisy_percent(draft: Draft) -> tuple[Where, ...]:
    value, reads = draft.chance.choice([("59.999999999999993", 60.0), ("35.000000000000007", 35.0)])
    return in_row(UNDER_WAY, "percent", just(Xml("n", f"<v>{value}</v>"), reads=reads))(draft)


def _sectioned_percent(draft: Draft) -> tuple[Where, ...]:
    """A percentage whose format has a sign of its own for whole numbers: the number stands as it is."""
    code = some_row(draft)
    draft.fill_row(code, UNDER_WAY)
    value, number_format, reads = draft.chance.choice(
        [
            (85.0, '[<=1]0%;0"%"', 85.0),
            (60.0, '0"%"', 60.0),
            (40.0, "0\\%", 40.0),
            (35.0, '[>1]0"%";0%', 35.0),
        ]
    )
    cell = draft.fill("report", code, "percent", value, reads=reads)
    draft.surgery.format_cell(cell, number_format)
    return ()


def _fraction_under_percent(draft: Draft) -> tuple[Where, ...]:
    """A fraction that the format shows as a percentage: what is seen was meant."""
    code = some_row(draft)
    draft.fill_row(code, UNDER_WAY)
    cell = draft.fill("report", code, "percent", 0.85, reads=85.0)
    draft.surgery.format_cell(cell, draft.chance.choice(["0%", "0.0%", '[<=1]0%;0"%"', "0%;-0%;0%"]))
    return (cell,)


_DATE_TEXTS = (
    "{d:02}/{m:02}/{y} 12:00:00 SA",
    "{d:02}/{m:02}/{y} 00:00:00",
    "{d}-thg {m}-{yy}",
    "{d}-{name}-{yy}",
    "{d} {name} {y}",
    "{d}/{m}/{y};",
    "{d}/{m}/{y}.",
    "'{d}/{m}/{y}",
    "{y}/{m:02}/{d:02}",
    "{d} tháng {m}, {y}",
    "{d} tháng {m} năm {y}",
)
_MONTHS = {7: "Jul", 8: "Aug"}


def _dates_as_shown(draft: Draft) -> tuple[Where, ...]:
    """A date pasted as the text that another program or language shows."""
    day = in_period(draft.chance)
    text = draft.chance.choice(_DATE_TEXTS).format(
        d=day.day, m=day.month, y=day.year, yy=day.year % 100, name=_MONTHS[day.month]
    )
    return in_row(DONE, "completed_on", just(text, reads=day))(draft)


# words of failed formulas

_WORDS = (
    "Err:502",
    "Err:508",
    "#ERROR!",
    "Loading...",
    "#FIELD!",
    "#BLOCKED!",
    "#CALC!",
    "#SPILL!",
    "#NAME?",
    "#TÊN?",
    "#CONNECT!",
)


def _error_word(draft: Draft) -> tuple[Where, ...]:
    code = some_row(draft)
    draft.fill_row(code, UNDER_WAY)
    column = draft.chance.choice(["result", "difficulties", "proposals"])
    return (draft.fill("report", code, column, draft.chance.choice(_WORDS)),)


def _error_word_of_formula(draft: Draft) -> tuple[Where, ...]:
    return in_indicator(just(*_WORDS))(draft)


def _quoted_error(draft: Draft) -> tuple[Where, ...]:
    """A sentence that tells of a failed formula is a sentence."""
    text = draft.chance.choice(
        [
            "Bảng theo dõi báo lỗi #REF! nên chưa có số",
            "Hệ thống hiện Err:502 khi nhập",
            "Trang hiện Loading... cả ngày",
        ]
    )
    return in_row(DONE, "result", just(text, reads=text))(draft)[:0]


# printed cells


def _indicator_codes_as_numbers(draft: Draft) -> tuple[Where, ...]:
    """The codes of tasks on «Chỉ tiêu» turned into numbers, as spreadsheets offer with a green corner."""
    for spot, cell in draft.original.cells.items():
        if (spot.table, spot.column) == ("indicators", "task"):
            code = next(a.indicator.task for a in draft.original.form.indicators if a.indicator.code == spot.key)
            if code.count(".") == 1 and code.replace(".", "").isdecimal():
                draft.surgery.sheet(cell.sheet).set(cell.row, cell.column, float(code), general=True)
    return ()


def _pasted_as_values(draft: Draft) -> tuple[Where, ...]:
    """Every formula of the workbook replaced by its result."""
    for part in [name for name in draft.surgery.parts if name.startswith("xl/worksheets/sheet")]:
        draft.surgery.parts[part] = _without_formulas(draft.surgery.parts[part])
    return ()


def _without_formulas(xml: bytes) -> bytes:
    return re.sub(rb"<f(?:\s[^<>]*)?(?:/>|>[^<]*</f>)", b"", xml)


def _printed_dates_as_text(draft: Draft) -> tuple[Where, ...]:
    """The printed dates turned into texts, as exports of other programs do."""
    shape = draft.chance.choice(["{:%Y-%m-%d}", "{:%d/%m/%Y}", "{:%Y-%m-%d} 00:00:00"])
    for row in draft.original.form.rows:
        due = row.assignment.due
        if due is not None:
            cell = draft.cell("report", row.task.code, "due")
            draft.surgery.sheet(cell.sheet).set(cell.row, cell.column, shape.format(due), general=True)
    return ()


SHOWN = (
    _shown("percentage in a text column", (0.85, "0%", "85%"), (0.855, "0.0%", "85,5%"), (1.0, "0%", "100%")),
    _shown(
        "month and year in a text column", (45870.0, '"Tháng "m/yyyy', "Tháng 8/2025"), (45870.0, "mm/yyyy", "08/2025")
    ),
    _shown(
        "money in a text column",
        (1_500_000.0, '#,##0 "₫"', "1.500.000 ₫"),
        (12_500.0, "#,##0", "12.500"),
        (2_000_000.0, '#,##0\\ "đồng"', "2.000.000 đồng"),
    ),
    _shown("number with leading zeros", (912_345_678.0, "0000000000", "0912345678"), (7.0, "000", "007")),
    _shown("document number by its format", (12.0, '00"/KH-UBND"', "12/KH-UBND"), (5.0, '"Số "00', "Số 05")),
    _shown("fraction in a text column", (0.5, "# ?/?", "1/2"), (2.25, "# ?/?", "2 1/4")),
    _shown("elapsed time in a text column", (1.5, "[h]:mm", "36:00"), (0.0625, "[mm]:ss", "90:00")),
    _shown("number shown as words", (1.0, '[=1]"có";[=0]"không";General', "có"), (3.0, '0" cuộc"', "3 cuộc")),
    Mutation(name="formula with an empty result down a column", kind=Kind.CELL, spoil=_empty_results),
    Mutation(name="formula with an empty result in a list", kind=Kind.CELL, spoil=_empty_results_in_list),
    Mutation(
        name="formula with an empty result where one is owed",
        kind=Kind.CELL,
        spoil=_empty_result_of_need,
        verdict=Verdict.ACCEPTED_WITH_PROBLEMS,
        rules=(Rule.RESULT_MISSING,),
    ),
    Mutation(name="whole number with float noise", kind=Kind.CELL, spoil=_noisy, rules=(Rule.NUMBER_NORMALISED,)),
    Mutation(name="percent with float noise", kind=Kind.CELL, spoil=_noisy_percent, rules=(Rule.NUMBER_NORMALISED,)),
    Mutation(name="percent under a format with its own sign", kind=Kind.CELL, spoil=_sectioned_percent),
    Mutation(
        name="fraction under a format of percentages",
        kind=Kind.CELL,
        spoil=_fraction_under_percent,
        rules=(Rule.NUMBER_NORMALISED,),
    ),
    Mutation(
        name="date as other languages show it", kind=Kind.CELL, spoil=_dates_as_shown, rules=(Rule.DATE_NORMALISED,)
    ),
    Mutation(
        name="words of a failed formula as text",
        kind=Kind.CELL,
        spoil=_error_word,
        verdict=Verdict.ACCEPTED_WITH_PROBLEMS,
        rules=(Rule.ERROR_VALUE,),
    ),
    Mutation(
        name="words of a failed formula for a number",
        kind=Kind.CELL,
        spoil=_error_word_of_formula,
        verdict=Verdict.ACCEPTED_WITH_PROBLEMS,
        rules=(Rule.ERROR_VALUE,),
    ),
    Mutation(name="sentence about a failed formula", kind=Kind.TEXT, spoil=_quoted_error),
    Mutation(name="codes of indicators turned into numbers", kind=Kind.HARMLESS, spoil=_indicator_codes_as_numbers),
    Mutation(name="formulas pasted as values", kind=Kind.HARMLESS, spoil=_pasted_as_values),
    Mutation(name="printed dates turned into texts", kind=Kind.HARMLESS, spoil=_printed_dates_as_text),
)
