"""Colours of the page: every text can be read on its ground, by day and by night."""

import re
from collections import Counter

import pytest

from pipeline.consolidation.states import State
from pipeline.reports.colours import STATE_COLOURS
from pipeline.reports.html.colours import DARK_COLOURS, DARK_STATE_COLOURS, LIGHT_COLOURS, TEXT_ON, colour_styles
from pipeline.reports.html.page import _page_file

LOOKS = {"light": LIGHT_COLOURS, "dark": DARK_COLOURS}


def contrast(one: str, other: str) -> float:
    """The contrast of two colours after WCAG 2.1."""

    def luminance(colour: str) -> float:
        shares = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
        red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_measured_as_defined() -> None:
    assert contrast("000000", "FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("state", State)
def test_letters_read_on_their_state(state: State) -> None:
    assert contrast(*STATE_COLOURS[state]) >= 4.5
    assert contrast(*DARK_STATE_COLOURS[state]) >= 4.5


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(
    ("text", "ground"), [(text, ground) for text, grounds in TEXT_ON.items() for ground in grounds]
)
def test_text_reads_on_its_grounds(look: str, text: str, ground: str) -> None:
    assert contrast(LOOKS[look][text], LOOKS[look][ground]) >= 4.5


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("ground", ["ground", "card"])
def test_focus_is_seen(look: str, ground: str) -> None:
    assert contrast(LOOKS[look]["focus"], LOOKS[look][ground]) >= 3


def test_every_colour_of_the_style_is_defined_in_both_looks() -> None:
    assert LIGHT_COLOURS.keys() == DARK_COLOURS.keys()
    assert DARK_STATE_COLOURS.keys() == set(State)
    style = colour_styles() + _page_file("page.css")
    defined = Counter(re.findall("(--[a-z-]+):#", style))
    used = set(re.findall(r"var\((--[a-z-]+)\)", style))
    assert {name: defined[name] for name in used} == dict.fromkeys(used, 3)  # light, dark by choice, dark by the system
