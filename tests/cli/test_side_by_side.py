"""Two campaigns in one project, and months of rounds in one inbox: no command of one touches or mentions the other."""

import json
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from pipeline.campaign.files.reading import read_campaign
from pipeline.forms.schema.schema import Schemas
from pipeline.upkeep.starting import start_project
from tests.support.campaign import SMALL, SMALL_DECISION, write_small_project
from tests.support.example_run import EXAMPLE
from tests.support.intake import return_bytes
from tests.support.terminal import tonghop

#: Of each campaign: a round, its middle, a day after it, an agency and a task of it.
CAMPAIGNS = {
    EXAMPLE: ("ky-1", "2026-12-01", "2026-12-15", "XDB", "I.1"),
    "small": ("lan-1", "2025-08-15", "2025-09-10", "SNV", "1.3"),
}
MONTHS = range(1, 13)


def contents(project: Path, *, without: str) -> Mapping[str, bytes]:
    """Every file of a project but the results and templates of one campaign."""
    return {
        path.relative_to(project).as_posix(): path.read_bytes()
        for path in project.rglob("*")
        if path.is_file() and without not in path.relative_to(project).parts
    }


@pytest.fixture
def project(tmp_path: Path) -> Path:
    project = tmp_path / "du-an"
    start_project(project, example=EXAMPLE, as_of=date(2026, 11, 1))
    write_small_project(project)
    shutil.rmtree(project / "schemas")
    return project


@pytest.mark.parametrize("named", [True, False])
def test_all_commands_run_in_turn_without_touching_the_other_campaign(
    project: Path, schemas: Schemas, *, named: bool
) -> None:
    for name, (code, during, _after, _, _) in CAMPAIGNS.items():
        asked = ("--campaign", name) if named else ()
        before = contents(project, without=name)
        assert tonghop("templates", *asked, "--round", code, "--as-of", during, project=project).code == 0
        assert contents(project, without=name) == before
        made = project / "templates" / "xlsx" / name / code
        agency = CAMPAIGNS[name][3]
        (form,) = made.glob(f"{name}_{code}_{agency}_*.xlsx")
        content = (
            return_bytes(read_campaign(project, name), schemas, agency, round_=code, rows={})
            if name == "small"
            else form.read_bytes()
        )
        (project / "inbox" / f"{name}.xlsx").write_bytes(content)
    for name, (code, _, after, agency, task) in CAMPAIGNS.items():
        asked = (*(("--campaign", name) if named else ()), "--as-of", after)
        before = contents(project, without=name)
        for words in (
            ("consolidate", "--round", code),
            ("consolidate",),
            ("check",),
            ("status",),
            ("remind",),
            ("why", agency, task),
            ("diff",),
            ("doctor",),
            ("catalogue", "addresses"),
        ):
            done = tonghop(*words, *asked, project=project)
            assert done.code == 0 or words[0] in {"check", "diff"}, (words, done.error)
            assert not any(other in done.output for other in CAMPAIGNS if other != name), (words, done.output)
        assert contents(project, without=name) == before
        manifest = json.loads((project / "outbox" / name / code / "manifest.json").read_text("utf-8"))
        verdicts = {file["path"]: file["verdict"] for file in manifest["files"]}
        assert verdicts.pop(f"{name}.xlsx") in {"accepted", "accepted-with-problems", "unfilled"}
        assert set(verdicts.values()) == {"other-campaign"}


def monthly_rounds() -> str:
    """The decision of the small campaign with a round each month."""
    head, first = SMALL_DECISION.split("  - code: dot-xuat")[0].split("  - code: lan-1")
    rounds = ""
    for month in MONTHS:
        text = f"  - code: thang-{month}{first}".replace("lần 1", f"tháng {month}")
        for old, day in {"2025-09-05": 6, "2025-09-04": 5, "2025-08-31": 2, "2025-08-01": 1}.items():
            text = text.replace(old, date(2025, month, day).isoformat())
        rounds += text
    return f"{head}{rounds}waivers: []\nextensions: []\n"


def test_returns_of_months_of_rounds_make_no_noise(tmp_path: Path, schemas: Schemas) -> None:
    write_small_project(tmp_path, {**SMALL, "decision.yaml": monthly_rounds()})
    campaign = read_campaign(tmp_path, "small")
    for month in MONTHS:
        for agency in ("SNV", "10002", "10003"):
            day = date(2025, month, 5)
            content = return_bytes(campaign, schemas, agency, round_=f"thang-{month}", rows={}, report_date=day)
            path = tmp_path / "inbox" / f"thang-{month}" / f"{agency}.xlsx"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    asked = ("--round", "thang-12", "--as-of", "2025-12-10")
    check = tonghop("check", *asked, project=tmp_path)
    heads = [line for line in check.output.splitlines() if line.endswith(".xlsx") and not line.startswith(" ")]
    assert {line.split("/")[0] for line in heads} == {"thang-12"}
    assert "36 tệp" in check.output
    status = tonghop("status", *asked, project=tmp_path)
    assert "thang-11/" not in status.output
