"""`groups.yaml`: what it may leave out, and what is wrong in it."""

from pathlib import Path

import pytest

from pipeline.campaign.files.reading import read_campaign
from tests.support.campaign import SMALL, SMALL_GROUPS, edited, refused, write_small_project

GROUPS = "groups.yaml"


def test_what_a_group_does_not_say_follows_from_its_name(tmp_path: Path) -> None:
    write_small_project(tmp_path)
    _, communes, others = read_campaign(tmp_path, "small").groups
    assert (others.title, others.short, others.one) == ("Cơ quan khác", "cơ quan khác", "cơ quan khác")
    assert (others.addressed, others.reports, others.staff) == ("Các cơ quan khác", False, "")
    assert (communes.addressed, communes.reports) == ("Ủy ban nhân dân các xã", True)


def test_a_campaign_without_the_file_is_told_what_to_write(tmp_path: Path) -> None:
    error = refused(tmp_path, {name: content for name, content in SMALL.items() if name != GROUPS})
    assert error.path.name == GROUPS
    assert "mỗi khối một dòng như «- {code: communes, name: Ủy ban nhân dân cấp xã}»" in str(error)
    assert "reports: false" in str(error)


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "reason"),
    [
        ("code: communes", "code: departments", 4, "[departments].code", "bị lặp lại"),
        ("code: communes", "code: Communes", 4, "[Communes].code", "2 đến 40 chữ thường không dấu"),
        ("code: communes", "code: any", 4, "[any].code", "không phải any"),
        ("name: cơ quan khác", "name: Sở, ban, ngành", 8, "[other_bodies].name", "bị lặp lại"),
        ("addressed: Các sở", "adressed: Các sở", 3, "[departments].adressed", "có phải là «addressed»?"),
        ("reports: false", "reports: no", 9, "[other_bodies].reports", "true hoặc false"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_field(
    tmp_path: Path, old: str, new: str, line: int, field: str, reason: str
) -> None:
    error = refused(tmp_path, edited(GROUPS, old, new))
    assert (error.path.name, error.line, error.field) == (GROUPS, line, field)
    assert reason in str(error)


def test_some_group_reports(tmp_path: Path) -> None:
    text = SMALL_GROUPS.replace("  reports: false\n", "").replace("\n- ", "\n  reports: false\n- ")
    error = refused(tmp_path, {**SMALL, GROUPS: f"{text}  reports: false\n"})
    assert "không khối nào báo cáo" in str(error)


def test_a_round_asks_groups_that_report(tmp_path: Path) -> None:
    error = refused(tmp_path, edited("decision.yaml", "groups: [communes]", "groups: [comunes, other_bodies]"))
    assert "groups[0]: không có khối «comunes» trong groups.yaml; có phải là «communes»? hiện có:" in str(error)
    assert "groups[1]: khối «other_bodies» không báo cáo" in str(error)
