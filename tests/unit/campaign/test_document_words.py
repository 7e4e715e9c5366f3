"""How texts speak of the document that orders a campaign, whatever its kind, and of its tasks."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.campaign.decision import Decision
from pipeline.campaign.files.reading import read_campaign
from pipeline.errors import ConfigurationError
from tests.support.campaign import edited, refused, write_small_project
from tests.support.school_year import NAME, changed, school_year

ARTICLES = '[{number: "1", paragraphs: [Ban hành danh mục., Có hiệu lực từ ngày ký.]}]'


@pytest.fixture
def decision(tmp_path: Path) -> Decision:
    return school_year(tmp_path).decision


@pytest.mark.parametrize(
    ("kind", "title", "words"),
    [
        ("Quyết định", "Ban hành danh mục nhiệm vụ.", "ban hành danh mục nhiệm vụ"),
        ("Quyết định", "Giao nhiệm vụ năm 2027", "giao nhiệm vụ năm 2027"),
        ("Kế hoạch", "Bảo đảm an toàn trường học", "về bảo đảm an toàn trường học"),
        ("Kế hoạch", "Ban hành danh mục", "ban hành danh mục"),
        ("Công văn", "Về việc báo cáo định kỳ", "về việc báo cáo định kỳ"),
        ("Chỉ thị", "Lâm Sơn không khói thuốc", "về Lâm Sơn không khói thuốc"),
        ("Kế hoạch", "CNTT trong trường học", "về CNTT trong trường học"),
    ],
)
def test_a_title_goes_on_the_sentence(decision: Decision, kind: str, title: str, words: str) -> None:
    assert replace(decision, kind=kind, title=title).title_in_sentence == words


def test_a_duty_stands_in_the_provision_that_words_it(decision: Decision) -> None:
    assert decision.provision_with("trước ngày 05 hằng tháng") == "Mục III"
    assert decision.provision_with("Mục đích") == "Mục I"
    assert decision.provision_with("trước ngày 06") == ""
    assert replace(decision, place="Mục V").provision_with("trước ngày 06") == "Mục V"


def test_articles_are_called_so(tmp_path: Path) -> None:
    write_small_project(tmp_path)
    assert [provision.place for provision in read_campaign(tmp_path, "small").decision.provisions] == ["Điều 1"]


def test_a_document_may_have_neither(tmp_path: Path) -> None:
    write_small_project(tmp_path, edited("decision.yaml", f"  articles: {ARTICLES}\n", "  place: Điểm 2\n"))
    read = read_campaign(tmp_path, "small").decision
    assert (read.provisions, read.provision_with("bất kỳ")) == ((), "Điểm 2")


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        (f"{ARTICLES}\n  sections: {ARTICLES}", "không có cả hai"),
        ("[{paragraphs: [Ban hành.]}]", "có number hoặc place"),
        ("[]", "không được để trống"),
    ],
)
def test_provisions_that_nobody_can_name_are_refused(tmp_path: Path, new: str, reason: str) -> None:
    assert reason in str(refused(tmp_path, edited("decision.yaml", ARTICLES, new)))


def test_short_names_are_read(tmp_path: Path) -> None:
    campaign = school_year(tmp_path)
    assert [section.short for section in campaign.sections] == ["", "Truyền thông và công nghệ"]
    assert [task.short for task in campaign.tasks] == ["Phòng cháy và bếp ăn", "", ""]


@pytest.mark.parametrize(
    ("short", "reason"),
    [
        ("Phòng cháy, chữa cháy và vệ sinh bếp ăn của tất cả các trường học", "không quá 60 ký tự"),
        ("Phòng cháy và bếp ăn.", "không có dấu ở cuối"),
        ("Phòng cháy…", "không có dấu ở cuối"),
    ],
)
def test_a_short_name_that_is_none_is_refused(tmp_path: Path, short: str, reason: str) -> None:
    files = changed("tasks.yaml", ("short: Phòng cháy và bếp ăn", f"short: {short}"))
    write_small_project(tmp_path, files, campaign=NAME)
    with pytest.raises(ConfigurationError, match=reason):
        read_campaign(tmp_path, NAME)


def test_two_tasks_have_no_short_name_in_common(tmp_path: Path) -> None:
    again = "text: Dạy kỹ năng an toàn mạng\n    short: phòng cháy và bếp ăn\n"
    files = changed("tasks.yaml", ("text: Dạy kỹ năng an toàn mạng\n", again))
    write_small_project(tmp_path, files, campaign=NAME)
    with pytest.raises(ConfigurationError, match=r"đã dùng cho «I\.1»"):
        read_campaign(tmp_path, NAME)


def test_every_task_and_section_of_a_shipped_catalogue_has_one(campaign) -> None:
    assert [entry.code for entry in (*campaign.sections, *campaign.tasks) if not 0 < len(entry.short) <= 60] == []


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Bà Mơ, máy 18", "Bà Mơ, máy 18"),
        ("{name: Bà Mơ, phone: 0299 555 018}", "Bà Mơ, điện thoại 0299 555 018"),
        ("{name: Bà Mơ, email: mo@vidu.vn}", "Bà Mơ, thư điện tử mo@vidu.vn"),
        ("{phone: ''}", ""),
    ],
)
def test_whom_to_call_is_one_line_however_it_is_given(tmp_path: Path, written: str, words: str) -> None:
    write_small_project(tmp_path, edited("decision.yaml", 'contact: ""', f"contact: {written}"))
    assert read_campaign(tmp_path, "small").decision.contact == words
