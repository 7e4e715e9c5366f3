"""Run a module as `python -m` does, with workbooks that openpyxl saves the same whenever that is.

The officers of the half-year save their returns with openpyxl, which notes the time in each; everything that names a
return by its digest would differ from run to run. The program itself writes its workbooks another way. Run by its path,
for the tree in which it is run need not have it.
"""

import os
import re
import runpy
import sys
import zipfile
from pathlib import Path
from typing import Any

from openpyxl.workbook.workbook import Workbook

_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_save = Workbook.save


def save_without_time(workbook: Workbook, target: Any) -> None:
    """Save a workbook; take the time out of its properties and of the members of the package."""
    _save(workbook, target)
    if not isinstance(target, str | Path):
        return
    with zipfile.ZipFile(target) as package:
        members = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            steady = _MODIFIED.sub(rb"\g<1>2025-01-01T00:00:00Z", content) if name == "docProps/core.xml" else content
            package.writestr(zipfile.ZipInfo(name), steady, zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    sys.path[0] = os.getcwd()  # noqa: PTH109  # as python -m has it
    Workbook.save = save_without_time  # type: ignore[method-assign,assignment]
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
