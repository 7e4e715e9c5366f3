"""Single steps of a city run, each several times in one process: medians beside the figures of docs/performance.md.

parts.py INBOX [REPETITIONS]; INBOX holds returns of the first round of the project in the current folder.
"""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from pipeline.consolidation.merge import consolidation
from pipeline.forms.schema.loading import read_schemas
from pipeline.intake.files.folder import listed_entries
from pipeline.intake.files.opening import opened_files
from pipeline.intake.formats.gate import read_workbook
from pipeline.intake.formats.limits import LIMITS
from pipeline.intake.inbox import read_inbox
from pipeline.intake.tables.location import comparable
from pipeline.reports.figures import figures
from pipeline.reports.word.report import word_bytes
from pipeline.reports.written.annexes import annexes
from pipeline.reports.written.blocks import Matrix
from pipeline.reports.written.report import report
from pipeline.round_inputs import RoundInputs
from pipeline.validation.across import judged_across
from pipeline.validation.returns import judged_files, judged_returns, typed_returns
from pipeline.workspace import Workspace, round_of

AS_OF = date(2025, 9, 8)


def median(work: Callable[[], object], repetitions: int) -> float:
    """Return the median of the milliseconds that some work takes, once more than counted."""
    seconds = []
    for _ in range(repetitions + 1):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return 1000 * statistics.median(seconds[1:])


def main(inbox: Path, repetitions: int) -> None:
    """Measure and print."""

    def say(what: str, work: Callable[[], object], parts: int = 1) -> None:
        sys.stdout.write(f"{what:64} {median(work, repetitions) / parts:7.1f} ms\n")

    workspace = Workspace(project=Path())
    campaign = workspace.campaign(None)
    schemas = read_schemas(workspace.project, campaign)
    round_ = round_of(campaign, "lan-1", AS_OF)
    sheets = frozenset(comparable(schema.sheet) for schema in schemas)
    entries = listed_entries(inbox)
    contents = [path.read_bytes() for path in sorted(inbox.rglob("*.xlsx"))]
    files = read_inbox(inbox, campaign=campaign, round_=round_, schemas=schemas)
    inputs = RoundInputs(campaign=campaign, round=round_, schemas=schemas, as_of=AS_OF)
    tables = typed_returns(files, inputs)
    rows, returns = sum(len(table.raws) for table in tables.values()), len(tables["header"].raws)

    say(
        "one file: gate and read, not contained",
        lambda: [read_workbook(one, LIMITS, sheets) for one in contents],
        len(contents),
    )
    say(
        "one file: gate and read, contained, by one worker",
        lambda: list(opened_files(entries, limits=LIMITS, sheets=sheets, workers=1)),
        len(entries),
    )
    say(
        "one file: the same by two workers, and its structure judged",
        lambda: read_inbox(inbox, campaign=campaign, round_=round_, schemas=schemas),
        len(entries),
    )
    say(
        "one return typed",
        lambda: typed_returns(files, inputs),
        returns,
    )
    judged = judged_returns(tables, inputs)
    say(
        f"{rows} rows of {returns} returns judged by every rule within a return",
        lambda: judged_returns(tables, inputs),
    )
    say(
        "the same returns judged beside one another",
        lambda: judged_across(judged, None, inputs),
    )
    judged = judged_across(judged, None, inputs)
    verdicts = judged_files(files, judged.problems)
    merged = consolidation(judged, verdicts, inputs)
    whole = report(figures(merged, verdicts, judged.problems, schemas))
    bare = replace(whole, annexes=())
    only_matrix = replace(whole, annexes=annexes(figures(merged, verdicts, judged.problems, schemas))[:1])
    (matrix,) = (block for block in only_matrix.annexes[0].blocks if isinstance(block, Matrix))
    cells = (sum(len(group.rows) for group in matrix.groups) + len(matrix.totals)) * (len(matrix.tasks) + 2)
    without, with_matrix = (median(partial(word_bytes, one), repetitions) for one in (bare, only_matrix))
    sys.stdout.write(f"{f'Word: the matrix, {cells} cells':64} {with_matrix - without:7.1f} ms\n")
    sys.stdout.write(f"{'Word: the text without annexes':64} {without:7.1f} ms\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 5)
