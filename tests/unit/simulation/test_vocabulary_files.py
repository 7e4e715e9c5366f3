"""The vocabulary of a campaign: read strictly, with words for every assignment."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.campaign.assignment import assignments
from pipeline.campaign.decision import Campaign
from pipeline.errors import ConfigurationError, OperatorError
from pipeline.simulation.vocabulary import fitting
from pipeline.simulation.vocabulary_files import read_vocabulary
from pipeline.yaml_files.faults import FaultyFileError
from tests.support.campaign import CAMPAIGN
from tests.support.simulation import author, city
from tests.support.terminal import tonghop

FOLDER = Path("catalogue", CAMPAIGN, "simulation")


def test_every_assignment_of_the_city_has_words_of_its_own_or_a_reason_why_nothing_comes_up() -> None:
    campaign, _, vocabulary = city()
    for assignment in assignments(campaign, campaign.rounds[0]):
        keys, words = author(campaign.agency_by_code[assignment.agency]).keys, vocabulary.tasks[assignment.task]
        blocks = words.blocks(assignment.role, keys)
        complete = blocks.done and blocks.doing and len(blocks.steps) >= 2
        assert complete or (assignment.nil_allowed and any(fitting(words.nil, keys))), assignment


def test_who_may_answer_nil_has_a_reason_of_its_own() -> None:
    campaign, _, vocabulary = city()
    for assignment in assignments(campaign, campaign.rounds[0]):
        words = vocabulary.tasks[assignment.task]
        if assignment.nil_allowed and words.nil_percent:
            keys = author(campaign.agency_by_code[assignment.agency]).keys
            assert any(fitting(words.nil, keys)) or words.blocks(assignment.role, keys).done, assignment


def test_a_campaign_without_data_cannot_be_simulated(campaign: Campaign, project: Path) -> None:
    (project / FOLDER).rename(project / "elsewhere")
    with pytest.raises(OperatorError, match="«2025-h2» không có dữ liệu để tạo báo cáo giả lập"):
        read_vocabulary(project, campaign)
    before = set(project.rglob("*"))
    done = tonghop("simulate", "--round", "lan-1", project=project)
    assert done.code == OperatorError.exit_code
    assert len(done.error.splitlines()) == 1
    assert set(project.rglob("*")) == before


def test_each_file_must_be_there(campaign: Campaign, project: Path) -> None:
    (project / FOLDER / "reasons.yaml").unlink()
    with pytest.raises(ConfigurationError, match=r"reasons\.yaml: thiếu tệp này"):
        read_vocabulary(project, campaign)


@pytest.mark.parametrize(
    ("name", "place", "text", "reason"),
    [
        ("tasks", '  "1.1":\n', "  '9.9':\n", "danh mục không có nhiệm vụ «9.9»"),
        ("tasks", "[Công ty|doanh nghiệp]", '        - "{nobody}"\n', "không có tên «{nobody}» để thay vào câu"),
        (
            "tasks",
            "      state_enterprises:\n",
            "      comunes:\n",
            "không có cơ quan, loại cơ quan hay khối «comunes»",
        ),
        ("tasks", '      - "cử {1-3}', '      - "{nobody}"\n', "không có tên «{nobody}» để thay vào câu"),
        ("tasks", "evidence: [KH, CV, BC]", "    evidence: [XX]\n", "«XX» không hợp lệ; chỉ nhận: KH, QĐ, BC"),
        ("agencies", "    like: ward\n", "    like: wards\n", "không có loại cơ quan «wards» ở phía trên"),
        ("agencies", "  communes: rural\n", "  communes: town\n", "không có loại cơ quan «town»"),
        (
            "agencies",
            "  other_bodies: ",
            "  other_bodis: rural\n",
            "không có khối «other_bodis» trong groups.yaml; có phải",
        ),
        (
            "agencies",
            "    group: communes\n",
            "    group: towns\n",
            "không có khối «towns» trong groups.yaml; hiện có:",
        ),
        (
            "other_sheets",
            'task: "4.7"',
            "  - {kind: Bãi bỏ, task: '', groups: [towns], content: x, reason: y}\n",
            "không có khối «towns»",
        ),
        ("agencies", 'unit: "tổ dân phố', "    unit: thôn {document}\n", "không có tên «{document}» để thay vào câu"),
        ("agencies", '    self: "Quỹ"\n', "    selves: Quỹ\n", "không có mục tên này; có phải là «self»?"),
        (
            "reasons",
            "  state_enterprises:\n",
            "  enterprises:\n",
            "không có cơ quan, loại cơ quan hay khối «enterprises»",
        ),
        ("reasons", "Hồ sơ [trình chậm", '  - "{leader}"\n', "không có tên «{leader}» để thay vào câu"),
        ("reasons", "Hoàn thành chậm do", '  - "{expected}"\n', "không có tên «{expected}» để thay vào câu"),
        ("other_sheets", "  CT-1.2-1:", "  CT-9: {any: [1, 2]}\n", "danh mục không có chỉ tiêu «CT-9»"),
        ("other_sheets", "  CT-1.2-1:", "  CT-1.2-1: {of: CT-9, any: [1, 2]}\n", "danh mục không có chỉ tiêu «CT-9»"),
        ("other_sheets", "  CT-1.2-1:", "  CT-1.2-1: {any: [1]}\n", "cần hai số nguyên [nhỏ nhất, lớn nhất]"),
        ("other_sheets", "  CT-1.2-1:", "  CT-1.2-1: {any: [2, 1]}\n", "cần hai số nguyên [nhỏ nhất, lớn nhất]"),
        (
            "other_sheets",
            "    university:\n",
            "    universities:\n",
            "không có cơ quan, loại cơ quan hay khối «universities»",
        ),
        (
            "other_sheets",
            'task: "4.7"',
            "  - {kind: Bãi bỏ, task: '9.9', content: x, reason: y}\n",
            "danh mục không có nhiệm vụ «9.9»",
        ),
        (
            "other_sheets",
            'task: "4.7"',
            "  - {kind: Bãi bỏ, task: '', content: 'theo {document}', reason: y}\n",
            "không có tên «{document}» để thay vào câu",
        ),
    ],
)
def test_a_fault_is_told_with_its_line(
    campaign: Campaign, project: Path, name: str, place: str, text: str, reason: str
) -> None:
    path = project / FOLDER / f"{name}.yaml"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    number = next(number for number, line in enumerate(lines) if place in line)
    path.write_text("".join([*lines[:number], text, *lines[number + 1 :]]), encoding="utf-8")
    with pytest.raises(FaultyFileError) as caught:
        read_vocabulary(project, campaign)
    first = caught.value.faults[0]
    assert caught.value.path == path
    assert first.line == number + 1
    assert first.reason.startswith(reason)


def test_a_kind_calls_its_people_as_its_group_does(campaign: Campaign, project: Path) -> None:
    path = project / FOLDER / "agencies.yaml"
    path.write_text(path.read_text("utf-8").replace('    staff: "cán bộ, công chức"\n', ""), encoding="utf-8")
    assert read_vocabulary(project, campaign).kinds["ward"].names["staff"] == "cán bộ, công chức"
    bare = replace(campaign, groups=tuple(replace(group, staff="") for group in campaign.groups))
    with pytest.raises(FaultyFileError, match="thiếu mục «staff»"):
        read_vocabulary(project, bare)


def test_a_group_that_reports_has_a_general_kind(campaign: Campaign, project: Path) -> None:
    path = project / FOLDER / "agencies.yaml"
    text = path.read_text("utf-8").replace("  other_bodies: public_unit\n", "")
    path.write_text(text, encoding="utf-8")
    read_vocabulary(project, campaign)
    path.write_text(text.replace("  communes: rural\n", ""), encoding="utf-8")
    with pytest.raises(FaultyFileError, match="thiếu loại cơ quan chung của khối «communes»"):
        read_vocabulary(project, campaign)


def test_all_faults_of_a_file_are_told(campaign: Campaign, project: Path) -> None:
    path = project / FOLDER / "reasons.yaml"
    path.write_text(path.read_text("utf-8").replace("{self}", "{me}").replace("{staff}", "{men}"), encoding="utf-8")
    with pytest.raises(FaultyFileError) as caught:
        read_vocabulary(project, campaign)
    assert {fault.reason for fault in caught.value.faults} == {
        f"không có tên «{{{name}}}» để thay vào câu" for name in ("me", "men")
    }
    assert len(str(caught.value).splitlines()) == len(caught.value.faults) > 2


def test_an_indicator_of_one_round_may_have_words(campaign: Campaign, project: Path) -> None:
    path = project / "catalogue" / "2025-h2" / "simulation" / "other_sheets.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("  CT-1.2-1:", "  DX-1: {any: [1, 2]}\n  CT-1.2-1:", 1), "utf-8")
    own = replace(campaign.indicators[0], code="DX-1")
    rounds = (replace(campaign.rounds[0], indicators=(own,)), *campaign.rounds[1:])
    assert read_vocabulary(project, replace(campaign, rounds=rounds)).indicators["DX-1"].ranges == {"any": (1, 2)}
