"""Which round the demo plays and on which day, for the Makefile: `python -m tests.rounds.first_round CAMPAIGN code|as_of [ROUND]`."""

import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
#: By then the late returns are there too.
DAYS_AFTER_DEADLINE = 5


def demo_round(campaign: str, code: str | None = None) -> tuple[str, date]:
    """Code and as-of date of a round of the catalogue or of an example: that of a code, else the first."""
    paths = [ROOT / name / campaign / "decision.yaml" for name in ("catalogue", "examples")]
    path = next(path for path in paths if path.is_file())
    rounds: list[dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))["rounds"]
    chosen = next((entry for entry in rounds if entry["code"] == code), rounds[0])
    return chosen["code"], chosen["deadline"] + timedelta(days=DAYS_AFTER_DEADLINE)


if __name__ == "__main__":
    campaign, wanted, *codes = sys.argv[1:]
    found, day = demo_round(campaign, *codes)
    sys.stdout.write(found if wanted == "code" else day.isoformat())
