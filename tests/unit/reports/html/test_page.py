"""The page, read as a browser without a script would: what it says, and that it can do no harm."""

import base64
import hashlib
import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from pipeline.campaign.assignment import Role
from pipeline.campaign.decision import Campaign
from pipeline.consolidation.counts import counts, counts_by, submissions, weakest
from pipeline.consolidation.merge import matrix
from pipeline.consolidation.states import State
from pipeline.forms.schema.schema import Schemas
from pipeline.reports.figures import figures
from pipeline.reports.html.details import details
from pipeline.reports.html.markup import escaped, json_text, raw, tag
from pipeline.reports.html.page import html_page, write_html
from pipeline.reports.sentences import amount, number, official_sentence, percent
from tests.support.campaign import measured_task
from tests.support.consolidation import Result, consolidated
from tests.support.page import HOSTILE, HOSTILE_FILE, city


@pytest.fixture(scope="module")
def result(campaign: Campaign, schemas: Schemas) -> Result:
    """Four returns, one of them hostile."""
    return city(campaign, schemas)


@pytest.fixture(scope="module")
def page(result: Result, schemas: Schemas) -> str:
    """The page's text."""
    return html_page(figures(result.merged, result.files, result.problems, schemas))


@pytest.fixture(scope="module")
def document(page: str) -> html.HtmlElement:
    """The page as a parser sees it."""
    return html.document_fromstring(page)


@pytest.fixture(scope="module")
def told(document: html.HtmlElement) -> Any:
    """What a click tells."""
    return json.loads(document.get_element_by_id("details").text)


