"""The Excel report beside bare xlsxwriter: the same worksheet calls, recorded once and replayed, in turn in one process.

excel.py INBOX [REPETITIONS]; INBOX holds returns of the first round of the project in the current folder.
"""

import statistics
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.consolidation.merge import consolidation
from pipeline.forms.schema.loading import read_schemas
from pipeline.intake.inbox import read_inbox
from pipeline.reports.excel.links import FileLink
from pipeline.reports.excel.workbook import excel_bytes
from pipeline.reports.figures import figures
from pipeline.round_inputs import RoundInputs
from pipeline.validation.returns import judged_files, validated_returns
from pipeline.workspace import Workspace, round_of

AS_OF = date(2025, 9, 10)
METHODS = (
    *("write_string", "write_number", "write_datetime", "write_formula", "write_url", "write_blank"),
    *("write_rich_string", "write_comment", "merge_range", "conditional_format", "set_row", "set_column"),
)


class Tape:
    """The calls that made a workbook: formats, sheets, and what was called on each sheet."""

    def __init__(self) -> None:
        self.options: dict[str, Any] = {}
        self.formats: list[dict[str, Any]] = []
        self.number_of: dict[int, int] = {}
        self.kept: list[Format] = []
        self.sheets: list[str] = []
        self.calls: list[tuple[int, str, list[Any], dict[str, Any]]] = []
        self.inside = False

    def record(self, write: Callable[[], bytes]) -> None:
        """Note every call while something writes a workbook."""
        tape = self
        started, add_format, add_worksheet = Workbook.__init__, Workbook.add_format, Workbook.add_worksheet

        def on_start(workbook: Workbook, stream: Any, options: dict[str, Any] | None = None) -> None:
            tape.options = dict(options or {})
            started(workbook, stream, options)
            tape.formats, tape.number_of = [], {}

        def on_format(workbook: Workbook, properties: dict[str, Any] | None = None) -> Format:
            made = add_format(workbook, properties)
            tape.number_of[id(made)] = len(tape.formats)
            tape.kept.append(made)
            tape.formats.append(dict(properties or {}))
            return made

        def on_worksheet(workbook: Workbook, name: str | None = None, kind: type[Worksheet] | None = None) -> Worksheet:
            tape.sheets.append(str(name))
            return add_worksheet(workbook, name, kind)

        with ExitStack() as patches:
            for target, name, replacement in (
                (Workbook, "__init__", on_start),
                (Workbook, "add_format", on_format),
                (Workbook, "add_worksheet", on_worksheet),
                *((Worksheet, method, self._recorder(method)) for method in METHODS),
            ):
                patches.enter_context(patch.object(target, name, replacement))
            write()

    def _recorder(self, method: str) -> Callable[..., Any]:
        original = getattr(Worksheet, method)

        def on_call(sheet: Worksheet, *args: Any, **named: Any) -> Any:
            if self.inside:
                return original(sheet, *args, **named)
            self.calls.append((sheet.index, method, [self._noted(each) for each in args], self._noted(named)))
            self.inside = True
            try:
                return original(sheet, *args, **named)
            finally:
                self.inside = False

        return on_call

    def _noted(self, value: Any) -> Any:
        match value:
            case Format():
                return _FormatNumber(self.number_of[id(value)])
            case FileLink():
                return value.address  # bare xlsxwriter is given strings, and takes them apart
            case dict():
                return {key: self._noted(each) for key, each in value.items()}
            case _:
                return value

    def prepared(self) -> Callable[[], bytes]:
        """Return what replays the calls on a fresh workbook, arguments and formats made ready beforehand."""
        buffer = BytesIO()
        workbook = Workbook(buffer, self.options)
        formats = [workbook.add_format(properties) for properties in self.formats]
        sheets = [workbook.add_worksheet(name) for name in self.sheets]

        def ready(value: Any) -> Any:
            match value:
                case _FormatNumber():
                    return formats[value]
                case dict():
                    return {key: ready(each) for key, each in value.items()}
                case _:
                    return value

        calls = [
            (getattr(sheets[sheet], method), [ready(each) for each in args], ready(named))
            for sheet, method, args, named in self.calls
        ]

        def replay() -> bytes:
            for call, args, named in calls:
                call(*args, **named)
            workbook.close()
            return buffer.getvalue()

        return replay


class _FormatNumber(int):
    """The place of a format on the tape."""


def seconds(action: Callable[[], bytes]) -> float:
    """Return how long an action takes."""
    started = time.process_time()
    action()
    return time.process_time() - started


def main(inbox: Path, repetitions: int) -> None:
    """Measure and print."""
    workspace = Workspace(project=Path.cwd())
    campaign = workspace.campaign(None)
    schemas = read_schemas(workspace.project, campaign)
    round_ = round_of(campaign, "lan-1", AS_OF)
    received = read_inbox(inbox, campaign=campaign, round_=round_, schemas=schemas)
    inputs = RoundInputs(campaign=campaign, round=round_, schemas=schemas, as_of=AS_OF)
    returns = validated_returns(received, inputs)
    files = judged_files(received, returns.problems)
    problems = (*(found for file in files for found in file.problems), *returns.problems)

    def merged() -> Any:
        return consolidation(returns, files, inputs)

    whole = merged()

    def ours() -> bytes:
        return excel_bytes(figures(whole, files, problems, schemas))

    tape = Tape()
    tape.record(ours)
    times: dict[str, list[float]] = {"merge": [], "report": [], "bare xlsxwriter": []}
    for _ in range(repetitions):
        times["merge"].append(seconds(merged))
        times["report"].append(seconds(ours))
        times["bare xlsxwriter"].append(seconds(tape.prepared()))
    cells = sum(method.startswith("write_") for _, method, _, _ in tape.calls)
    sys.stdout.write(f"{cells} cells, {len(tape.sheets)} sheets, {len(ours())} bytes; seconds of processor time\n")
    medians = {name: statistics.median(values) for name, values in times.items()}
    for name, median in medians.items():
        sys.stdout.write(f"{name:16} {median:6.3f} s\n")
    sys.stdout.write(f"report / bare xlsxwriter: {medians['report'] / medians['bare xlsxwriter']:.2f}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 5)
