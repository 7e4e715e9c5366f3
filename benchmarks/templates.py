"""The templates of a round beside bare xlsxwriter: what our writer calls is recorded once and replayed without it.

templates.py [REPETITIONS]
"""

import io
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipeline.campaign.assignment import owing_agencies
from pipeline.campaign.files.reading import read_campaign
from pipeline.forms import template
from pipeline.forms.form import blank_form
from pipeline.forms.schema.loading import read_schemas
from pipeline.forms.sheets.sheet import PlainWorksheet
from pipeline.forms.sheets.styles import FONT, SIZE

ROOT = Path(__file__).parents[1]
#: Name of the object ("workbook" or a worksheet's number), method, arguments.
Call = tuple[str | int, str, tuple[Any, ...], dict[str, Any]]


class Recorder:
    """Notes the public calls that come from outside xlsxwriter; formats are noted by their number."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.formats: list[Format] = []
        self.sheets: list[Worksheet] = []
        self.depth = 0

    def wrapped(self, owner: type, name: str) -> Callable[..., Any]:
        """Return a method that notes itself when it is called from outside."""
        method = getattr(owner, name)

        def noted(this: Any, *args: Any, **options: Any) -> Any:
            if self.depth == 0 and name != "__init__":
                whom = "workbook" if isinstance(this, Workbook) else self.sheets.index(this)
                plain = tuple(self._plain(argument) for argument in args)
                self.calls.append((whom, name, plain, {key: self._plain(value) for key, value in options.items()}))
            self.depth += 1
            try:
                result = method(this, *args, **options)
            finally:
                self.depth -= 1
            if self.depth == 0 and name == "add_format":
                self.formats.append(result)
            if self.depth == 0 and isinstance(result, Worksheet):
                self.sheets.append(result)
            return result

        return noted

    def _plain(self, value: Any) -> Any:
        if isinstance(value, Format):
            return FormatNumber(self.formats.index(value))
        if isinstance(value, dict):
            return {key: self._plain(inner) for key, inner in value.items()}
        return value


class FormatNumber(int):
    """Stands for a format in a recorded call."""


def recorded(write: Callable[[], object]) -> list[Call]:
    """Return the calls that writing a workbook makes."""
    recorder = Recorder()
    kept = []
    for owner in (Workbook, Worksheet):
        public = [name for name in dir(owner) if not name.startswith("_") and callable(getattr(owner, name))]
        for name in (*public, "__init__"):
            kept.append((owner, name, owner.__dict__.get(name)))
            setattr(owner, name, recorder.wrapped(owner, name))
    try:
        write()
    finally:
        for owner, name, before in kept:
            if before is None:
                delattr(owner, name)
            else:
                setattr(owner, name, before)
    return recorder.calls


def replayed(calls: list[Call], worksheet: type[Worksheet]) -> bytes:
    """Return the workbook that the calls make with bare xlsxwriter, on worksheets of a class."""
    buffer = io.BytesIO()
    plain = {"font_name": FONT, "font_size": SIZE}
    workbook = Workbook(buffer, {"in_memory": True, "strings_to_urls": False, "default_format_properties": plain})
    formats: list[Format] = []
    sheets: list[Worksheet] = []

    def real(value: Any) -> Any:
        if isinstance(value, FormatNumber):
            return formats[value]
        if isinstance(value, dict):
            return {key: real(inner) for key, inner in value.items()}
        return value

    for whom, name, args, options in calls:
        if name == "add_worksheet":
            sheets.append(workbook.add_worksheet(args[0], worksheet))
            continue
        target = workbook if whom == "workbook" else sheets[int(whom)]
        result = getattr(target, name)(
            *(real(value) for value in args), **{key: real(value) for key, value in options.items()}
        )
        if name == "add_format":
            formats.append(result)
    return buffer.getvalue()


def main(repetitions: int) -> None:
    """Measure in turn and print medians."""
    campaign = read_campaign(ROOT, "2025-h2")
    schemas = read_schemas(ROOT, campaign)
    round_ = campaign.rounds[0]
    agencies = owing_agencies(campaign, round_)[::6]
    forms = [blank_form(campaign, round_, agency, schemas, generated_on=date(2025, 8, 1)) for agency in agencies]
    recordings = [recorded(lambda form=form: template.template_bytes(form, schemas)) for form in forms]
    works: dict[str, Callable[[int], object]] = {
        "ours": lambda number: template.template_bytes(forms[number], schemas),
        "bare xlsxwriter": lambda number: replayed(recordings[number], Worksheet),
        "bare, formulas not searched": lambda number: replayed(recordings[number], PlainWorksheet),
    }
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(repetitions):
        for name, work in works.items():
            started = time.process_time()
            for number in range(len(forms)):
                work(number)
            times[name].append((time.process_time() - started) / len(forms) * 1000)
    for name, each in times.items():
        ratio = statistics.median(one / other for one, other in zip(times["ours"], each, strict=True))
        sys.stdout.write(f"{name:28} {statistics.median(each):6.1f} ms a template; ours is {ratio:.2f} of it\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
