"""Document properties: the second witness of identity, and when the workbook was last saved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from pipeline.intake.formats.limits import Rejection
from pipeline.intake.formats.xml import plain_xml
from pipeline.text import clean_text

#: A properties part of this size holds no properties of ours.
_LARGEST_PART = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Properties:
    """What a document says about itself."""

    custom: Mapping[str, str] = field(default_factory=dict)
    #: Last saved, in UTC without the mark where the document gives one.
    modified: datetime | None = None


def package_properties(parts: Mapping[str, bytes]) -> Properties:
    """Return the properties of an .xlsx or .ods package; unreadable ones count as none."""
    by_name = {name.lower(): data for name, data in parts.items()}
    custom = {
        clean_text(element.get("name", "")): _whole_text(element)
        for element in _elements(by_name.get("docprops/custom.xml"), "property")
    }
    custom |= {
        clean_text(_attribute(element, "name")): _whole_text(element)
        for element in _elements(by_name.get("meta.xml"), "user-defined")
    }
    saved = [_moment(element.text) for element in _elements(by_name.get("docprops/core.xml"), "modified")]
    saved += [_moment(element.text) for element in _elements(by_name.get("meta.xml"), "date")]
    return Properties(custom=custom, modified=saved[0] if saved else None)


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
