"""What the look of a cell says about its value: a percentage, or a text typed in an encoding from before Unicode."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree as ET

#: Built-in number formats 0% and 0.00%.
PERCENT_FORMATS = frozenset({9, 10})
#: What stands in a number format without being part of it: quoted words, escaped letters, colours and conditions.
_ASIDE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
#: Styles beyond all measure are not looked at.
_LARGEST_PART = 8 * 1024 * 1024
#: Without any of these in the part of styles no cell has a style that says anything.
_MEANINGFUL = re.compile(rb"%|\.Vn|VNI-|numFmtId\s*=\s*[\"'](?:9|10)[\"']")


@dataclass(frozen=True, slots=True)
class CellStyle:
    """What one style says of the values it is given to."""

    #: The number 0.85 is shown as 85%.
    percent: bool = False
    #: The encoding that the font is made for: TCVN3 (fonts .Vn…) or VNI (fonts VNI-…).
    encoding: str | None = None
    #: The font shows small letters as capitals (.VnTimeH).
    capitals: bool = False


def cell_style(number_format: str, font: str) -> CellStyle | None:
    """Return what a number format and a font say of a value; None where they say nothing."""
    percent = "%" in _ASIDE.sub("", number_format)
    encoding = "TCVN3" if font.startswith(".Vn") else "VNI" if font.upper().startswith("VNI-") else None
    if not percent and encoding is None:
        return None
    return CellStyle(percent, encoding, encoding == "TCVN3" and font.endswith("H"))


def meaningful_styles(looks: Iterable[tuple[str, str]]) -> dict[int, CellStyle]:
    """Return the styles that change how a value is understood, by index, from the number format and font of each."""
    styles = (cell_style(number_format, font) for number_format, font in looks)
    return {index: style for index, style in enumerate(styles) if style is not None}


def xlsx_styles(part: bytes) -> dict[bytes, CellStyle]:
    """Return the meaningful styles of an .xlsx by their index as cells name it; the part of styles is plain XML."""
    if len(part) > _LARGEST_PART or not _MEANINGFUL.search(part):
        return {}
    root = ET.fromstring(part)  # noqa: S314  # plain XML
    fonts = {str(index): _value(font, "name") for index, font in enumerate(_children(root, "fonts"))}
    formats = {element.get("numFmtId", ""): element.get("formatCode", "") for element in _children(root, "numFmts")}
    formats |= {str(number): "0%" for number in PERCENT_FORMATS}
    styles = meaningful_styles(
        (formats.get(style.get("numFmtId", ""), ""), fonts.get(style.get("fontId", ""), ""))
        for style in _children(root, "cellXfs")
    )
    return {str(index).encode(): style for index, style in styles.items()}


def _children(root: ET.Element, name: str) -> list[ET.Element]:
    parent = next((element for element in root if element.tag.rsplit("}", 1)[-1] == name), None)
    return [] if parent is None else list(parent)


def _value(element: ET.Element, name: str) -> str:
    return next((child.get("val", "") for child in element if child.tag.rsplit("}", 1)[-1] == name), "")
