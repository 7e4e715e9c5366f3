"""Every rule of validation stands in a table, and every sentence can be composed."""

import string

import pytest

from pipeline.rules import Rule
from tests.spec import test_added_columns, test_cells, test_rows, test_workbook

TABLES = (test_cells.CASES, test_rows.CASES, test_workbook.CASES)


def test_every_rule_of_validation_has_a_case() -> None:
    in_tables = {rule for table in TABLES for case in table for rule, _ in case.finds.values()}
    in_tables |= test_added_columns.RULES
    of_validation = {rule for rule in Rule if rule.code.partition(".")[0] in {"cell", "row", "workbook"}}
    assert of_validation - in_tables == set()


@pytest.mark.parametrize("rule", Rule, ids=lambda rule: rule.code)
def test_a_sentence_says_what_is_wrong_and_what_to_do(rule: Rule) -> None:
    for text in (rule.value.message, rule.value.hint):
        assert text[0].isupper() or text[0] in "«{"
        assert text.endswith((".", "?"))
        assert all(name is None or name.isidentifier() for _, name, _, _ in string.Formatter().parse(text))


def test_codes_are_unique_and_told_by_gate() -> None:
    assert len({rule.code for rule in Rule}) == len(Rule)
    assert {rule.code.partition(".")[0] for rule in Rule} <= {
        "container", "identity", "structure", "cell", "row", "workbook", "across",
    }  # fmt: skip
