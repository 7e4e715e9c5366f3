"""An answer is plain data: what is allowed comes over as it was, and no bytes make anything else or touch a class of ours."""

import json
import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import Enum, auto
from math import inf
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.intake.files.mail import read_mail
from pipeline.intake.files.mail_parts import Envelope, Mail, MailPart, PartKind
from pipeline.intake.files.opening import ANSWER_CLASSES
from pipeline.intake.formats.gate import read_workbook
from pipeline.intake.formats.limits import Rejection
from pipeline.intake.formats.workbook import RawWorkbook
from pipeline.processes import answer_reading
from pipeline.processes.answer_reading import NoAnswerError, answer_value
from pipeline.processes.answers import answer_message
from pipeline.processes.worker import Failed
from pipeline.rules import Detail, Rule, Severity
from tests.support.intake import small_workbook

Cell = str | float | bool | date | datetime | time | timedelta | None


class Kind(Enum):
    SMALL = auto()
    LARGE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    name: str
    content: bytes | Failed


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    rows: tuple[tuple[Cell, ...], ...] = ()
    at: tuple[int, int] = (0, 0)
    notes: Mapping[tuple[int, int], str] | None = None
    hidden: frozenset[int] = frozenset()
    kind: Kind = Kind.SMALL
    parts: tuple[Part, ...] = ()
    other: object = None


CLASSES = (Whole, Part, Kind, Failed)


def carried(value: object, classes: tuple[type, ...] = CLASSES) -> object:
    """A value that was sent over."""
    return answer_value(answer_message(value), classes)


def is_refused(message: bytes, classes: tuple[type, ...] = CLASSES) -> bool:
    try:
        answer_value(message, classes)
    except NoAnswerError:
        return True
    return False


cells = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


@given(st.lists(st.lists(cells).map(tuple)).map(tuple))
def test_cells_come_over_as_they_were(rows: tuple[tuple[object, ...], ...]) -> None:
    answer = carried(Whole(rows=rows))
    assert isinstance(answer, Whole)
    assert answer.rows == rows
    kinds = [[type(cell) for cell in row] for row in rows]
    assert [[type(cell) for cell in row] for row in answer.rows] == kinds


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        3,
        -1.5,
        inf,
        "Sở Nội vụ\n\x00\u202e😀",
        b"\x00\xff" * 10,
        (),
        (1, "a", None, b""),
        date(2025, 9, 8),
        Kind.LARGE,
        Failed("ValueError"),
        Whole(notes={(0, 1): "=A1", (2, 3): ""}, hidden=frozenset({1, 5}), other=2.5),
        Whole(kind=Kind.LARGE, parts=(Part(name="a", content=b"PK"), Part(name="b", content=Failed("KeyError")))),
    ],
    ids=repr,
)
def test_every_value_that_an_answer_may_be_made_of(value: object) -> None:
    assert carried(value) == value
    assert type(carried(value)) is type(value)


def test_what_intake_is_answered_comes_over() -> None:
    content = small_workbook(
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="str"><f>B2</f><v>\u1ec7</v></c><c r="C1"><v>1e999</v></c></row>'
    )
    for answer in (read_workbook(content), read_workbook(b"%PDF"), read_workbook(b"")):
        assert isinstance(answer, RawWorkbook | Rejection)
        assert carried(answer, ANSWER_CLASSES) == answer


def test_a_mail_comes_over() -> None:
    mail = read_mail(b"From: a@b.vn\r\nTo: c@d.vn\r\nDate: Mon, 8 Sep 2025 08:00:00 +0700\r\nSubject: x\r\n\r\ntext")
    assert isinstance(mail, Mail)
    assert carried(mail, (Mail, Envelope, MailPart, PartKind, Rejection, Rule)) == mail


