"""Works on spreadsheets through LibreOffice; runs under the system's Python, which has `uno`.

    inside.py JOB.json      {"pipe": NAME, "documents": [{"in", "out", "filter", "recalculate", "cells": [[sheet, cell, kind, value]]}]}

`kind`: text, number or date (2025-08-15). Refuses a cell that is locked on a protected sheet, as a person would be refused.
"""

import json
import sys
import time
from datetime import date
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


def option(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def connected(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(600):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except NoConnectException:
            time.sleep(0.1)
    raise SystemExit("LibreOffice did not start within 60 seconds")


def fill(document, cells):
    for sheet_name, address, kind, value in cells:
        sheet = document.Sheets.getByName(sheet_name)
        cell = sheet.getCellRangeByName(address)
        if sheet.isProtected() and cell.CellProtection.IsLocked:
            raise SystemExit(f"{sheet_name}!{address} is locked")
        if kind == "number":
            cell.setValue(value)
        elif kind == "date":
            cell.setValue((date.fromisoformat(value) - date(1899, 12, 30)).days)
        else:
            cell.setString(value)


def main():
    job = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    desktop = connected(job["pipe"])
    for item in job["documents"]:
        hidden = (option("Hidden", True),)
        document = desktop.loadComponentFromURL(Path(item["in"]).as_uri(), "_blank", 0, hidden)
        fill(document, item["cells"])
        if item["recalculate"]:
            document.calculateAll()
        document.storeToURL(Path(item["out"]).as_uri(), (option("FilterName", item["filter"]),))
        document.close(True)


main()
