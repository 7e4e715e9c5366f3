"""Document properties: what a template wrote there, and when the workbook was last saved."""

from collections.abc import Mapping
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from pipeline.intake.formats.limits import Rejection
from pipeline.intake.formats.xml import plain_xml
from pipeline.text import clean_text

#: A properties part of this size holds no properties of ours.
_LARGEST_PART = 1024 * 1024


def custom_properties(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Return the custom properties of a package by clean name; an unreadable part has none."""
    by_name = _by_name(parts)
    custom = {
        clean_text(element.get("name", "")): _whole_text(element)
        for element in _elements(by_name.get("docprops/custom.xml"), "property")
    }
    return custom | {
        clean_text(_attribute(element, "name")): _whole_text(element)
        for element in _elements(by_name.get("meta.xml"), "user-defined")
    }


def last_saved(parts: Mapping[str, bytes]) -> datetime | None:
    """Return when a package says that it was last saved, in UTC without the mark; None where it does not."""
    by_name = _by_name(parts)
    saved = [_moment(element.text) for element in _elements(by_name.get("docprops/core.xml"), "modified")]
    saved += [_moment(element.text) for element in _elements(by_name.get("meta.xml"), "date")]
    return saved[0] if saved else None


def _by_name(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name.lower(): data for name, data in parts.items()}


def _elements(data: bytes | None, name: str) -> list[ET.Element]:
    if data is None or len(data) > _LARGEST_PART:
        return []
    xml = plain_xml(data, "thuộc tính")
    if isinstance(xml, Rejection):
        return []
    return [element for element in ET.fromstring(xml).iter() if element.tag.rsplit("}", 1)[-1] == name]  # noqa: S314  # plain XML


def _attribute(element: ET.Element, name: str) -> str:
    return next((value for key, value in element.items() if key.rsplit("}", 1)[-1] == name), "")


def _whole_text(element: ET.Element) -> str:
    return clean_text("".join(element.itertext()))


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    try:
        return moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)
    except OverflowError:
        return None
