"""Workbooks encrypted with the password that Excel itself uses where nobody set one: "read-only recommended" does so.

Excel opens them without asking, so the officer who sent one can find no password to take away.
"""

import io

_PASSWORD = "VelvetSweatshop"  # noqa: S105  # published by Microsoft; it protects nothing


def unlocked(content: bytes) -> bytes | None:
    """Return the workbook inside a compound file that is encrypted with this password; None for any other password."""
    try:
        from msoffcrypto import OfficeFile  # noqa: PLC0415  # with its ciphers 50 ms, and hardly ever needed

        encrypted = OfficeFile(io.BytesIO(content))
        # an .xls is looked at by its password in any case
        checks = {"verify_password": True} if encrypted.format == "ooxml" else {}
        encrypted.load_key(password=_PASSWORD, **checks)
        opened = io.BytesIO()
        encrypted.decrypt(opened)
    except Exception:  # it raises some ten kinds on files that are damaged or have another password
        return None
    return opened.getvalue()
