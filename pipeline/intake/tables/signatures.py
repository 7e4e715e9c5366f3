"""Signature blocks: who signs, as officers type it under a table by habit; they are no rows of it."""

import re
from collections.abc import Sequence

from pipeline.intake.tables.cells import RawRow, is_blank
from pipeline.text import without_marks
from pipeline.values import typed_text

#: Longer texts say something.
_LONGEST = 80
_OFFICE = (
    r"(?:pho )?(?:chu tich|giam doc|tong giam doc|truong phong|truong ban|truong khoa|hieu truong|chanh van phong|cuc truong|"
    r"chi cuc truong|thu truong|bi thu|truong dai dien|nguoi dung dau|vien truong|chanh thanh tra|chanh an)"
)
_COUNCIL = "(?:ubnd|hdnd|uy ban nhan dan|uy ban|hoi dong)"
_UNIT = "(?:don vi|co quan|so|ban|phong|truong|xa|phuong|dac khu|van phong|cuc)"
_BODY = rf"(?: {_COUNCIL}(?: [^ ]+){{0,5}}| {_UNIT}(?: [^ ]+){{0,2}})?"
_SIGNED = re.compile(
    rf"(?:kt|tm|tl|tuq|q|t/m|k/t|t/l)[., ]+(?:{_OFFICE}|{_COUNCIL}|{_UNIT}|lanh dao|ban)\b.*"
    r"|nguoi (?:lap|tong hop|bao cao|ky|viet|cung cap)(?: (?:bieu|bao cao|bang|phieu|so lieu|ten))?"
    r"|(?:can bo|chuyen vien|cong chuc|don vi|co quan) (?:lap|tong hop|bao cao)(?: (?:bieu|bao cao|so lieu))?"
    r"|(?:lanh dao )?(?:don vi|co quan)|lanh dao|xac nhan(?: cua .*)?|noi nhan\b.*"
    r"|\(?ky,? (?:ten|ghi|va|dong|dau)\b.*|\(?da ky\)?|\(?(?:chu ky|dong dau)\b.*"
    rf"|{_OFFICE}{_BODY}"
    r"|(?:[^\d,]+, )?ngay [\d.…/ ]*thang [\d.…/ ]*nam [\d.…/ ]*"
)


def is_signature(text: str) -> bool:
    """Return whether a text is the beginning of a signature block: an office, «KT.», «Người lập biểu», place and date."""
    return len(text) <= _LONGEST and _SIGNED.fullmatch(without_marks(text).rstrip(" :")) is not None


def without_signatures(rows: Sequence[RawRow]) -> tuple[Sequence[RawRow], Sequence[RawRow]]:
    """Return the rows of an open table without the signature block under them, and the rows of that block.

    It begins with a row in which nothing but signature stands, and goes on to the end: names, «(Ký, ghi rõ họ tên)». A
    row of several cells further down is one of the table, which then has no such block.
    """
    for position, row in enumerate(rows):
        texts = [typed_text(cell.value) for cell in row.cells.values() if not is_blank(cell)]
        if texts and all(map(is_signature, texts)) and not any(map(_is_entry, rows[position + 1 :])):
            return rows[:position], rows[position:]
    return rows, ()


def _is_entry(row: RawRow) -> bool:
    """Return whether a row looks like one of a table: more than half of its cells are filled."""
    return 2 * sum(not is_blank(cell) for cell in row.cells.values()) > len(row.cells)
