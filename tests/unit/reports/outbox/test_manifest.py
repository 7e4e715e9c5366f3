"""The machine-readable account of a run."""

import json
from pathlib import Path

from pipeline.forms.schema.schema import Schemas
from pipeline.intake.identity import Identity
from pipeline.intake.received import ReceivedFile, Verdict
from pipeline.problems import Cell, problem
from pipeline.reports.outbox.manifest import manifest, problem_records
from pipeline.reports.outbox.record import output_digests, write_json
from pipeline.rules import Rule
from tests.support.consolidation import DONE, a_return, consolidated, small_campaign

FILE = ReceivedFile(
    path="ngày 1/bc.xlsx",
    sha256="ab" * 32,
    size=10,
    verdict=Verdict.ACCEPTED_WITH_PROBLEMS,
    identity=Identity(campaign="2025-h2", round="lan-1", agency="SNV", fingerprint=None),
)
NOT_A_DATE = problem(
    Rule.NOT_A_DATE,
    file=FILE.path,
    agency="SNV",
    cell=Cell.at("Báo cáo", "H12"),
    task="1.2",
    field="Ngày hoàn thành",
    value="31/02/2025",
    example="15/8/2025",
)


def test_a_problem_is_one_flat_record() -> None:
    assert problem_records([NOT_A_DATE]) == [
        {
            "file": "ngày 1/bc.xlsx",
            "agency": "SNV",
            "sheet": "Báo cáo",
            "cell": "H12",
            "task": "1.2",
            "field": "Ngày hoàn thành",
            "rule": "cell.not-a-date",
            "severity": "error",
            "value": "31/02/2025",
            "message": NOT_A_DATE.message,
            "hint": NOT_A_DATE.hint,
        }
    ]


def test_the_manifest_counts_agencies_and_the_problems_of_each_file(tmp_path: Path, schemas: Schemas) -> None:
    campaign = small_campaign(tmp_path)
    merged = consolidated(campaign, schemas, [a_return(campaign, schemas, "SNV", rows={"1.2": DONE})]).merged
    account = manifest(merged, [FILE], [NOT_A_DATE], {"b": "2", "a": "1"})
    assert (account["campaign"], account["round"], account["as_of"]) == ("small", "lan-1", "2025-09-10")
    assert account["files"] == [
        {
            "path": "ngày 1/bc.xlsx",
            "sha256": "ab" * 32,
            "size": 10,
            "verdict": "accepted-with-problems",
            "agency": "SNV",
            "rule": None,
            "reason": None,
            "problems": {"error": 1, "warning": 0, "normalised": 0},
        }
    ]
    assert account["agencies"] == {"expected": 5, "reported": 1, "missing": ["TT", "10001", "10002", "10003"]}
    assert [output["path"] for output in account["outputs"]] == ["a", "b"]


def test_json_keeps_vietnamese_letters_and_digests_cover_subfolders(tmp_path: Path) -> None:
    (tmp_path / "phan-hoi").mkdir()
    write_json({"tên": "Hải Phòng"}, tmp_path / "phan-hoi" / "a.json")
    assert json.loads((tmp_path / "phan-hoi" / "a.json").read_text("utf-8")) == {"tên": "Hải Phòng"}
    assert "Hải Phòng".encode() in (tmp_path / "phan-hoi" / "a.json").read_bytes()
    assert list(output_digests(tmp_path)) == ["phan-hoi/a.json"]
