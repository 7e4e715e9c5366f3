"""Whatever a form holds: valid content survives to the character, anything else is used as typed or a problem says so."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pipeline.campaign.assignment import Assignment
from pipeline.campaign.decision import Campaign
from pipeline.forms.form import Form
from pipeline.forms.schema.schema import Schemas, SheetSchema, Typed
from pipeline.forms.template import template_bytes
from pipeline.intake.inbox import read_inbox
from pipeline.intake.received import ReceivedFile, Verdict
from pipeline.problems import Problem
from pipeline.rules import Rule, Severity
from pipeline.text import clean_text
from pipeline.validation.error_words import is_error_word
from pipeline.validation.returns import ValidatedReturns
from tests.support.forms import CHOICES, form_of
from tests.support.intake import COMMUNE, counted
from tests.support.validation import AS_OF, HEADER, validated

#: Everything that XML can hold, so that a workbook can.
LETTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff") | st.sampled_from(
    "\n\t\x85\x9b"
)
ODD = [
    "=1+1", "@", "'", "-", "_x000D_", "<r/>", "&amp;", "]]>", " a", "a\u00a0b", "e\u0302\u0301", "đ\u0301",
    "00123", "1e5", "TRUE", "#N/A!", "\U0001f600", "hoà", "thuỷ", "Ñaõ", "x" * 5000,
]  # fmt: skip
TEXTS = (st.text(LETTERS, max_size=30) | st.sampled_from(ODD)).filter(lambda text: not is_error_word(text))
FILLED = TEXTS.filter(lambda text: clean_text(text) != "")
DAYS = st.dates(date(2025, 7, 1), AS_OF)
PROMISED = st.dates(date(2025, 9, 3), date(2026, 12, 31))
CAUSES = ["Chờ hướng dẫn của cấp trên", "Thiếu nhân lực", "Chủ quan: chậm triển khai"]
WARNED = {Rule.LEGACY_ENCODING, Rule.TOO_LONG}
#: What is remarked on a value that stands as it was typed.
REMARKED = WARNED | {
    Rule.LISTED_WITHOUT_DONE,
    Rule.DONE_WITHOUT_LISTED,
    Rule.VAGUE_RESULT,
    Rule.PASTED_SPILL,
    Rule.COMPLETED_BEFORE_WINDOW,
    Rule.COMPLETED_AFTER_REPORT,
    Rule.CAUSE_MISSING,
    Rule.PROMISE_MISSING,
}
Row = dict[str, Typed]


def valid_row(assignment: Assignment) -> st.SearchStrategy[Row]:
    """Rows that say all that their status needs."""
    optional = {"proposals": TEXTS, "cause": st.sampled_from(CAUSES), "promised_on": PROMISED}
    reason = {"difficulties": FILLED}
    done = {"status": st.just("Hoàn thành"), "completed_on": DAYS, "result": FILLED, "evidence": FILLED}
    kinds = [
        st.fixed_dictionaries(done, optional={**optional, "percent": st.just(100.0), "difficulties": TEXTS}),
        st.fixed_dictionaries(
            {"status": st.just("Đang thực hiện"), "result": FILLED, **reason},
            optional={**optional, "percent": st.decimals(1, 99, places=2).map(float), "evidence": TEXTS},
        ),
        st.fixed_dictionaries({"status": st.just("Chưa thực hiện"), **reason}, optional={"percent": st.just(0.0)}),
    ]
    if assignment.nil_allowed:
        kinds.append(st.fixed_dictionaries({"status": st.just("Không phát sinh"), **reason}, optional=optional))
    return st.one_of(kinds)


def taken_in(form: Form, schemas: Schemas, inbox: Path, campaign: Campaign) -> tuple[ReceivedFile, ValidatedReturns]:
    """What becomes of a form that was sent as it is."""
    (inbox / "a.xlsx").write_bytes(template_bytes(form, schemas))
    (file,) = read_inbox(inbox, campaign=campaign, round_=campaign.round_by_code["lan-1"], schemas=schemas)
    return file, validated(campaign, schemas, file)


def told(returns: ValidatedReturns) -> dict[tuple[str | None, str | None], list[Problem]]:
    """The problems by task and field; outside `Báo cáo` by sheet and field."""
    result: dict[tuple[str | None, str | None], list[Problem]] = {}
    for problem in returns.problems:
        result.setdefault((problem.task, problem.field), []).append(problem)
    return result


def compare(typed: Typed, used: Any, problems: list[Problem], *, where: str) -> None:
    """Check that a cell is used as it was typed, or that a problem of it says how it differs."""
    blank = typed is None or (isinstance(typed, str) and not clean_text(typed))
    empty = used is None or pd.isna(used)
    value = used.date() if isinstance(used, pd.Timestamp) and not empty else used
    silent = [problem for problem in problems if problem.value is not None and problem.rule not in WARNED]
    if not silent:
        assert empty if blank else value == typed, (where, typed, used)


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An inbox for one file."""
    return tmp_path_factory.mktemp("inbox")


@pytest.fixture(scope="module")
def blank(campaign: Campaign, schemas: Schemas, inbox: Path) -> Form:
    """The blank form of a commune; one was filled and judged before: hypothesis draws on constants of all modules loaded."""
    form = form_of(campaign, schemas, COMMUNE)
    taken_in(replace(form, indicators=counted(form).indicators), schemas, inbox, campaign)
    return form


