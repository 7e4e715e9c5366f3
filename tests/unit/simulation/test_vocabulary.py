"""The vocabulary of a campaign: read strictly, generic where it is silent."""

from pathlib import Path

import pytest

from pipeline.campaign.assignment import assignments
from pipeline.campaign.decision import Campaign
from pipeline.simulation.vocabulary import Vocabulary, read_vocabulary
from pipeline.yaml_files.faults import FaultyFileError
from tests.support.simulation import city


def test_every_assignment_of_the_city_has_words_of_its_own_or_a_reason_why_nothing_comes_up() -> None:
    campaign, _, vocabulary = city()
    for assignment in assignments(campaign, campaign.rounds[0]):
        agency, words = campaign.agency_by_code[assignment.agency], vocabulary.tasks[assignment.task]
        blocks = words.blocks(assignment.role, agency)
        told = blocks.done and blocks.doing and len(blocks.steps) >= 2
        assert told or (assignment.nil_allowed and words.nil_reasons(agency)), assignment


def test_who_may_answer_nil_has_a_reason_of_its_own() -> None:
    campaign, _, vocabulary = city()
    for assignment in assignments(campaign, campaign.rounds[0]):
        words = vocabulary.tasks[assignment.task]
        if assignment.nil_allowed and words.nil_percent:
            agency = campaign.agency_by_code[assignment.agency]
            assert words.nil_reasons(agency) or words.blocks(assignment.role, agency).done, assignment


def test_a_campaign_without_the_file_has_an_empty_vocabulary(campaign: Campaign, project: Path) -> None:
    (project / "catalogue/2025-h2/simulation.yaml").unlink()
    assert read_vocabulary(project, campaign) == Vocabulary()


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("tasks:\n  '9.9': {subject: x}\n", 2, "danh mục không có nhiệm vụ «9.9»"),
        (
            "tasks:\n  '1.1':\n    lead:\n      comunes: {done: [x]}\n",
            4,
            "không có cơ quan, loại cơ quan hay khối «comunes»",
        ),
        ("tasks:\n  '1.1':\n    nil: {ward: ['{nobody}']}\n", 3, "không có tên «{nobody}» để thay vào câu"),
        ("indicators:\n  CT-9: {any: [1, 2]}\n", 2, "danh mục không có chỉ tiêu «CT-9»"),
        ("indicators:\n  CT-4.4-2: {of: CT-9, any: [1, 2]}\n", 2, "danh mục không có chỉ tiêu «CT-9»"),
        (
            "amendments:\n- {kind: Bãi bỏ, task: '9.9', content: x, reason: y}\n",
            2,
            "danh mục không có nhiệm vụ «9.9»",
        ),
        (
            "amendments:\n- {kind: Bãi bỏ, task: '', content: 'theo {document}', reason: y}\n",
            2,
            "không có tên «{document}» để thay vào câu",
        ),
        ("tasks:\n  '1.1': {evidence: [XX]}\n", 2, "«XX» không hợp lệ; chỉ nhận: KH, QĐ, BC, TB, TTr, CV, BB"),
        ("indicators:\n  CT-4.4-1: {any: [1]}\n", 2, "cần hai số nguyên [nhỏ nhất, lớn nhất]"),
        ("indicators:\n  CT-4.4-1: {any: [2, 1]}\n", 2, "cần hai số nguyên [nhỏ nhất, lớn nhất]"),
    ],
)
def test_a_fault_is_told_with_its_line(campaign: Campaign, project: Path, text: str, line: int, reason: str) -> None:
    (project / "catalogue/2025-h2/simulation.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(FaultyFileError) as caught:
        read_vocabulary(project, campaign)
    assert [(fault.line, fault.reason) for fault in caught.value.faults] == [(line, reason)]
