"""What the look of a cell says about its value: how it is shown, or a text typed in an encoding from before Unicode."""

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from pipeline.intake.shown.number_format import BUILT_IN, is_plain

#: Styles beyond all measure are not looked at.
_LARGEST_PART = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class CellStyle:
    """What one style says of the values it is given to."""

    #: The number format; "" for one that shows a value as it is.
    number_format: str = ""
    #: The encoding that the font is made for: TCVN3 (fonts .Vn…) or VNI (fonts VNI-…).
    encoding: str | None = None
    #: The font shows small letters as capitals (.VnTimeH).
    capitals: bool = False


def cell_style(number_format: str, font: str) -> CellStyle | None:
    """Return what a number format and a font say of a value; None where they say nothing."""
    shown_as = "" if is_plain(number_format) else number_format
    encoding = "TCVN3" if font.startswith(".Vn") else "VNI" if font.upper().startswith("VNI-") else None
    if not shown_as and encoding is None:
        return None
    return CellStyle(shown_as, encoding, encoding == "TCVN3" and font.endswith("H"))


def meaningful_styles(looks: Iterable[tuple[str, str]]) -> dict[int, CellStyle]:
    """Return the styles that change how a value is understood, by index, from the number format and font of each."""
    styles = (cell_style(number_format, font) for number_format, font in looks)
    return {index: style for index, style in enumerate(styles) if style is not None}


def xlsx_styles(part: bytes) -> dict[bytes, CellStyle]:
    """Return the meaningful styles of an .xlsx by their index as cells name it; the part of styles is plain XML."""
    if not part or len(part) > _LARGEST_PART:
        return {}
    root = ET.fromstring(part)  # noqa: S314  # plain XML
    fonts = {str(index): _value(font, "name") for index, font in enumerate(_children(root, "fonts"))}
    formats = {str(number): code for number, code in BUILT_IN.items()}
    formats |= {element.get("numFmtId", ""): element.get("formatCode", "") for element in _children(root, "numFmts")}
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
