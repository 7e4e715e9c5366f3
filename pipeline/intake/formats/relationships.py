"""How the parts of an Office package belong together."""

import posixpath
from collections.abc import Mapping
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from pipeline.intake.formats.limits import Rejection
from pipeline.intake.formats.xml import plain_xml


def main_part(parts: Mapping[str, bytes]) -> str:
    """Return the name of the workbook part, which the package's own relations give."""
    for kind, target in (relations(parts, "") or {}).values():
        if kind == "officeDocument":
            return target
    return "xl/workbook.xml"


def relations(parts: Mapping[str, bytes], part: str) -> dict[str, tuple[str, str]] | None:
    """Return kind and target of each relation of a part ("" is the package), by its id."""
    folder, name = posixpath.split(part)
    relationships = tree(parts, posixpath.join(folder, "_rels", f"{name}.rels"))
    if relationships is None:
        return None
    related = {}
    for element in relationships:
        target = unquote(element.get("Target", "")).replace("\\", "/")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        if element.get("TargetMode") != "External":
            related[element.get("Id", "")] = (element.get("Type", "").rsplit("/", 1)[-1], path.lower())
    return related


def outside_targets(parts: Mapping[str, bytes], part: str) -> dict[str, str]:
    """Return the addresses outside the package to which a part refers, such as those of links, by the id of the relation."""
    folder, name = posixpath.split(part)
    relationships = tree(parts, posixpath.join(folder, "_rels", f"{name}.rels"))
    return {
        element.get("Id", ""): element.get("Target", "")
        for element in (() if relationships is None else relationships)
        if element.get("TargetMode") == "External"
    }


def tree(parts: Mapping[str, bytes], name: str) -> ET.Element | None:
    """Return a part as a tree; None where it is missing or refused."""
    if name not in parts:
        return None
    xml = plain_xml(parts[name], name)
    return None if isinstance(xml, Rejection) else ET.fromstring(xml)  # noqa: S314  # plain XML: no DOCTYPE, so no entities


def local_name(element: ET.Element) -> str:
    """Return the name of an element without its namespace, of which the standard has two."""
    return element.tag.rsplit("}", 1)[-1]


def relation_id(element: ET.Element) -> str:
    """Return the id of the relation of an element, "" where it has none."""
    return next((value for name, value in element.items() if name.startswith("{") and name.endswith("}id")), "")
