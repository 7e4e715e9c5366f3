"""The comments of an .xlsx workbook: notes of the old kind and threads of the new one, as text."""

import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

from pipeline.intake.formats.relationships import local_name, main_part, relation_id, relations, tree
from pipeline.text import clean_text

_REFERENCE = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}")
#: Kinds of parts, the new kind first: Excel writes each thread as a note of the old kind too.
_KINDS = ("threadedComment", "comments")


def comments(parts: Mapping[str, bytes]) -> tuple[tuple[str, str, str], ...]:
    """Return each comment as clean name of the sheet, reference of the cell ("F12") and text; replies follow on lines.

    Args:
        parts: the checked parts of the package by their names in small letters.
    """
    main = main_part(parts)
    related, listing = relations(parts, main), tree(parts, main)
    if related is None or listing is None:
        return ()
    sheets = [element for element in listing.iter() if local_name(element) == "sheet"]
    return tuple(
        (clean_text(sheet.get("name", "")), reference, text)
        for sheet in sheets
        for reference, text in _of_sheet(parts, related.get(relation_id(sheet), ("", ""))[1]).items()
    )


def _of_sheet(parts: Mapping[str, bytes], target: str) -> dict[str, str]:
    related = relations(parts, target) or {}
    texts: dict[str, str] = {}
    for kind in _KINDS:
        of_kind: dict[str, list[str]] = {}
        for relation, part in related.values():
            for reference, text in _texts(tree(parts, part)) if relation == kind else ():
                of_kind.setdefault(reference, []).append(text)
        texts = {**{reference: "\n".join(lines) for reference, lines in of_kind.items()}, **texts}
    return texts


def _texts(root: ET.Element | None) -> Iterator[tuple[str, str]]:
    """Give reference and text of each comment of a part."""
    for element in () if root is None else root.iter():
        reference = element.get("ref", "").upper()
        if local_name(element) in {"comment", "threadedComment"} and _REFERENCE.fullmatch(reference):
            pieces = (piece for piece in element.iter() if local_name(piece) in {"t", "text"})
            text = clean_text("".join(piece.text or "" for piece in pieces))
            if text:
                yield reference, text
