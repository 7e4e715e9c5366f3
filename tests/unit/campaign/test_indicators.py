"""Indicators as they are read, and whom they are asked of."""

from pathlib import Path

from pipeline.campaign.assignment import asked_indicators
from pipeline.campaign.indicators import Aggregate, Flow, Ratio, parse_indicator
from tests.support.school_year import school_year

PLAIN = {"code": "A", "task": "1.1", "name": "Số cuộc", "unit": "cuộc", "decimals": 0}


def test_what_is_not_said_is_a_cumulative_sum_asked_of_everybody() -> None:
    indicator = parse_indicator(PLAIN)
    assert (indicator.aggregate, indicator.flow, indicator.maximum, indicator.ratio) == (
        Aggregate.SUM,
        Flow.CUMULATIVE,
        None,
        None,
    )
    assert indicator.asked_of.includes("lead", "communes")
    assert indicator.asked_of.includes("coordinator", "departments")


def test_percentages_do_not_go_together_by_themselves() -> None:
    assert parse_indicator({**PLAIN, "unit": "%"}).aggregate is Aggregate.NONE
    assert parse_indicator({**PLAIN, "unit": "phần trăm"}).aggregate is Aggregate.NONE
    assert parse_indicator({**PLAIN, "unit": "%", "aggregate": "mean"}).aggregate is Aggregate.MEAN


def test_the_older_word_for_a_stock_is_still_read() -> None:
    assert parse_indicator({**PLAIN, "cumulative": False}).flow is Flow.STOCK
    assert parse_indicator({**PLAIN, "cumulative": True}).flow is Flow.CUMULATIVE


def test_a_form_has_what_its_agency_is_asked_and_nothing_computed(tmp_path: Path) -> None:
    campaign = school_year(tmp_path)
    codes = {
        agency: [indicator.code for indicator in indicators]
        for agency, indicators in asked_indicators(campaign, campaign.rounds[0]).items()
    }
    assert codes["X01"] == ["KT", "DAT", "BEP", "DIEM", "NGAY", "SC"]
    assert codes["SGD"] == codes["SYT"] == ["NGAY"]
    assert campaign.indicators[2].ratio == Ratio(part="DAT", whole="KT")