@pytest.mark.parametrize(
    "value",
    [object(), Path("x"), Path, len, 1j, "\ud800", Whole(other=[object()])],
    ids=["an object", "a path", "a class", "a function", "a complex number", "half a letter", "an object within"],
)
def test_what_no_answer_may_hold_is_an_error_where_it_is_made(value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        answer_message(value)


def test_a_class_that_cannot_be_told_in_json_is_a_mistake_of_ours() -> None:
    for kind in (Severity, Detail):
        with pytest.raises(TypeError, match="no answer may hold"):
            answer_value(b"null", (kind,))


def tagged(**changes: object) -> object:
    """The JSON of a whole, changed."""
    (fields,) = json.loads(answer_message(Whole())).values()
    return {"Whole": {**fields, **changes}}


@pytest.mark.parametrize(
    "plain",
    [
        tagged(more=1),
        {"Whole": {"rows": []}},
        {"Whole": []},
        {"Whole": None},
        {"Whole": {}, "Part": {}},
        {},
        {"Rule": "ENCRYPTED"},
        {"Severity": "ERROR"},
        {"str": "x"},
        {"Kind": "HUGE"},
        {"Kind": ["SMALL"]},
        {"Kind": "__class__"},
        {"Kind": "__doc__"},
        {"__class__": "Kind"},
        tagged(at=[0]),
        tagged(at=[0, 0, 0]),
        tagged(at=[0, 0.5]),
        tagged(at=[0, True]),
        tagged(at=["0", "0"]),
        tagged(at=[0, 2**53 + 1]),
        tagged(at=[0, 10**30]),
        tagged(at={"0": 0}),
        tagged(rows=None),
        tagged(rows="rows"),
        tagged(rows=[1]),
        tagged(rows=[[[1]]]),
        tagged(rows=[[{"Kind": "SMALL"}]]),
        tagged(rows=[[{"date": "2025-13-01"}]]),
        tagged(rows=[[{"date": 20250101}]]),
        tagged(rows=[[{"datetime": "2025-09-08T00:00:00+07:00"}]]),
        tagged(rows=[[{"time": "07:00Z"}]]),
        tagged(rows=[[{"timedelta": [1]}]]),
        tagged(rows=[[{"timedelta": [10**12, 0, 0]}]]),
        tagged(rows=[[{"timedelta": ["1", 0, 0]}]]),
        tagged(notes=[[[0, 1], "a"], [[0, 1], "b"]]),
        tagged(notes=[[[0, 1]]]),
        tagged(notes=[[0, "a"]]),
        tagged(notes={"0": "a"}),
        tagged(hidden=[1, "2"]),
        tagged(kind="SMALL"),
        tagged(kind={"Whole": "SMALL"}),
        tagged(parts=[{"Part": {"name": 1, "content": {"bytes": ""}}}]),
        tagged(parts=[{"Part": {"name": "a", "content": "text"}}]),
        tagged(parts=[{"Part": {"name": "a", "content": {"bytes": "no base64!"}}}]),
        tagged(parts=[{"Part": {"name": "a", "content": {"bytes": 5}}}]),
        tagged(parts=[{"Part": {"name": "a", "content": {"Failed": {"name": "đọc \u001b[2J"}}}}]),
        tagged(parts=[{"Part": {"name": "a", "content": {"Failed": {"name": "a" * 101}}}}]),
        tagged(other=[1]),
        tagged(other={"Part": {}}),
    ],
    ids=str,
)
def test_what_is_not_of_its_type_is_no_answer(plain: object) -> None:
    assert is_refused(json.dumps(plain).encode())


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"nul",
        b"{",
        b"1 2",
        b"\xff\xfe1\x00",
        b'"\xff"',
        b"NaN",
        b"[NaN]",
        b"9" * 17,
        b"9" * 5000,
        b"-" + b"9" * 5000,
        b"[" * 100_000,
        b"[" * 100_000 + b"]" * 100_000,
        b'{"Whole":' * 100_000,
        rb'"\ud800"',
        rb'"a\\\uDFFFb"',
        rb'{"Failed":{"name":"\ud83d"}}',
        pickle.dumps(5),
    ],
    ids=lambda message: repr(message[:20]),
)
def test_bytes_that_are_no_answer(message: bytes) -> None:
    assert is_refused(message)


def test_a_text_with_a_backslash_is_an_answer() -> None:
    for text in ("C:\\udocs\\uDb", "\\ud800", "\\\\ud800 😀"):
        assert carried(text) == text


def test_more_than_can_be_held_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer_reading, "_MOST_VALUES", 100)
    assert not is_refused(b"[" + b"1," * 90 + b"1]")
    for many in (b"[" + b"1," * 110 + b"1]", b"[" + b"[]," * 60 + b"1]", b"[" + b"[{}]," * 40 + b"1]"):
        assert is_refused(many)
    monkeypatch.setattr(answer_reading, "LARGEST_ANSWER", 100)
    assert is_refused(b'"' + b"a" * 100 + b'"')


@given(st.binary())
def test_no_bytes_raise_anything_else(message: bytes) -> None:
    is_refused(message)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["SMALL", "2025-01-01"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["Whole", "Part", "Kind", "Failed", "name", "rows", "date", "x"]), inner)
    ),
    max_leaves=10,
)


@given(json_values)
def test_no_json_raises_anything_else(plain: object) -> None:
    is_refused(json.dumps(plain).encode())


def attack(module: str, name: str) -> bytes:
    """A pickle that sets an attribute of a class, for it may set those of any class that it may name."""
    return f"\x80\x04c{module}\n{name}\nN}}U\x04codeU\x03bads".encode("latin-1") + b"\x86b."


class Victim:
    code = "good"


def test_no_class_is_touched_by_what_once_patched_one() -> None:
    """Sixty bytes of a worker made every rule say something else."""
    assert len(attack("pipeline.rules", "Rule")) < 60
    classes = (Rule, Severity, Detail, Rejection, RawWorkbook)
    before = [dict(kind.__dict__) for kind in classes]
    for kind in classes:
        assert is_refused(attack(kind.__module__, kind.__qualname__), ANSWER_CLASSES)
    assert [dict(kind.__dict__) for kind in classes] == before
    # the bytes do what they are said to, on a class of nobody
    pickle.loads(attack(__name__, "Victim"))
    assert Victim.code == "bad"


def test_moments_with_a_zone_are_not_carried() -> None:
    """Those of other files have none, and the two cannot be compared."""
    for zone in (UTC, timezone(timedelta(hours=7))):
        assert is_refused(answer_message(datetime(2025, 9, 8, tzinfo=zone)))
