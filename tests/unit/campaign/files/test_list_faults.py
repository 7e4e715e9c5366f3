"""What is wrong with the lists of a campaign, each told with file, line and place."""

import re
from pathlib import Path

import pytest

from pipeline.errors import ConfigurationError
from tests.support.campaign import SMALL_DECISION, SMALL_TASKS
from tests.support.lists import TALKS, WORKS, campaign_with_lists


@pytest.mark.parametrize(
    ("old", "new", "place", "reason"),
    [
        ('tasks: ["1.2"], groups', 'tasks: ["9.9"], groups', "[works].asked_of.tasks[0]", "không có nhiệm vụ mã «9.9»"),
        ('tasks: ["1.2"], groups', 'tasks: ["1.1"], groups', "[works].asked_of.tasks[0]", "dòng tiêu đề"),
        ("[communes]", "[schools]", "[works].asked_of.groups[0]", "không có khối «schools» trong groups.yaml"),
        ("[communes]", "[other_bodies]", "[works].asked_of.groups[0]", "khối «other_bodies» không báo cáo"),
        ('{task: "1.2", of', '{task: "9.9", of', "[works].measures.task", "không có nhiệm vụ mã «9.9»"),
        ('{task: "1.2", of', '{task: "1.3", of', "[works].measures.task", "không ai được hỏi danh sách để đo"),
        ("of: agencies", "of: rows", "[works].measures.of", "chỉ nhận: agencies"),
        ("target_percent: 80", "target_percent: 800", "[works].measures.target_percent", "nằm ngoài khoảng"),
        ("sheet: Công trình", "sheet: Chỉ tiêu", "[works].sheet", "trang cố định"),
        ("sheet: Công trình", "sheet: Tiếp nhận", "[works].sheet", "trang cố định"),
        ("sheet: Công trình", f"sheet: {'Công trình ' * 3}A", "[works].sheet", "Excel chỉ nhận đến 31"),
        ("sheet: Công trình", 'sheet: "Công/trình"', "[works].sheet", "không được có /"),
        ("sheet: Công trình", 'sheet: "\'Công trình"', "[works].sheet", "nháy đơn"),
        ("sheet: Công trình", "sheet: đối thoại", "[talks].sheet", "đã là tên của danh sách works"),
        ("Danh sách công trình an toàn", "Danh sách cuộc đối thoại", "[talks].title", "đã là tên của danh sách works"),
        ("code: works", "code: talks", "[talks].code", "bị lặp lại"),
        ("code: works", "code: proposals", "[proposals].code", "tên bảng cố định"),
        ("code: works", "code: Công trình", "[Công trình].code", "không đúng dạng"),
        (
            "count_by: stage",
            "count_by: kind",
            "[works].count_by",
            "không có cột «kind»; chỉ có: name, cost, due, stage",
        ),
        ("count_by: stage", "count_by: cost", "[works].count_by", "phải là cột chữ"),
        ("  rows: 12", "  row: 12", "[works].row", "có phải là «rows»?"),
        ("  noun: công trình\n", "", "[works]", "thiếu mục «noun»"),
        # the columns, as those of every sheet
        ("    cost:\n", "    Kinh phí:\n", "[works].columns", "cần tên cột bằng chữ thường"),
        (
            "dtype: float64\n      nullable",
            "dtype: float\n      nullable",
            "[works].columns.cost.dtype",
            "chỉ nhận: str, float64",
        ),
        ("error: cell.negative", "error: cell.negativ", "options.error", "có phải là «cell.negative»?"),
        ("    name: {title", "    agency: {title", "[works].columns.agency", "chương trình đã dùng"),
        ("title: Giai đoạn", "title: Tên công trình", "[works].columns.stage.title", "bị lặp lại"),
        ("metadata: {width: 40,", "metadata: {groups: [schools],", "name.metadata.groups[0]", "mang mã «schools»"),
        ("metadata: {width: 40,", "metadata: {locked: true,", "[works].columns.name", "cột khóa do chương trình in"),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, old: str, new: str, place: str, reason: str) -> None:
    text = WORKS + TALKS
    assert text.count(old) == 1
    with pytest.raises(ConfigurationError) as caught:
        campaign_with_lists(tmp_path, text.replace(old, new))
    lines = [line for line in str(caught.value).splitlines() if f"{place}: " in line and reason in line]
    assert len(lines) == 1, str(caught.value)
    found = re.match(r"(.*lists\.yaml):(\d+): ", lines[0])
    assert found is not None
    where = text.replace(old, new).splitlines()[int(found[2]) - 1]
    assert (
        any(part in where for part in new.split("\n"))
        or place.startswith(("[talks]", "[works]:"))
        or place == "[works].columns"
        or not new
    )


def test_a_list_that_nobody_is_asked_for_is_refused(tmp_path: Path) -> None:
    tasks = SMALL_TASKS.replace("{group: departments}, {group: communes}", "{group: departments}")
    tasks = tasks.replace(", {group: communes, related_only: true}", "")
    decision = SMALL_DECISION[: SMALL_DECISION.index("waivers:")] + "waivers: []\nextensions: []\n"
    with pytest.raises(ConfigurationError, match=r"lists\.yaml:6: \[works\]\.asked_of: không cơ quan nào"):
        campaign_with_lists(tmp_path, WORKS, files={"tasks.yaml": tasks, "decision.yaml": decision})


def test_a_list_without_columns_to_fill_in_is_refused(tmp_path: Path) -> None:
    only_printed = (
        TALKS[: TALKS.index("    topic")]
        + "    number: {title: STT, dtype: str, nullable: true, metadata: {locked: true}}\n"
    )
    with pytest.raises(ConfigurationError, match="ít nhất một cột để điền"):
        campaign_with_lists(tmp_path, only_printed)


def test_a_list_of_its_own_number_column_keeps_it(tmp_path: Path) -> None:
    number = "    number: {title: Số TT, dtype: str, nullable: true, metadata: {locked: true, width: 8}}\n    topic"
    _, schemas = campaign_with_lists(tmp_path, TALKS.replace("    topic", number))
    assert [column.title for column in schemas.lists[0].columns] == ["Số TT", "Chủ đề", "Số người"]


def test_an_empty_file_of_lists_is_refused_and_an_empty_list_is_none(tmp_path: Path) -> None:
    campaign, schemas = campaign_with_lists(tmp_path, "[]\n")
    assert (campaign.lists, schemas.lists) == ((), ())
    with pytest.raises(ConfigurationError, match="tệp rỗng"):
        campaign_with_lists(tmp_path, "# nothing\n")
