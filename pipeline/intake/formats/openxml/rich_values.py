"""Pictures that Excel places in cells: the cell holds an error, and a number that leads to the picture."""

from collections.abc import Mapping
from xml.etree import ElementTree as ET

from pipeline.intake.formats.relationships import local_name, tree

_METADATA, _VALUES, _STRUCTURES = "metadata.xml", "richdata/rdrichvalue.xml", "richdata/rdrichvaluestructure.xml"
#: Kinds of rich values that are pictures: from a file, from an address by the function IMAGE.
_PICTURES = {"_localimage", "_webimage"}


def picture_values(parts: Mapping[str, bytes], folder: str) -> frozenset[bytes]:
    """Return the numbers of the values of cells (`vm`) that are pictures; `folder` is that of the workbook's main part."""
    named = [f"{folder}/{name}" if folder else name for name in (_METADATA, _VALUES, _STRUCTURES)]
    if not all(name in parts for name in named):
        return frozenset()
    metadata, values, structures = (tree(parts, name) for name in named)
    if metadata is None or values is None or structures is None:
        return frozenset()
    kinds = [element.get("t", "").lower() for element in structures if local_name(element) == "s"]
    pictures = {
        str(number)
        for number, value in enumerate(element for element in values if local_name(element) == "rv")
        if _at(kinds, value.get("s", "")) in _PICTURES
    }
    return frozenset(
        str(number).encode() for number, value in enumerate(_rich_values(metadata), start=1) if value in pictures
    )


def _rich_values(metadata: ET.Element) -> list[str]:
    """Return for each value of cells the number of its rich value, "" for one of another type."""
    lists = {local_name(element): list(element) for element in metadata}
    types = [element.get("name", "") for element in lists.get("metadataTypes", ())]
    future = {
        element.get("name", ""): [_first(block, "rvb", "i") for block in element]
        for element in metadata
        if local_name(element) == "futureMetadata"
    }
    values = []
    for block in lists.get("valueMetadata", ()):
        kind = _first(block, "rc", "t")
        name = types[int(kind) - 1] if kind.isdigit() and 0 < int(kind) <= len(types) else ""
        values.append(_at(future.get(name, []), _first(block, "rc", "v")))
    return values


def _first(element: ET.Element, name: str, attribute: str) -> str:
    return next((inner.get(attribute, "") for inner in element.iter() if local_name(inner) == name), "")


def _at(values: list[str], index: str) -> str:
    return values[int(index)] if index.isdigit() and len(index) < 9 and int(index) < len(values) else ""
