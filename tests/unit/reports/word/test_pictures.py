"""Charts as pictures: sharp, readable, in Vietnamese, the same bytes."""

import io
import unicodedata
from collections.abc import Callable

import pytest
from PIL import Image, ImageFont

from pipeline.consolidation.states import State
from pipeline.reports.colours import STATE_CHART_COLOURS, SUBMISSION_COLOURS
from pipeline.reports.word.pictures import FONT_FILE, PICTURE_WIDTH, bar_chart_png, contrast, text_colour_on
from pipeline.reports.written.blocks import BarChart, ChartPart

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")


def chart(*parts: ChartPart) -> BarChart:
    return BarChart(caption="Biểu đồ 1. Tình hình", bars=("Sở, ban, ngành (14)", "Ủy ban nhân dân cấp xã"), parts=parts)


GREEN = ChartPart(name="Đúng hạn", colour="3C8D5A", values=(12, 0))
RED = ChartPart(name="Chưa báo cáo", mark="X", colour="B7472A", values=(2, 0))


def opened(found: BarChart) -> Image.Image:
    return Image.open(io.BytesIO(bar_chart_png(found))).convert("RGB")


def test_the_picture_is_as_sharp_as_print_asks_for() -> None:
    picture = Image.open(io.BytesIO(bar_chart_png(chart(GREEN, RED))))
    assert min(picture.info["dpi"]) >= 200
    assert picture.width / (PICTURE_WIDTH / 25.4) >= 200


def test_bars_have_the_length_of_their_share() -> None:
    picture = opened(chart(GREEN, RED))
    colours = picture.getcolors(maxcolors=100_000)
    assert colours is not None
    pixels = {colour: number for number, colour in colours}
    assert pixels[60, 141, 90] / pixels[183, 71, 42] == pytest.approx(6, rel=0.15)


def test_the_same_chart_gives_the_same_bytes() -> None:
    assert bar_chart_png(chart(GREEN, RED)) == bar_chart_png(chart(GREEN, RED))


def test_the_legend_takes_as_many_lines_as_it_needs() -> None:
    parts = [ChartPart(name=state.label, mark=state.value, colour="BFBFBF", values=(1, 1)) for state in State]
    assert opened(chart(*parts)).height > opened(chart(*parts[:2])).height


def test_the_description_gives_the_figures_in_words() -> None:
    assert chart(GREEN, RED).description == (
        "Biểu đồ 1. Tình hình. Sở, ban, ngành (14): đúng hạn 12, chưa báo cáo 2; Ủy ban nhân dân cấp xã: không có số liệu."
    )


@pytest.mark.parametrize("colour", sorted({*STATE_CHART_COLOURS.values(), *SUBMISSION_COLOURS.values()}))
def test_numbers_in_bars_can_be_read(colour: str) -> None:
    assert contrast(colour, text_colour_on(colour)) >= 4.5


def test_contrast_is_that_of_the_web_guidelines() -> None:
    assert contrast("000000", "FFFFFF") == pytest.approx(21)
    assert contrast("777777", "FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("case", [str.lower, str.upper])
def test_every_vietnamese_letter_is_in_the_font_that_comes_along(case: Callable[[str], str]) -> None:
    letters = {unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES} | set(
        "bcdđghklmnpqrstvx"
    )
    shown = sorted(case(letter) for letter in letters)
    assert len(shown) == 89
    font = ImageFont.truetype(FONT_FILE, 40)
    missing = bytes(font.getmask("\ufffe"))
    assert [letter for letter in shown if bytes(font.getmask(letter)) == missing] == []
