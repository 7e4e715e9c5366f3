"""Every rule stands in a table, every sentence can be composed, and the page of rules says what the tables say."""

import string
from pathlib import Path

import pytest

from pipeline import rules
from pipeline.campaign.decision import Campaign
from pipeline.forms.schema.schema import Schemas
from pipeline.rules import Rule
from tests.spec import (
    document,
    test_across,
    test_added_columns,
    test_cells,
    test_done_allowed,
    test_files,
    test_rows,
    test_workbook,
)

#: Rules that have a test of their own beside the tables.
ALONE = (
    {
        Rule.UNREADABLE,
        Rule.LOCAL_TROUBLE,
        Rule.VANISHED,
        Rule.LEAD_DONE_ALONE,
        Rule.SAME_RESULT,
        Rule.MAILED_LATE,
    }
    | test_added_columns.RULES
    | test_done_allowed.RULES
)


def test_every_rule_has_a_case() -> None:
    in_tables = {rule for table in _tables() for case in table for rule, _ in case.finds.values()}
    in_tables |= {rule for case in test_files.CASES for rules in case.finds.values() for rule in rules}
    in_tables |= {rule for case in test_across.CASES for rule, _ in case.finds.values()}
    assert set(Rule) - in_tables == ALONE


def _tables() -> tuple[list[test_cells.Case], ...]:
    """The tables of single returns."""
    return (test_cells.CASES, test_rows.CASES, test_workbook.CASES)


@pytest.mark.parametrize("rule", Rule, ids=lambda rule: rule.code)
def test_a_sentence_says_what_is_wrong_and_what_to_do(rule: Rule) -> None:
    for text in (rule.value.message, rule.value.hint):
        assert text[0].isupper() or text[0] in "«{"
        assert text.endswith((".", "?"))
        assert all(name is None or name.isidentifier() for _, name, _, _ in string.Formatter().parse(text))


def test_codes_are_unique_and_told_by_gate() -> None:
    assert len({rule.code for rule in Rule}) == len(Rule)
    assert {rule.code.partition(".")[0] for rule in Rule} == set(document.GATES)


@pytest.mark.parametrize("rule", Rule, ids=lambda rule: rule.code)
def test_a_rule_is_explained_in_sentences(rule: Rule) -> None:
    assert all(text.endswith(".") for text in (rule.value.gloss, document.consequence(rule)))


@pytest.mark.parametrize(
    ("rule", "threshold"),
    [
        (Rule.OUT_OF_RANGE, f"{rules.LARGEST_NUMBER:,.0f}"),
        (Rule.LEGACY_ENCODING, str(rules.FEWEST_LEGACY_LETTERS)),
        (Rule.LEAD_DONE_ALONE, str(rules.FEWEST_COORDINATORS)),
        (Rule.SAME_RESULT, str(rules.LONG_TEXT)),
        (Rule.FAR_FEWER_ROWS, f"{rules.FEWER_ROWS_SHARE:.0%}"),
        (Rule.FAR_FEWER_ROWS, str(rules.FEWEST_ROWS_LOST)),
    ],
)
def test_a_rule_says_the_number_that_it_is_judged_by(rule: Rule, threshold: str) -> None:
    assert threshold in rule.value.gloss


def test_the_page_of_rules_is_up_to_date(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    """Write it anew with `python -m tests.spec.document`."""
    assert document.PAGE.read_text(encoding="utf-8") == document.rules_page(campaign, schemas, tmp_path)
