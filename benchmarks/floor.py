"""The floor of a city run: start, imports, and inflate, parse and deflate of the same bytes; nothing else.

floor.py INBOX OUTBOX_OF_THE_ROUND
"""

import sys
import zipfile
import zlib
from pathlib import Path

import click  # noqa: F401  # importing is what is measured
import docx  # noqa: F401
import pandas as pd  # noqa: F401
import pandera.pandas as pa  # noqa: F401
import xlsxwriter  # noqa: F401
from python_calamine import CalamineWorkbook


def read(folder: Path) -> int:
    """Return the number of rows in all workbooks of a folder, read as calamine gives them."""
    rows = 0
    for path in sorted(folder.rglob("*.xlsx")):
        try:
            workbook = CalamineWorkbook.from_path(path)
        except Exception:  # the inbox holds files that are no workbooks; the floor passes them by
            continue
        for name in workbook.sheet_names:
            rows += len(workbook.get_sheet_by_name(name).to_python())
    return rows


def deflate(folder: Path) -> int:
    """Return the size of all parts of the outputs, deflated once more."""
    size = 0
    for path in sorted(folder.glob("*.*x")):
        with zipfile.ZipFile(path) as container:
            size += sum(len(zlib.compress(container.read(name), 6)) for name in container.namelist())
    return size


if __name__ == "__main__":
    sys.stdout.write(f"{read(Path(sys.argv[1]))} rows, {deflate(Path(sys.argv[2]))} bytes\n")