def text_of(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def table_of(document: html.HtmlElement, label: str) -> list[list[str]]:
    """The rows of a small table, headings first."""
    (table,) = document.xpath(f"//table[@aria-labelledby='{label}']")
    return [[text_of(cell) for cell in row] for row in table.iter("tr")]


# What it says


def test_headline_figures_are_the_counts(document: html.HtmlElement, result: Result) -> None:
    rows = result.merged.assignments
    led, returns = counts(rows[rows["role"].eq(Role.LEAD)]), submissions(result.merged.agencies)
    figures = [text_of(figure) for figure in document.find_class("figure")]
    assert led.due_rate is not None
    assert figures == [
        f"{number(returns.reported)}/{number(returns.owing)}",
        percent(led.due_rate),
        number(led.overdue),
        number(led.not_reported),
        number(led.in_error),
    ]
    assert official_sentence(counts(rows)) in text_of(document)


def test_matrix_is_the_matrix(document: html.HtmlElement, result: Result) -> None:
    states = matrix(result.merged)
    table = document.get_element_by_id("matrix")
    codes = [cell.get("data-task") for cell in table.xpath(".//th[@data-task]")]
    assert codes == list(states.columns)
    shown = {
        row.get("data-agency"): [text_of(cell) for cell in row.xpath("./td")[2:]]
        for row in table.xpath(".//tr[@data-agency]")
    }
    assert list(shown) == list(states.index)
    assert shown == {str(agency): list(line) for agency, line in states.iterrows()}


def test_states_wear_their_colours_and_leads_are_marked(document: html.HtmlElement, result: Result) -> None:
    cells = [
        cell for cell in document.get_element_by_id("matrix").xpath(".//tbody//td[@class]") if cell.text in set(State)
    ]
    wrong = [cell for cell in cells if cell.get("class").split()[0] != State(cell.text).name.lower().replace("_", "-")]
    assert wrong == []
    led = [cell for cell in cells if "led" in cell.get("class").split()]
    assert len(led) == result.merged.assignments["role"].eq(Role.LEAD).sum()


def test_legend_counts_every_state(document: html.HtmlElement, result: Result) -> None:
    whole = counts(result.merged.assignments)
    legend = [text_of(entry) for entry in document.find_class("legend")[0]]
    assert legend == [f"{state.value} {state.label}: {number(whole.of(state))}" for state in State]


def test_groups_add_up_to_all(document: html.HtmlElement, result: Result) -> None:
    heading, *groups, whole = table_of(document, "theo-khoi")
    returns = submissions(result.merged.agencies)
    assert heading[1:5] == ["Phải báo cáo", "Đúng hạn", "Chậm", "Chưa báo cáo"]
    assert whole[1:5] == [amount(each) for each in (returns.owing, returns.in_time, returns.late, returns.missing)]
    for column, total in enumerate(whole[1:5], start=1):
        assert sum(int(row[column]) for row in groups) == int(total)


def test_weakest_tasks_come_in_the_order_of_the_counts(document: html.HtmlElement, result: Result) -> None:
    rows = result.merged.assignments
    found = counts_by(rows[rows["role"].eq(Role.LEAD)], "task")
    by_task = {task.code: found[task.code] for task in result.merged.tasks if task.code in found}
    shown = [row[0].split()[0] for row in table_of(document, "ton-dong")[1:]]
    assert shown == [code for code, _ in weakest(by_task)]
    assert len(shown) == 10


def test_a_click_tells_what_was_typed_and_where(told: Any, result: Result, schemas: Schemas) -> None:
    cell = told["cells"]["STC"]["1.1"]
    typed = dict(zip(told["headings"], cell["typed"], strict=True))
    assert told["headings"] == [column.title for column in schemas.report.open_columns]
    assert typed["Tỷ lệ hoàn thành (%)"] == "60"
    assert typed["Kết quả thực hiện"] == HOSTILE[0]
    assert typed["Ngày hoàn thành"] is None
    assert (cell["role"], cell["sheet"]) == ("Chủ trì", "Báo cáo")
    row = result.merged.assignments.set_index(["agency", "task"]).loc[("STC", "1.1")]
    assert cell["cell"] == row["cell"]
    (file,) = [file for file in result.files if file.path == HOSTILE_FILE]
    assert (told["agencies"]["STC"]["file"], told["agencies"]["STC"]["sha256"]) == (file.path, file.sha256)


def test_a_click_tells_the_problems_of_the_row_with_hints(told: Any) -> None:
    (found,) = [one for one in told["cells"]["STC"]["1.2"]["problems"] if one["field"] == "Ngày hoàn thành"]
    assert (found["severity"], found["label"], found["value"]) == ("error", "Lỗi", "31/9/2025")
    assert found["message"]
    assert found["hint"]
    assert found["cell"]


def test_every_problem_of_a_used_file_is_told_once(told: Any, result: Result) -> None:
    cells = [cell for of_agency in told["cells"].values() for cell in of_agency.values()]
    places = [*cells, *told["agencies"].values()]
    shown = Counter(one["message"] for place in places for one in place.get("problems", []))
    used = {file.path for file in result.files if file.verdict.used}
    assert shown == Counter(one.message for one in result.problems if one.file in used)


def test_indicators_models_and_proposals_stand_with_their_task(told: Any, result: Result) -> None:
    model_task = measured_task(result.merged.campaign)
    models = [entry for entry in told["cells"]["SCT"][model_task]["attached"] if entry["title"] == "Mô hình 1"]
    assert ["Tên mô hình", "Mô hình «Chợ văn minh»"] in models[0]["lines"]
    proposals = [entry for entry in told["cells"]["SCT"]["1.1"]["attached"] if entry["title"] == "Đề xuất 1"]
    assert ["Nội dung đề xuất", "Thêm nội dung tập huấn."] in proposals[0]["lines"]
    assert told["agencies"]["SCT"]["attached"][0]["lines"][1] == ["Nội dung đề xuất", "Giao nhiệm vụ mới."]
    rows = result.merged.indicators
    given = rows[rows["file"].notna()]
    titles = Counter(
        (agency, task, entry["title"])
        for agency, tasks in told["cells"].items()
        for task, cell in tasks.items()
        for entry in cell.get("attached", [])
        if entry["sheet"] == "Chỉ tiêu"
    )
    assert titles == Counter(zip(given["agency"], given["task"], given["name"], strict=True))


def test_a_number_that_is_not_there_is_said_in_words(told: Any) -> None:
    def value(agency: str, place: int) -> str:
        line = told["cells"][agency]["1.1"]["attached"][place]["lines"][0]
        assert line[0] == "Giá trị"
        return str(line[1])

    assert value("STP", 0).startswith("10 ")
    assert (value("SCT", 0), value("SCT", 1)) == ("số liệu có lỗi", "chưa có số liệu")


def test_models_stand_with_the_agency_where_no_task_asks_for_them(result: Result, schemas: Schemas) -> None:
    campaign = result.merged.campaign
    without = replace(campaign, lists=tuple(replace(one, tasks=(), measures=None) for one in campaign.lists))
    told = details(figures(replace(result.merged, campaign=without), result.files, result.problems, schemas))
    assert "Mô hình 1" in [entry["title"] for entry in told["agencies"]["SCT"]["attached"]]


def test_a_late_and_a_missing_return_are_named(document: html.HtmlElement) -> None:
    sent = {row.get("data-agency"): text_of(row[1]) for row in document.xpath("//tr[@data-agency]")}
    assert (sent["SCT"], sent["STP"], sent["SNV"]) == ("Chậm 02 ngày", "Đúng hạn", "Chưa báo cáo")


def test_an_empty_inbox_is_said_in_words(campaign: Campaign, schemas: Schemas) -> None:
    empty = consolidated(campaign, schemas)
    document = html.document_fromstring(html_page(figures(empty.merged, empty.files, empty.problems, schemas)))
    assert "chưa lượt nào được báo cáo" in text_of(document)
    assert {cell.text for cell in document.xpath("//tr[@data-agency]/td[position() > 2]") if cell.text} == {"X"}


# That it can do no harm


def test_hostile_texts_stay_texts(document: html.HtmlElement, told: Any) -> None:
    shown = json.dumps(told, ensure_ascii=False)
    for text in (*HOSTILE, HOSTILE_FILE):
        assert json.dumps(text, ensure_ascii=False)[1:-1] in shown
    assert document.xpath("//img | //iframe | //object | //embed | //link | //base") == []
    assert [script.get("type") for script in document.iter("script")] == ["application/json", None]
    assert [link.get("href") for link in document.iter("a")] == ["#ma-tran"]
    assert [name for element in document.iter("*") for name in element.attrib if name.startswith("on")] == []


@pytest.mark.parametrize("text", [*HOSTILE, "\u2028\u2029", "\ud800", "<!--<script>", "-->"])
def test_json_in_a_script_element_cannot_end_it(text: str) -> None:
    written = json_text({text: [text]})
    assert re.search("[<>&\u2028\u2029\ud800-\udfff]", written) is None
    assert json.loads(written) == {text: [text]}


@pytest.mark.parametrize("text", [*HOSTILE, "a\u202eb\ud800\x00c", "'\""])
def test_text_in_markup_is_escaped_in_content_and_attributes(text: str) -> None:
    (paragraph,) = html.fragments_fromstring(tag("p", text, title=text))
    assert len(paragraph) == 0
    assert paragraph.keys() == ["title"]
    visible = "abc" if text.startswith("a") else text
    assert (paragraph.text, paragraph.get("title")) == (visible, visible)
    escaped(text).encode("utf-8")


def test_only_markup_and_text_can_be_children() -> None:
    assert tag("p", "1 < 2", None, 3, [tag("b", "x")], hidden=True, id=None) == "<p hidden>1 &lt; 23<b>x</b></p>"
    with pytest.raises(TypeError):
        tag("p", 1.5)


@pytest.mark.parametrize("text", ["a</style>", "<!-- x"])
def test_our_own_files_cannot_end_their_element(text: str) -> None:
    with pytest.raises(ValueError, match="end its element"):
        raw(text)


def test_content_security_policy_allows_this_style_and_this_script_only(page: str) -> None:
    def source(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    (style,) = re.findall("<style>(.*?)</style>", page, re.DOTALL)
    (script,) = re.findall("<script>(.*?)</script>", page, re.DOTALL)
    (policy,) = html.document_fromstring(page).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.split("; ") == [
        "default-src 'none'",
        f"style-src {source(style)}",
        f"script-src {source(script)}",
        "base-uri 'none'",
        "form-action 'none'",
    ]


def test_nothing_refers_to_the_network(page: str) -> None:
    assert re.findall(r"https?:|//[a-z]+\.|url\(|@import|fetch\(|XMLHttpRequest|innerHTML|eval\(", page) == []


def test_same_round_same_bytes_in_whatever_order(result: Result, schemas: Schemas, page: str, tmp_path: Path) -> None:
    turned = tuple(reversed(result.problems))
    write_html(figures(result.merged, tuple(reversed(result.files)), turned, schemas), tmp_path / "page.html")
    assert (tmp_path / "page.html").read_bytes() == page.encode("utf-8")


# That everybody can read it


def test_structure_can_be_heard(document: html.HtmlElement) -> None:
    assert document.get("lang") == "vi"
    assert document.get_element_by_id("matrix").find("caption").text
    assert [cell for cell in document.iter("th") if cell.get("scope") is None] == []
    assert [len(label.xpath("./input | ./select")) for label in document.iter("label")] == [1] * 5
    identities = [element.get("id") for element in document.xpath("//*[@id]")]
    assert len(set(identities)) == len(identities)
    named = {element.get("aria-labelledby") for element in document.xpath("//*[@aria-labelledby]")}
    assert named <= set(identities)
    levels = [int(heading.tag[1]) for heading in document.xpath("//h1 | //h2 | //h3")]
    assert levels == [1, *[2] * (len(levels) - 1)]
