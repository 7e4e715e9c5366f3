"""Old encodings: recognised by letters that no Unicode Vietnamese has inside words, never by guesswork."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.campaign.decision import Campaign
from pipeline.intake.formats.cell_style import CellStyle
from pipeline.validation.legacy_text import LegacyReading, legacy_reading


@pytest.mark.parametrize(
    ("typed", "encoding", "read"),
    [
        ("ñy ban nh©n d©n thµnh phè H¶i Phßng", "TCVN3", "ủy ban nhân dân thành phố Hải Phòng"),
        ("§· ban hµnh kÕ ho¹ch", "TCVN3", "Đã ban hành kế hoạch"),
        ("Th\u00adêng xuyªn phèi hîp víi c¸c ®oµn thÓ", "TCVN3", "Thường xuyên phối hợp với các đoàn thể"),
        ("Tæ chøc “D©n vËn khÐo” – ®ît 1…", "TCVN3", "Tổ chức “Dân vận khéo” – đợt 1…"),
        ("Ủy ban nh©n d©n thµnh phè", "TCVN3", "Ủy ban nhân dân thành phố"),
        ("Ủy ban nhaân daân thaønh phoá", "VNI", "Ủy ban nhân dân thành phố"),
        ("UÛy ban nhaân daân thaønh phoá Haûi Phoøng", "VNI", "Ủy ban nhân dân thành phố Hải Phòng"),
        ("Ñaõ ban haønh keá hoaïch", "VNI", "Đã ban hành kế hoạch"),
        ("Thöôøng xuyeân phoái hôïp vôùi caùc ñoaøn theå", "VNI", "Thường xuyên phối hợp với các đoàn thể"),
        ("SÔÛ NOÄI VUÏ", "VNI", "SỞ NỘI VỤ"),
    ],
)
def test_old_encodings_are_read(typed: str, encoding: str, read: str) -> None:
    assert legacy_reading(typed) == LegacyReading(encoding, read)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "Da ban hanh ke hoach",
        "Đã ban hành kế hoạch",
        "hai trong bốn xã",
        "có hòa, thà, và, nhé, ngô",
        "Mô hình «Camera an ninh»",
        "«Camera an ninh»",
        "120 m² · 30 °C · ½ ngày",
        "© 2025 · ®",
        "ông Nuñez",
        "Đón đoàn bà Müller và bà Nuñez",
        "Café Müller",
    ],
)
def test_unicode_text_is_left_alone(typed: str) -> None:
    assert legacy_reading(typed) is None


def test_nothing_in_the_decision_looks_like_an_old_encoding(campaign: Campaign) -> None:
    texts = [task.text for task in campaign.tasks] + [agency.name for agency in campaign.agencies]
    words = [word for text in texts for word in text.split()]
    assert [text for text in texts + words if legacy_reading(text)] == []


@given(st.text(st.characters(max_codepoint=0x1EF9)))
def test_no_text_raises(text: str) -> None:
    assert legacy_reading(text) is None or text != ""


@pytest.mark.parametrize(
    ("text", "style", "read"),
    [
        ("häp", CellStyle(encoding="TCVN3"), "họp"),
        ("häp d©n", CellStyle(encoding="TCVN3", capitals=True), "HỌP DÂN"),
        ("hoïp daân", CellStyle(encoding="VNI"), "họp dân"),
        ("hop dan", CellStyle(encoding="TCVN3"), None),
        ("họp dân", CellStyle(encoding="TCVN3"), None),
        ("60 m²", CellStyle(encoding="TCVN3"), None),
        ("häp", CellStyle(number_format="0%"), None),
    ],
)
def test_a_font_made_for_an_encoding_tells_it(text: str, style: CellStyle, read: str | None) -> None:
    reading = legacy_reading(text, style)
    assert (reading.text if reading else None) == read
