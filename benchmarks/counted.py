"""How much work a city run does, counted in calls of functions: the same on every machine, whatever else it is doing.

counted.py           count, and fail where a stage does a fifth more than benchmarks/counted.json says
counted.py --record  count, and write what was counted there for this version of Python
"""

import contextlib
import io
import json
import platform
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from pipeline.campaign.files.reading import read_campaign
from pipeline.cli.commands import main as tonghop
from pipeline.forms.schema.loading import read_schemas
from pipeline.intake.formats.gate import read_workbook
from pipeline.intake.formats.limits import LIMITS
from pipeline.intake.tables.location import comparable

ROOT = Path(__file__).parents[1]
RECORDED = Path(__file__).with_suffix(".json")
MOST = 1.2


def calls(work: Callable[[], object]) -> int:
    """Return how many functions are called, Python's and C's, while some work is done in this thread."""
    count = 0

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def command(*arguments: str) -> None:
    """Run the command in this process, silently."""
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        contextlib.suppress(SystemExit),
    ):
        tonghop(["--project", str(ROOT), *arguments])


def counted() -> dict[str, int]:
    """Return the calls of the coordinating process, and those of the workers that read for it."""
    with tempfile.TemporaryDirectory() as scratch:
        inbox, outbox = Path(scratch, "inbox"), Path(scratch, "outbox")
        command("simulate", "--round", "lan-1", "--out", str(inbox))
        options = ("--round", "lan-1", "--as-of", "2025-09-10", "--inbox", str(inbox), "--outbox", str(outbox))
        command("consolidate", *options)  # what is worked out once for a process is not counted
        sheets = frozenset(comparable(schema.sheet) for schema in read_schemas(ROOT, read_campaign(ROOT, "2025-h2")))
        contents = [path.read_bytes() for path in sorted(inbox.rglob("*.xlsx"))]
        return {
            "consolidate": calls(lambda: command("consolidate", *options)),
            "reading": calls(lambda: [read_workbook(content, LIMITS, sheets) for content in contents]),
        }


def main() -> None:
    """Count, and record or compare."""
    version = ".".join(platform.python_version_tuple()[:2])
    recorded = json.loads(RECORDED.read_text("utf-8")) if RECORDED.exists() else {}
    found = counted()
    if "--record" in sys.argv[1:]:
        RECORDED.write_text(json.dumps({**recorded, version: found}, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        return
    if version not in recorded:
        sys.exit(f"nothing is recorded for Python {version}: counted.py --record")
    ratios = {name: count / recorded[version][name] for name, count in found.items()}
    sys.stdout.write(
        "".join(
            f"{name:12} {found[name]:>12,} calls, {ratio:.2f} of what is recorded\n" for name, ratio in ratios.items()
        )
    )
    if max(ratios.values()) > MOST:
        sys.exit(
            "more than a fifth more work than recorded; if it is meant: counted.py --record, and say why in the commit"
        )


if __name__ == "__main__":
    main()
