"""Fonts, colours and cell formats of the tables of the Excel report."""

from dataclasses import dataclass
from enum import StrEnum

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from pipeline.consolidation.states import State
from pipeline.reports.colours import STATE_COLOURS

FONT, FONT_SIZE = "Times New Roman", 11
#: Grounds of header cells; the second sets every other section of the matrix apart.
HEADER_COLOURS = ("1F4E79", "3F6F50")
HEADER_TEXT_COLOUR = "FFFFFF"
LINE_COLOUR = "BFBFBF"
LINK_COLOUR = "0B3D78"


class Look(StrEnum):
    """How the cells of a column are written and shown."""

    TEXT = "text"
    #: Text in as many lines as it takes.
    WRAPPED = "wrapped"
    #: Short text in the middle: codes, addresses.
    CODE = "code"
    #: Count or figure; decimals are shown where there are any.
    NUMBER = "number"
    #: A difference, with its sign.
    CHANGE = "change"
    DATE = "date"
    #: A share, 0 to 1.
    RATE = "rate"
    #: The letters of a state, in its colours.
    STATE = "state"
    #: `Formula` that gives a count.
    COUNTED = "counted"
    #: `Formula` that gives a share.
    RATED = "rated"
    #: `Link`.
    LINK = "link"


NUMBER_FORMATS = {
    Look.NUMBER: "#,##0",
    Look.CHANGE: "+#,##0;-#,##0;0",
    Look.DATE: "dd/mm/yyyy",
    Look.RATE: "0.0%",
    Look.COUNTED: "#,##0",
    Look.RATED: "0.0%",
}
DECIMAL_FORMATS = {Look.NUMBER: "#,##0.0#", Look.CHANGE: "+#,##0.0#;-#,##0.0#;0"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Styles:
    """The cell formats of one workbook."""

    #: By the column's tint.
    headers: tuple[Format, ...]
    plain: dict[Look, Format]
    #: Figures with decimals.
    decimal: dict[Look, Format]
    state: dict[str, Format]
    #: Thin line around each cell of a table, for its one conditional format.
    line: Format


def styles(workbook: Workbook) -> Styles:
    """Return the formats, added to the workbook."""
    top: dict[str, object] = {"valign": "top"}
    left = {**top, "align": "left", "indent": 1}
    middle = {**top, "align": "center"}
    header = {
        "bold": True,
        "font_color": f"#{HEADER_TEXT_COLOUR}",
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
        "border": 1,
        "border_color": f"#{LINE_COLOUR}",
    }
    aligned: dict[Look, dict[str, object]] = {
        Look.TEXT: left,
        Look.WRAPPED: {**left, "text_wrap": True},
        Look.CODE: middle,
        Look.DATE: middle,
        Look.LINK: {**middle, "font_color": f"#{LINK_COLOUR}", "underline": 1},
    }
    numbers = {look: {"num_format": code} for look, code in NUMBER_FORMATS.items()}
    return Styles(
        headers=tuple(workbook.add_format({**header, "bg_color": f"#{colour}"}) for colour in HEADER_COLOURS),
        plain={look: workbook.add_format({**aligned.get(look, top), **numbers.get(look, {})}) for look in Look},
        decimal={look: workbook.add_format({**top, "num_format": code}) for look, code in DECIMAL_FORMATS.items()},
        state={state.value: workbook.add_format({**middle, **state_colours(state), "bold": True}) for state in State},
        line=workbook.add_format({"border": 1, "border_color": f"#{LINE_COLOUR}"}),
    )


def state_colours(state: State) -> dict[str, str]:
    """Return the colours of a state as format properties."""
    background, text = STATE_COLOURS[state]
    return {"bg_color": f"#{background}", "font_color": f"#{text}"}