#: Each example is a whole return, so that few are many cells; smaller ones would take too long to find.
SETTINGS = settings(
    max_examples=5,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    database=None,
    suppress_health_check=list(HealthCheck),
)


@SETTINGS
@given(data=st.data())
def test_valid_content_survives_to_the_character(
    data: st.DataObject, blank: Form, inbox: Path, campaign: Campaign, schemas: Schemas
) -> None:
    rows = [data.draw(valid_row(row.assignment)) for row in blank.rows]
    models = data.draw(st.lists(st.fixed_dictionaries({"name": FILLED}, optional={"result": TEXTS}), max_size=3))
    proposal = {"kind": st.just("Bổ sung"), "content": FILLED}
    proposals = data.draw(st.lists(st.fixed_dictionaries(proposal, optional={"reason": TEXTS}), max_size=3))
    form = replace(
        blank,
        header=HEADER,
        rows=tuple(replace(row, values=values) for row, values in zip(blank.rows, rows, strict=True)),
        indicators=tuple(replace(row, values={"value": 7.0}) for row in blank.indicators),
        lists={"models": tuple(models)},
        proposals=tuple(proposals),
    )
    file, returns = taken_in(form, schemas, inbox, campaign)
    assert file.verdict is Verdict.ACCEPTED
    errors = [problem for problem in (*file.problems, *returns.problems) if problem.severity is Severity.ERROR]
    assert [(problem.rule, problem.field, problem.value) for problem in errors] == []
    by_cell = told(returns)
    used = returns.report.set_index("task")
    for row, values in zip(blank.rows, rows, strict=True):
        for column in schemas.report.open_columns:
            typed = values.get(column.name)
            problems = by_cell.get((row.task.code, column.title), [])
            cleaned = clean_text(typed) or None if isinstance(typed, str) else typed
            found = used.loc[row.task.code, column.name]
            compare(cleaned, found, [], where=f"{row.task.code} {column.name}")
            assert [one.rule for one in problems if one.rule not in REMARKED] == (
                [Rule.TEXT_CLEANED] if cleaned is not None and cleaned != typed else []
            )
    assert_rows(models, returns.lists["models"], schemas.list_of("models"))
    assert_rows(proposals, returns.proposals, schemas.proposals)


def assert_rows(typed: list[Row], used: pd.DataFrame, schema: SheetSchema) -> None:
    """Check that the rows of an open table came as they were typed, but for their cleaning."""
    assert len(used) == len(typed)
    for values, (_, found) in zip(typed, used.iterrows(), strict=True):
        for column in schema.open_columns:
            value = values.get(column.name)
            compare(
                clean_text(value) or None if isinstance(value, str) else value,
                found[column.name],
                [],
                where=column.name,
            )


ANY = st.one_of(
    st.none(),
    TEXTS,
    st.sampled_from([choice for choices in CHOICES.values() for choice in choices]),
    st.sampled_from(["85%", "0,85", "1.234", "15/8/2025", "31/02/2025", "5-9-25", "12 người", "ht", "dang thuc hien"]),
    st.integers(-(10**6), 10**6).map(float),
    st.decimals(-1000, 1000, places=2).map(float),
    st.dates(date(1900, 3, 1), date(2100, 1, 1)),
    st.dates(date(2025, 1, 1), date(2025, 12, 31)),
)


@SETTINGS
@given(data=st.data())
def test_anything_is_used_as_typed_or_a_problem_says_so(
    data: st.DataObject, blank: Form, inbox: Path, campaign: Campaign, schemas: Schemas
) -> None:
    names = [column.name for column in schemas.report.open_columns]
    row = st.fixed_dictionaries(dict.fromkeys(names, ANY))
    rows: list[Mapping[str, Typed]] = [data.draw(row) for _ in blank.rows]
    values = [data.draw(ANY) for _ in blank.indicators]
    form = replace(
        blank,
        header={column.name: data.draw(ANY) for column in schemas.header.open_columns},
        rows=tuple(replace(row, values=cells) for row, cells in zip(blank.rows, rows, strict=True)),
        indicators=tuple(
            replace(row, values={"value": one}) for row, one in zip(blank.indicators, values, strict=True)
        ),
    )
    file, returns = taken_in(form, schemas, inbox, campaign)
    if all(typed is None or typed == "" for typed in (*values, *(typed for cells in rows for typed in cells.values()))):
        assert file.verdict is Verdict.UNFILLED
        return
    assert file.verdict is Verdict.ACCEPTED
    by_cell = told(returns)
    used = returns.report.set_index("task")
    for position, cells in enumerate(rows):
        task = blank.rows[position].task.code
        for column in schemas.report.open_columns:
            problems = by_cell.get((task, column.title), [])
            compare(cells[column.name], used.loc[task, column.name], problems, where=f"{task} {column.name}")
    numbers = returns.indicators.set_index("indicator")["value"]
    title = schemas.indicators.column("value").title
    for one, typed in zip(blank.indicators, values, strict=True):
        problems = by_cell.get((one.indicator.task, title), [])
        compare(typed, numbers[one.indicator.code], problems, where=one.indicator.code)
