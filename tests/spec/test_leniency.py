"""Less than the rules ask: a campaign may make an error a warning, and excuse one agency from a rule, on record."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from pipeline.campaign.decision import Campaign, Waiver
from pipeline.forms.schema.schema import Schemas
from pipeline.rules import Rule, Severity
from pipeline.validation.leniency import Leniency
from pipeline.validation.returns import ValidatedReturns
from tests.spec.test_rows import DONE, IN_PROGRESS
from tests.support.validation import Cells, received, validated

WAIVER = Waiver(
    agency="11383",
    round="lan-1",
    task="1.3",
    rule=Rule.PERCENT_AGAINST_STATUS,
    by="Sở Nội vụ",
    on=date(2025, 8, 20),
    why="Tính theo quý.",
)
FULL = {"1.1": {**IN_PROGRESS, "percent": 100.0}, "1.3": {**IN_PROGRESS, "percent": 100.0}}


def told(returns: ValidatedReturns) -> list[tuple[Rule, Severity, str | None]]:
    """The problems as (rule, severity, task)."""
    return [(one.rule, one.severity, one.task) for one in returns.problems]


def in_error(returns: ValidatedReturns) -> set[str]:
    """The tasks whose row is in error."""
    return set(returns.report.loc[returns.report["in_error"], "task"])


def test_a_rule_made_a_warning_is_told_and_puts_no_row_in_error(campaign: Campaign, schemas: Schemas) -> None:
    lenient = replace(campaign, warning_rules=frozenset({Rule.PERCENT_AGAINST_STATUS}))
    returns = validated(lenient, schemas, received(lenient, schemas, rows=FULL))
    rule = Rule.PERCENT_AGAINST_STATUS
    assert told(returns) == [(rule, Severity.WARNING, "1.1"), (rule, Severity.WARNING, "1.3")]
    assert in_error(returns) == set()
    assert rule.severity is Severity.ERROR


@pytest.mark.parametrize(
    ("rule", "key", "value", "used"),
    [
        (Rule.OUT_OF_RANGE, "1.1/percent", 120.0, 120.0),
        (Rule.NEGATIVE, "CT-1.1-1/value", -3.0, -3.0),
        (Rule.NOT_WHOLE, "CT-1.1-1/value", 2.5, 2.5),
        (Rule.DATE_IN_FUTURE, "1.1/completed_on", date(2025, 9, 20), date(2025, 9, 20)),
        (Rule.DATE_OUTSIDE_PERIOD, "1.1/completed_on", date(2024, 8, 20), date(2024, 8, 20)),
        (Rule.DATE_SWAPPED, "1.1/completed_on", date(2025, 4, 9), date(2025, 4, 9)),
    ],
)
def test_a_value_against_such_a_rule_is_used(
    rule: Rule, key: str, value: object, used: object, campaign: Campaign, schemas: Schemas
) -> None:
    head, name = key.split("/")
    rows: Mapping[str, Cells] = {"1.1": {**DONE, "percent": None}}
    lenient = replace(campaign, warning_rules=frozenset({rule, Rule.PERCENT_AGAINST_STATUS}))
    file = received(campaign, schemas, rows=rows, cells={key: value})
    for asked, severity, cell in ((campaign, Severity.ERROR, None), (lenient, Severity.WARNING, used)):
        returns = validated(asked, schemas, file)
        assert (rule, severity) in [(one.rule, one.severity) for one in returns.problems]
        frame = (
            returns.report.set_index("task") if name in returns.report else returns.indicators.set_index("indicator")
        )
        found = frame.loc[head, name]
        assert (found == cell or found.date() == cell) if cell is not None else found != found  # empty


def test_a_waived_rule_is_a_warning_that_says_on_whose_word(campaign: Campaign, schemas: Schemas) -> None:
    excused = replace(campaign, waivers=(WAIVER,))
    returns = validated(excused, schemas, received(excused, schemas, rows=FULL))
    rule = Rule.PERCENT_AGAINST_STATUS
    assert sorted(told(returns), key=str) == sorted(
        [(rule, Severity.ERROR, "1.1"), (rule, Severity.WARNING, "1.3")], key=str
    )
    (waived,) = [one for one in returns.problems if one.task == "1.3"]
    assert waived.message == "Mục 1.3 ghi «Đang thực hiện» nhưng tỷ lệ hoàn thành là 100."
    assert waived.hint == "Không phải sửa: đã được miễn (Sở Nội vụ, ngày 20/8/2025: Tính theo quý)."
    assert in_error(returns) == {"1.1"}


@pytest.mark.parametrize(
    ("changed", "waived"),
    [
        ({}, {"1.3"}),
        ({"task": None}, {"1.1", "1.3"}),
        ({"agency": "11311"}, set()),
        ({"round": "lan-2"}, set()),
        ({"rule": Rule.RESULT_MISSING}, set()),
    ],
)
def test_a_waiver_holds_for_its_agency_round_task_and_rule(
    changed: dict[str, object], waived: set[str], campaign: Campaign, schemas: Schemas
) -> None:
    excused = replace(campaign, waivers=(replace(WAIVER, **changed),))  # type: ignore[arg-type]
    returns = validated(excused, schemas, received(excused, schemas, rows=FULL))
    assert {one.task for one in returns.problems if one.severity is Severity.WARNING} == waived


def test_an_excused_rule_leaves_the_row_owed(campaign: Campaign, schemas: Schemas) -> None:
    excused = replace(campaign, waivers=(WAIVER,))
    assert excused.excused(excused.round_by_code["lan-1"]) == frozenset()
    returns = validated(excused, schemas, received(excused, schemas, rows={"1.3": {}}))
    assert told(returns) == [(Rule.LED_ROW_EMPTY, Severity.ERROR, "1.3")]


def test_other_findings_about_the_cell_speak_up_when_the_first_is_only_a_warning(
    campaign: Campaign, schemas: Schemas
) -> None:
    lenient = replace(campaign, warning_rules=frozenset({Rule.OUT_OF_RANGE}))
    file = received(campaign, schemas, rows={"1.1": {**IN_PROGRESS, "percent": 120.0}})
    assert told(validated(lenient, schemas, file)) == [
        (Rule.PERCENT_AGAINST_STATUS, Severity.ERROR, "1.1"),
        (Rule.OUT_OF_RANGE, Severity.WARNING, "1.1"),
    ]


def test_nothing_is_asked_less_by_default(campaign: Campaign) -> None:
    assert Leniency.of(campaign, campaign.rounds[0]) == Leniency()


def test_what_cannot_be_used_cannot_be_excused() -> None:
    gates = {
        gate: {rule for rule in Rule if rule.code.startswith(f"{gate}.")}
        for gate in ("container", "identity", "structure")
    }
    assert not any(rule.excusable for rules in gates.values() for rule in rules)
    assert not any(rule.excusable for rule in Rule if rule.severity is Severity.NORMALISED)
    assert {rule for rule in Rule if rule.excusable and rule.code.startswith("cell.")} == {
        Rule.DATE_OUTSIDE_PERIOD,
        Rule.DATE_OUTSIDE_LIMITS,
        Rule.DATE_BEFORE_PERIOD,
        Rule.DATE_IN_FUTURE,
        Rule.DATE_SWAPPED,
        Rule.OUT_OF_RANGE,
        Rule.NEGATIVE,
        Rule.NOT_WHOLE,
        Rule.TOO_LONG,
        Rule.FORMULA,
        Rule.FORMAT_UNKNOWN,
        Rule.PICTURE,
        Rule.STRUCK_THROUGH,
        Rule.LEGACY_ENCODING,
    }
