"""Indicators that cannot be added up, computed or asked of anybody are refused with the place of the mistake."""

from pathlib import Path

import pytest

from pipeline.campaign.files.reading import read_campaign
from pipeline.errors import ConfigurationError
from tests.support.campaign import write_small_project
from tests.support.school_year import INDICATORS, NAME, changed

BEP = 'unit: "%", decimals: 1, maximum: 100}'


@pytest.mark.parametrize(
    ("old", "new", "field", "reason"),
    [
        (BEP, 'unit: "%", decimals: 1, aggregate: sum}', "indicators[BEP].aggregate", "không cộng tỷ lệ phần trăm"),
        (
            BEP,
            'unit: "%", decimals: 1, aggregate: total}',
            "indicators[BEP].aggregate",
            "chỉ nhận: sum, mean, max, none",
        ),
        ("part: DAT, whole: KT", "part: DAT, whole: KX", "indicators[TL].ratio.whole", "không có chỉ tiêu mã «KX»"),
        ("part: DAT, whole: KT", "part: DAT, whole: DAT", "indicators[TL].ratio.whole", "hai chỉ tiêu khác nhau"),
        ("part: DAT, whole: KT", "part: TL, whole: KT", "indicators[TL].ratio.part", "cũng là tỷ lệ được tính"),
        (
            "part: DAT, whole: KT",
            "part: DIEM, whole: KT",
            "indicators[TL].ratio.part",
            "không cộng được (aggregate: mean)",
        ),
        ("part: DAT, whole: KT", "part: SC, whole: KT", "indicators[TL].ratio", "không cùng thời gian tính (flow)"),
        ("whole: KT}}", "whole: KT}, maximum: 100}", "indicators[TL].maximum", "(ratio) không có mục này"),
        ("part_of: KT", "part_of: TL", "indicators[DAT].part_of", "«TL» là tỷ lệ được tính"),
        ("flow: stock", "flow: stock, cumulative: false", "indicators[DIEM].cumulative", "flow thay cho cumulative"),
        ("{roles: [lead]}", "{roles: [boss]}", "indicators[SC].asked_of.roles[0]", "chỉ nhận: lead, coordinator"),
        (
            "{roles: [lead]}",
            "{groups: [schools]}",
            "indicators[SC].asked_of.groups[0]",
            "khối «schools» không được giao",
        ),
        (
            "{roles: [lead]}",
            "{roles: [lead], groups: [offices]}",
            "indicators[SC].asked_of.groups[0]",
            "khối «offices» không được giao",
        ),
        (
            BEP,
            'unit: "%", decimals: 1, asked_of: {roles: [coordinator]}}',
            "indicators[BEP].asked_of.roles[0]",
            "không giao ai vai trò «coordinator»",
        ),
    ],
)
def test_what_does_not_go_together_is_told(tmp_path: Path, old: str, new: str, field: str, reason: str) -> None:
    write_small_project(tmp_path, changed("indicators.yaml", (old, new)), campaign=NAME)
    with pytest.raises(ConfigurationError) as caught:
        read_campaign(tmp_path, NAME)
    assert caught.value.path.name == "indicators.yaml"
    assert field in str(caught.value)
    assert reason in str(caught.value)


def test_each_fault_stands_on_the_line_of_its_indicator(tmp_path: Path) -> None:
    write_small_project(tmp_path, changed("indicators.yaml", ("part: DAT", "part: XX")), campaign=NAME)
    with pytest.raises(ConfigurationError) as caught:
        read_campaign(tmp_path, NAME)
    assert caught.value.line == next(n for n, line in enumerate(INDICATORS.splitlines(), 1) if "code: TL" in line)
