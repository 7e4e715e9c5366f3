"""Fuzz of the parsers and of typing: any value in any cell."""

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from pipeline.forms.schema.schema import ColumnKind
from pipeline.intake.tables.cells import RawCell
from pipeline.problems import Cell
from pipeline.rules import Severity
from pipeline.text import clean_text, folded, slug, without_marks
from pipeline.validation.cells import RowOwner, typed
from pipeline.values import (
    How,
    date_text,
    number_text,
    parse_choice,
    parse_date,
    parse_number,
    parse_percent,
    typed_text,
    visible_text,
)
from tests.robustness.originals import AS_OF, schemas
from tests.support.validation import PAST

#: Values in one round.
AT_ONCE = 300


def values(seed: int) -> Iterator[str]:
    """Texts and numbers through every parser: none raises, and what is read is what was meant."""
    chance = random.Random(seed)
    for _ in range(AT_ONCE):
        raw = _anything(chance)
        for parse in (parse_date, parse_number, parse_percent, typed_text):
            try:
                parse(raw)
            except Exception as error:  # any is a finding
                yield f"{parse.__name__}({raw!r}): {error!r}"
        if isinstance(raw, str):
            yield from _text_laws(raw)
        yield from _round_trips(chance)


def _text_laws(raw: str) -> Iterator[str]:
    clean = clean_text(raw)
    if clean_text(clean) != clean:
        yield f"clean_text is not done with {raw!r} at once"
    clean.encode("utf-8")
    for shorten in (folded, without_marks, slug, visible_text):
        shorten(raw).encode("utf-8", "surrogatepass")
    if folded(folded(raw)) != folded(raw):
        yield f"folded is not done with {raw!r} at once"
    choice = parse_choice(raw, ("Hoàn thành", "Đang thực hiện", "Chưa thực hiện", "Không phát sinh"))
    if (choice.value is None) != (choice.how in {How.REFUSED, How.AMBIGUOUS}):
        yield f"parse_choice({raw!r}): {choice}"
    number = parse_number(raw)
    if number.value is not None and re.sub(r"[^\d]", "", raw).lstrip("0") != _digits(number.value, raw):
        yield f"parse_number({raw!r}): {number.value}"


def _digits(value: float, raw: str) -> str:
    """The digits of a number as they would stand in a text with as many decimals."""
    shown = re.sub(r"[^\d]", "", number_text(value, grouped=False)).lstrip("0")
    return shown + "0" * (len(re.sub(r"[^\d]", "", raw).lstrip("0")) - len(shown))


def _round_trips(chance: random.Random) -> Iterator[str]:
    day = date(2025, 1, 1) + timedelta(days=chance.randrange(365))
    for text in (
        date_text(day),
        f"{day.day}.{day.month}.25",
        f"ngày {day.day} tháng {day.month} năm {day.year}",
        day.isoformat(),
    ):
        if parse_date(text).value != day:
            yield f"parse_date({text!r}): {parse_date(text)}"
    number = chance.choice(
        [float(chance.randrange(10**9)), chance.randrange(10**6) / 100, chance.randrange(10**5) / 10]
    )
    for text in (number_text(number), number_text(number, grouped=False)):
        read = parse_number(text)
        if read.value != number and number not in read.candidates:
            yield f"parse_number({text!r}): {read}, meant {number}"


def _anything(chance: random.Random) -> object:
    pieces = (
        "15", "8", "2025", "/", "-", ".", ",", "%", " ", "\u00a0", "ngày", "tháng", "năm", "1.234", "0,85", "người",
        "Hoàn thành", "HT", "đang", "\u0301", "\u200b", "\ud800", "\x00", "\n", "−", "＋", "٣", "²", "𝟙", "½", "e9", "inf",
        "nan", "_", "+", "=", "(", ")", "Đ", "ð", "oà", "òa", "\U0010ffff", "12 triệu", "h", ":", "t", "z", "000",
    )  # fmt: skip
    match chance.randrange(6):
        case 0:
            return chance.choice(
                [None, True, False, float("nan"), float("inf"), -0.0, 1e308, 10**400, 45884, 45884.4, -1]
            )
        case 1:
            return datetime(2025, 1, 1) + timedelta(minutes=chance.randrange(10**7))  # noqa: DTZ001  # cells have no time zone
        case 2:
            return "".join(chr(chance.randrange(0x10FFFF)) for _ in range(chance.randrange(12)))
    return "".join(chance.choice(pieces) for _ in range(chance.randrange(1, 9)))


def cells(seed: int) -> Iterator[str]:
    """Anything in any column: a value or one error, never both, never an exception, and no change without a record."""
    chance = random.Random(seed)
    past = replace(PAST, latest=AS_OF)
    owner = RowOwner(file="x.xlsx", agency="11383", task="1.1", unit="lượt người")
    columns = [column for schema in schemas() for column in schema.open_columns]
    for _ in range(AT_ONCE):
        value = _anything(chance)
        column = chance.choice(columns)
        formula, error = chance.choice([(None, None)] * 4 + [("=A1", None), (None, "#REF!")])
        raw = RawCell(cell=Cell("Báo cáo", 8, 5), value=value, formula=formula, error=error)  # type: ignore[arg-type]
        try:
            read = typed(raw, column, owner=owner, past=past)
        except Exception as raised:  # any is a finding
            yield f"{column.name} {value!r}: {raised!r}"
            continue
        errors = [found for found in read.problems if found.severity is Severity.ERROR]
        if len(errors) > 1 or (errors and read.value is not None):
            yield f"{column.name} {value!r}: {read}"
        if not read.problems and read.value is not None and not _as_typed(value, read.value):
            yield f"{column.name} {value!r}: silently {read.value!r}"
        if read.value is not None and column.kind is ColumnKind.DATE and not isinstance(read.value, date):
            yield f"{column.name} {value!r}: {read.value!r}"
        for found in read.problems:
            (found.message + found.hint + (found.value or "")).encode("utf-8")


def _as_typed(value: object, read: object) -> bool:
    if isinstance(value, datetime) and isinstance(read, date):
        return value.date() == read
    return value == read
