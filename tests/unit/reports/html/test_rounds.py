"""The page in a later round: every figure beside the round before, in the figures, the tables and behind a click."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from lxml import html

from pipeline.campaign.decision import Campaign
from pipeline.consolidation.merge import Consolidation
from pipeline.consolidation.states import State
from pipeline.forms.schema.schema import Schemas, Status
from pipeline.reports.comparisons import rounds_sentences
from pipeline.reports.figures import figures
from pipeline.reports.html.page import html_page
from tests.support.report import all_done, empty_consolidation, with_assignments, with_submissions

OVERDUE = {"state": State.OVERDUE.value, "status": Status.IN_PROGRESS.value}


@pytest.fixture(scope="module")
def first(campaign: Campaign, schemas: Schemas) -> Consolidation:
    """Everything done but three assignments overdue, two agencies missing."""
    rows = {("SNV", "4.7"): OVERDUE, ("SXD", "1.2"): OVERDUE, ("STC", "1.2"): OVERDUE}
    base = with_assignments(all_done(empty_consolidation(campaign, schemas)), rows)
    return with_submissions(base, {"SYT": "missing", "11383": "missing"})


@pytest.fixture(scope="module")
def second(campaign: Campaign, schemas: Schemas, first: Consolidation) -> Consolidation:
    """Two of them done since, one agency missing."""
    base = all_done(empty_consolidation(campaign, schemas, code="lan-2", as_of=date(2025, 12, 5)))
    rows = {("SXD", "1.2"): OVERDUE}
    return replace(with_submissions(with_assignments(base, rows), {"SYT": "missing"}), earlier=first)


@pytest.fixture(scope="module")
def document(second: Consolidation, schemas: Schemas) -> html.HtmlElement:
    return html.document_fromstring(html_page(figures(second, (), (), schemas)))


@pytest.fixture(scope="module")
def told(document: html.HtmlElement) -> Any:
    return json.loads(document.get_element_by_id("details").text)


def texts(document: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(element.text_content().split()) for element in document.xpath(path)]


def lines(entry: Mapping[str, Any]) -> dict[str, str]:
    return dict(entry["lines"])


def test_headline_figures_stand_beside_the_round_before(document: html.HtmlElement) -> None:
    cards = texts(document, "//ul[@class='cards']/li")
    assert cards[0].endswith("lần 1: 144 (+1)")
    assert cards[1].endswith("điểm phần trăm)")
    assert cards[2].endswith("lần 1: 03 (-2)")
    assert cards[3].endswith("lần 1: 0 (0)")


def test_the_page_says_the_comparison_in_the_words_of_the_report(
    document: html.HtmlElement, second: Consolidation, schemas: Schemas
) -> None:
    beside = figures(second, (), (), schemas).comparison
    assert beside is not None
    said = texts(document, "//section[@aria-labelledby='so-lieu']/p")
    assert said[2:] == rounds_sentences(beside, second.campaign)
    assert "So với lần 1, nhiệm vụ chủ trì: đã hoàn thành tăng 02" in said[4]


@pytest.mark.parametrize("table", ["theo-khoi", "theo-nhom", "ton-dong"])
def test_tables_mark_what_rose_or_fell(document: html.HtmlElement, table: str) -> None:
    assert texts(document, f"//table[@aria-labelledby='{table}']//span[@class='change']")
    assert texts(document, f"//section[@aria-labelledby='{table}']/p[starts-with(., 'Chữ số nhỏ')]")


def test_a_click_tells_the_earlier_state_and_counts(told: Any) -> None:
    assert told["cells"]["SNV"]["4.7"]["before"] == "Quá hạn chưa hoàn thành (lần 1)"
    assert told["cells"]["SXD"]["1.2"]["before"] == "Quá hạn chưa hoàn thành (lần 1)"
    assert lines(told["agencies"]["SNV"])["Quá hạn chưa hoàn thành"] == "0; lần 1: 01 (-1)"
    assert lines(told["tasks"]["1.2"])["Quá hạn chưa hoàn thành"] == "01; lần 1: 02 (-1)"


def test_a_first_round_compares_with_nothing(first: Consolidation, schemas: Schemas) -> None:
    page = html.document_fromstring(html_page(figures(first, (), (), schemas)))
    assert not texts(page, "//span[@class='change']")
    assert not texts(page, "//p[starts-with(., 'So với') or starts-with(., 'Chữ số nhỏ')]")
    told = json.loads(page.get_element_by_id("details").text)
    assert not any("before" in cell for cells in told["cells"].values() for cell in cells.values())


def test_the_head_names_the_same_days_as_the_report(document: html.HtmlElement, second: Consolidation) -> None:
    ground, days = texts(document, "//header/p[@class='quiet']")
    assert ground.startswith("Quyết định ban hành danh mục nhiệm vụ")
    assert days == (
        "Số liệu đến ngày 30/11/2025; tổng hợp đến hết ngày 05/12/2025; hạn gửi báo cáo: trước ngày 05/12/2025."
    )
