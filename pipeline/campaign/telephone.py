"""Telephone numbers of the register, as they are before a spreadsheet takes them for numbers."""

import re

#: What a spreadsheet leaves of 0912345678, 02253842424 and +842253842424, some with the decimals of a number.
_MOBILE = re.compile(r"[35789][0-9]{8}")
_LANDLINE = re.compile(r"2[0-9]{9}")
_INTERNATIONAL = re.compile(r"84(?:[35789][0-9]{8}|2[0-9]{9})")
_DECIMALS = re.compile(r"[.,]0+$")


def restored_telephone(text: str) -> str:
    """Return a number with the leading 0 or + that a spreadsheet took from it; any other text as it is.

    Numbers in Vietnam have ten digits (mobile) or eleven (landline) and begin with 0, or with +84 in its place.
    """
    digits = _DECIMALS.sub("", text)
    if _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits):
        return f"0{digits}"
    return f"+{digits}" if _INTERNATIONAL.fullmatch(digits) else text
