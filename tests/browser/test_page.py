"""The page in a real browser: filters, search, panel, keyboard, day and night, paper, and nothing let in or out."""

import base64
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import ActionChains, Chrome, ChromeOptions, Keys
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.select import Select

from pipeline.campaign.decision import Campaign
from pipeline.consolidation.states import State
from pipeline.forms.schema.schema import Schemas
from pipeline.reports.figures import figures
from pipeline.reports.html.page import write_html
from tests.support.consolidation import Result
from tests.support.page import HOSTILE, HOSTILE_FILE, city

pytestmark = pytest.mark.chromium

CHROMIUM, DRIVER = Path("/usr/bin/chromium"), Path("/usr/bin/chromedriver")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1500,1000",
)


@pytest.fixture(scope="module")
def result(campaign: Campaign, schemas: Schemas) -> Result:
    """Four returns, one of them hostile."""
    return city(campaign, schemas)


@pytest.fixture(scope="module")
def address(result: Result, schemas: Schemas, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the page lies."""
    path = tmp_path_factory.mktemp("outbox") / "tong-hop.html"
    write_html(figures(result.merged, result.files, result.problems, schemas), path)
    return path.as_uri()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """One browser for all tests, cut off from the network."""
    for program in (CHROMIUM, DRIVER):
        if not program.exists():
            pytest.fail(f"{program} is missing: apt-get install chromium chromium-driver")
    options = ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    chrome = Chrome(options=options, service=Service(str(DRIVER)))
    chrome.execute_cdp_cmd("Network.enable", {})
    offline = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
    chrome.execute_cdp_cmd("Network.emulateNetworkConditions", offline)
    yield chrome
    chrome.quit()


class Page:
    """The page as a reader uses it."""

    def __init__(self, browser: Chrome) -> None:
        self.browser = browser

    def element(self, identity: str) -> WebElement:
        return self.browser.find_element(By.ID, identity)

    def script(self, code: str, *arguments: object) -> Any:
        return self.browser.execute_script(code, *arguments)

    def choose(self, control: str, value: str) -> None:
        Select(self.element(control)).select_by_value(value)

    def cell(self, agency: str, task: str) -> WebElement:
        found = self.script(
            "const heads = [...document.querySelectorAll('#matrix th[data-task]')].map((cell) => cell.dataset.task);"
            "const row = document.querySelector(`tr[data-agency='${arguments[0]}']`);"
            "return row.cells[3 + heads.indexOf(arguments[1])];",
            agency,
            task,
        )
        assert isinstance(found, WebElement)
        return found

    def agencies(self) -> list[str]:
        """The codes of the agencies that are seen."""
        seen = "[...document.querySelectorAll('tr[data-agency]')].filter((row) => row.checkVisibility())"
        return list(self.script(f"return {seen}.map((row) => row.dataset.agency)"))

    def tasks(self) -> list[str]:
        """The codes of the tasks that are seen."""
        seen = "[...document.querySelectorAll('th[data-task]')].filter((cell) => cell.checkVisibility())"
        return list(self.script(f"return {seen}.map((cell) => cell.dataset.task)"))

    def said(self) -> str:
        """What a screen reader is told after a change."""
        assert self.element("shown").aria_role == "status"
        return self.element("shown").text

    def press(self, *keys: str) -> None:
        ActionChains(self.browser, duration=0).send_keys(*keys).perform()

    def at(self) -> WebElement:
        return self.browser.switch_to.active_element

    def click(self, cell: WebElement) -> str:
        """Click on a cell; return what the panel says."""
        self.script("arguments[0].scrollIntoView({block: 'center', inline: 'center'})", cell)
        cell.click()
        return self.panel()

    def panel(self) -> str:
        assert self.element("panel").is_displayed()
        return self.element("panel").text

    @property
    def panel_is_open(self) -> bool:
        return bool(self.script("return document.getElementById('panel').open"))


@pytest.fixture
def page(browser: Chrome, address: str) -> Page:
    """The page, freshly opened."""
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
    browser.get(address)
    return Page(browser)


def test_opens_without_an_error_and_asks_for_nothing(page: Page, address: str) -> None:
    page.browser.get_log("performance")
    page.browser.refresh()
    page.click(page.cell("STC", "1.1"))
    assert page.browser.get_log("browser") == []
    events = [json.loads(entry["message"])["message"] for entry in page.browser.get_log("performance")]
    asked = [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]
    assert asked == [address]


def test_shows_all_before_anything_is_filtered(page: Page, result: Result) -> None:
    assert page.agencies() == result.merged.agencies["agency"].tolist()
    assert page.said() == "Đang hiện 35/35 cơ quan, 28/28 nhiệm vụ."


def test_filters_by_group(page: Page, result: Result) -> None:
    page.choose("group", "departments")
    agencies = result.merged.agencies
    assert page.agencies() == agencies.loc[agencies["group"].eq("departments"), "agency"].tolist()
    assert page.said().startswith(f"Đang hiện {len(page.agencies())}/35 cơ quan")
    assert "Doanh nghiệp nhà nước" not in page.element("matrix").text


def test_filters_by_section(page: Page, result: Result) -> None:
    page.choose("section", "2")
    assert page.tasks() == [task.code for task in result.merged.tasks if task.section == "2"]
    assert not page.cell("STC", "1.1").is_displayed()
    assert page.cell("STC", "2.1").is_displayed()
    assert "35/35 cơ quan, 6/28 nhiệm vụ" in page.said()


def test_filters_by_state_and_dims_the_others(page: Page, result: Result) -> None:
    page.choose("state", State.IN_ERROR)
    rows = result.merged.assignments
    in_error = rows.loc[rows["state"].eq(State.IN_ERROR), "agency"]
    assert page.agencies() == in_error.drop_duplicates().tolist()
    assert "faint" not in page.cell("STC", "1.2").get_attribute("class")
    assert "faint" in page.cell("STC", "1.1").get_attribute("class")


@pytest.mark.parametrize("words", ["lê chân", "LE CHAN", "le  cha", "11383"])
def test_finds_an_agency_with_and_without_marks(page: Page, words: str) -> None:
    page.element("search").send_keys(words)
    assert page.agencies() == ["11383"]
    assert "1/35" in page.said()


def test_filters_work_together_and_can_be_taken_off(page: Page) -> None:
    page.element("search").send_keys("sở")
    page.choose("group", "communes")
    assert page.agencies() == []
    assert page.said() == "Không có cơ quan nào phù hợp."
    page.browser.find_element(By.CSS_SELECTOR, "button[type=reset]").click()
    assert len(page.agencies()) == 35


def test_a_click_shows_what_was_reported_with_its_source(page: Page, result: Result) -> None:
    row = result.merged.assignments.set_index(["agency", "task"]).loc[("SCT", "3.2")]
    told = page.click(page.cell("SCT", "3.2"))
    for text in ("Sở Công Thương", "Chủ trì", "Hoàn thành đúng hạn", "Kết quả thực hiện", row["result"], "sct.xlsx"):
        assert text in told
    assert f"Ô trạng thái\n{row['cell']}" in told
    assert result.merged.campaign.task_by_code["3.2"].text in told
    (file,) = [file for file in result.files if file.path == "sct.xlsx"]
    assert file.sha256 in told
    assert "Mô hình «Chợ văn minh»" in told


def test_a_click_shows_problems_with_what_to_type_instead(page: Page) -> None:
    told = page.click(page.cell("STC", "1.2"))
    assert "Lỗi: trang «Báo cáo», ô" in told
    assert "Đã gõ: 31/9/2025" in told
    assert "ví dụ 15/8/2025" in told


def test_heads_tell_of_the_agency_and_of_the_task(page: Page) -> None:
    row = page.browser.find_element(By.CSS_SELECTOR, "tr[data-agency='SCT'] th")
    assert "Chậm 02 ngày" in page.click(row)
    page.press(Keys.ESCAPE)
    head = page.browser.find_element(By.CSS_SELECTOR, "th[data-task='3.4.b1']")
    assert "Cơ quan chủ trì" in page.click(head)


def test_hostile_texts_are_shown_and_stay_inert(page: Page) -> None:
    told = page.click(page.cell("STC", "1.1"))
    for text in (*HOSTILE[:4], HOSTILE_FILE):
        assert text in told
    page.press(Keys.ESCAPE)
    assert HOSTILE[4] in page.click(page.browser.find_element(By.CSS_SELECTOR, "tr[data-agency='STC'] th"))
    assert page.script("return document.querySelectorAll('img, iframe, [onerror], [onload]').length") == 0
    assert page.browser.title.startswith("Tổng hợp báo cáo")


def test_what_slipped_in_would_not_run_nor_load(page: Page) -> None:
    refused = page.browser.execute_async_script(
        """
        const done = arguments[arguments.length - 1];
        const refused = [];
        document.addEventListener("securitypolicyviolation", (event) => {
          refused.push(event.effectiveDirective);
          if (refused.length === 3) { done(refused.sort()); }
        });
        const script = document.createElement("script");
        script.textContent = "document.title = 'hacked'";
        const picture = document.createElement("img");
        picture.src = "https://example.invalid/x.png";
        const style = document.createElement("style");
        style.textContent = "body { display: none }";
        document.body.append(script, picture, style);
        """
    )
    assert refused == ["img-src", "script-src-elem", "style-src-elem"]
    assert page.browser.title.startswith("Tổng hợp báo cáo")
    assert len(page.browser.get_log("browser")) == 3


def test_keyboard_alone_is_enough(page: Page, result: Result) -> None:
    first = result.merged.agencies["agency"].iloc[0]
    reachable = "#matrix [tabindex='0']"
    assert len(page.browser.find_elements(By.CSS_SELECTOR, reachable)) == 1
    page.script("document.querySelector('button[type=reset]').focus()")
    page.press(Keys.TAB)
    assert page.at().get_attribute("scope") == "row"
    page.press(*[Keys.ARROW_RIGHT] * 3)
    assert page.at() == page.cell(first, page.tasks()[0])
    page.press(Keys.ARROW_UP)
    assert page.at().text == page.tasks()[0]
    page.press(Keys.ARROW_DOWN, Keys.END, Keys.ARROW_DOWN, Keys.ARROW_LEFT)
    assert page.at() == page.cell(page.agencies()[1], page.tasks()[-2])
    assert page.script("return getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert len(page.browser.find_elements(By.CSS_SELECTOR, reachable)) == 1
    opener = page.at()
    page.press(Keys.ENTER)
    assert page.panel_is_open
    assert page.at().get_attribute("id") == "panel-title"
    page.press(Keys.ESCAPE)
    assert not page.panel_is_open
    assert page.at() == opener


def test_focus_stays_where_it_can_be_seen(page: Page) -> None:
    """Not under the sticky head, first column or last row."""
    page.script(
        "document.getElementById('scroll').scrollIntoView(); document.querySelector('tr[data-agency] th').focus()"
    )
    page.press(*[Keys.ARROW_RIGHT] * 4, *[Keys.PAGE_DOWN] * 4, *[Keys.ARROW_UP] * 25)
    on_top = page.script(
        "const box = document.activeElement.getBoundingClientRect();"
        "return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) === document.activeElement"
    )
    assert on_top is True


def test_focus_moves_on_when_its_row_is_filtered_away(page: Page) -> None:
    page.element("search").send_keys("lê chân")
    kept = page.browser.find_element(By.CSS_SELECTOR, "#matrix [tabindex='0']")
    assert kept.is_displayed()


def test_screen_reader_hears_the_state_in_words(page: Page) -> None:
    cell = page.cell("SCT", "3.2")
    assert page.element("matrix").aria_role == "grid"
    assert cell.aria_role == "gridcell"
    assert cell.accessible_name == "Hoàn thành đúng hạn; Sở Công Thương, nhiệm vụ 3.2"
    assert page.element("search").accessible_name == "Tìm cơ quan"
    assert page.element("group").accessible_name == "Khối"
    page.click(cell)
    panel = page.element("panel")
    assert (panel.aria_role, panel.accessible_name) == ("dialog", "3.2 · Hoàn thành đúng hạn")


def test_night_by_the_system_and_day_by_choice(page: Page) -> None:
    ground = "return getComputedStyle(document.body).backgroundColor"
    light = page.script(ground)
    dark_system = {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
    page.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", dark_system)
    dark = page.script(ground)
    assert dark != light
    page.choose("theme", "light")
    assert page.script(ground) == light
    page.choose("theme", "dark")
    page.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    assert page.script(ground) == dark
    page.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert page.script("return getComputedStyle(document.getElementById('matrix')).color") == "rgb(27, 39, 51)"


def test_prints_on_a3_without_the_controls(page: Page) -> None:
    page.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert not page.element("filters").is_displayed()
    assert page.script("return getComputedStyle(document.querySelector('td.not-reported')).printColorAdjust") == "exact"
    printed = page.browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    document = base64.b64decode(printed["data"])
    assert document.startswith(b"%PDF-")
    assert b"/MediaBox [0 0 1191.12 841.91998]" in document  # A3 in points, landscape


def test_fits_a_narrow_screen(page: Page) -> None:
    page.browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 380, "height": 700, "deviceScaleFactor": 1, "mobile": True}
    )
    try:
        assert page.script("return document.documentElement.scrollWidth") <= 380
        assert "Sở Công Thương" in page.click(page.cell("SCT", "3.2"))
        assert page.element("panel").size["width"] == 380
    finally:
        page.browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@pytest.fixture
def without_script(browser: Chrome) -> Iterator[Callable[[str], None]]:
    """Opens an address where scripts do not run."""
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    yield browser.get
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_figures_and_matrix_stand_without_a_script(
    browser: Chrome, without_script: Callable[[str], None], address: str
) -> None:
    without_script(address)
    assert browser.find_element(By.CLASS_NAME, "figure").text == "04/35"
    assert browser.find_element(By.CSS_SELECTOR, "tr[data-agency='SCT'] td.done-in-time").is_displayed()
    assert not browser.find_element(By.ID, "filters").is_displayed()
    assert browser.find_element(By.ID, "shown").text == "35 cơ quan, 28 nhiệm vụ."
