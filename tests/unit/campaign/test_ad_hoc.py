"""Ad hoc rounds: a few lines of the decision's file, with indicators and a reference of their own."""

from pathlib import Path

import pytest

from pipeline.campaign.files.reading import read_campaign
from tests.support.campaign import edited, refused, write_small_project

AD_HOC = "    agencies: [SNV]\n"
OWN = '    indicators: [{{code: {code}, task: "{task}", name: Số đợt, unit: đợt, decimals: 0{more}}}]\n'
REFERENCE = "Công văn số 12/UBND-NC ngày 01/10/2025"


def with_own(code: str = "DX-1", task: str = "1.3", more: str = "") -> dict[str, str | bytes]:
    """The small campaign whose ad hoc round asks for an indicator of its own."""
    return edited("decision.yaml", AD_HOC, AD_HOC + OWN.format(code=code, task=task, more=more))


def test_its_indicators_are_asked_in_that_round_alone(tmp_path: Path) -> None:
    write_small_project(tmp_path, with_own(more=", part_of: CT-1") | {})
    with pytest.raises(Exception, match="đơn vị tính khác"):
        read_campaign(tmp_path, "small")
    write_small_project(tmp_path, with_own())
    campaign = read_campaign(tmp_path, "small")
    asked = {
        code: [indicator.code for indicator in campaign.indicators_of(round_)]
        for code, round_ in campaign.round_by_code.items()
    }
    assert asked == {"lan-1": ["CT-1", "CT-2"], "dot-xuat": ["CT-1", "CT-2", "DX-1"]}


def test_the_document_that_asks_for_it_is_on_record(tmp_path: Path) -> None:
    write_small_project(tmp_path, edited("decision.yaml", AD_HOC, f"{AD_HOC}    reference: {REFERENCE}\n"))
    rounds = read_campaign(tmp_path, "small").round_by_code
    assert rounds["dot-xuat"].reference == REFERENCE
    assert rounds["lan-1"].reference is None


@pytest.mark.parametrize(
    ("files", "field", "reason"),
    [
        (with_own(code="CT-1"), "code", "đã có trong indicators.yaml"),
        (with_own(code="ct-1"), "code", "đã có trong indicators.yaml"),
        (with_own(task="9.9"), "task", "không có nhiệm vụ mã «9.9»"),
        (with_own(task="1.1"), "task", "dòng tiêu đề"),
        (with_own(more=", part_of: XX"), "part_of", "không có chỉ tiêu mã «XX»"),
        (with_own(more=", part_of: DX-1"), "part_of", "dẫn vòng"),
        (
            edited(
                "decision.yaml",
                '    tasks: ["1.2", "1.3"]\n',
                '    tasks: ["1.2"]\n' + OWN.format(code="DX-1", task="1.3", more=""),
            ),
            "task",
            "không thuộc lần báo cáo này",
        ),
        (
            edited("decision.yaml", "    opens: 2025-08-01\n", f"    opens: 2025-08-01\n    reference: {REFERENCE}\n"),
            "reference",
            "chỉ lần báo cáo đột xuất",
        ),
        (with_own(more=", colour: red"), "colour", ""),
    ],
    ids=["taken", "taken-in-other-case", "no-task", "heading", "no-whole", "circle", "not-asked", "regular", "unknown"],
)
def test_slips_are_told_with_their_place(
    tmp_path: Path, files: dict[str, str | bytes], field: str, reason: str
) -> None:
    error = refused(tmp_path, files)
    assert error.path.name == "decision.yaml"
    assert error.line
    assert field in str(error)
    assert reason in str(error)
