"""Proposals that ask the same are one, however they write a date; others stay apart."""

import pytest

from pipeline.consolidation.asked_alike import asked_alike


@pytest.mark.parametrize(
    ("first", "second", "groups"),
    [
        ("Lùi thời hạn đến hết tháng 9/2025", "Đề nghị gia hạn nhiệm vụ đến ngày 30/9/2025", 1),
        ("Lùi thời hạn sang quý IV/2025", "Điều chỉnh thời hạn đến ngày 31/12/2025", 1),
        ("Lùi thời hạn đến hết tháng 9 năm 2025", "Lùi thời hạn đến 30.09.2025", 1),
        ("Lùi thời hạn đến ngày 30/9/2025", "Lùi thời hạn đến ngày 31/10/2025", 2),
        ("Lùi thời hạn đến ngày 30/9/2025", "Lùi thời hạn đến ngày 30/9/2025 và giảm 2 chỉ tiêu", 2),
        ("Lùi thời hạn đến hết tháng 13/2025", "Lùi thời hạn đến ngày 31/12/2025", 2),
        ("Họp vào ngày 30/9/2025", "Lùi thời hạn đến ngày 30/9/2025", 2),
        ("Bổ sung kinh phí cho cấp xã", "bổ sung kinh phí cho cấp xã.", 1),
        ("Hỗ trợ cán bộ thôn", "Cấp lại biểu mẫu", 2),
    ],
)
def test_dates_are_understood(first: str, second: str, groups: int) -> None:
    assert len(asked_alike([("a", first), ("b", second)])) == groups


def test_the_wording_of_most_leads_and_its_authors_are_known() -> None:
    texts = [
        ("a", "Lùi thời hạn đến ngày 30/9/2025"),
        ("b", "Đề nghị lùi hạn đến hết tháng 9/2025"),
        ("c", "Đề nghị lùi hạn đến hết tháng 9/2025"),
        ("d", "Bỏ nhiệm vụ"),
    ]
    first, second = asked_alike(texts)
    assert (first.text, first.authors, set(first.agencies)) == (texts[1][1], ("b", "c"), {"a", "b", "c"})
    assert (second.text, second.agencies) == ("Bỏ nhiệm vụ", ("d",))
    assert asked_alike([("a", "")]) == ()
