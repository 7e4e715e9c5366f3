"""The project folder, and which campaign, round and agencies a request means."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.campaign.decision import Campaign
from pipeline.campaign.files.reading import read_campaign
from pipeline.errors import OperatorError
from pipeline.workspace import Workspace, agency_of, owing_agencies_of, round_of, task_of
from tests.support.campaign import write_small_project
from tests.support.terminal import request


@pytest.fixture
def small(tmp_path: Path) -> Campaign:
    write_small_project(tmp_path)
    return read_campaign(tmp_path, "small")


def test_a_request_reads_all_that_a_round_needs(small: Campaign, tmp_path: Path) -> None:
    inputs = request(tmp_path, as_of=date(2025, 9, 4)).read_round_inputs()
    assert inputs.campaign == small
    assert (inputs.round.code, inputs.as_of) == ("lan-1", date(2025, 9, 4))
    assert inputs.schemas.report.sheet == "Báo cáo"


def test_the_latest_regular_round_that_has_opened_is_meant(campaign: Campaign) -> None:
    assert round_of(campaign, None, date(2000, 1, 1)).code == "lan-1"
    assert round_of(campaign, None, date.max).code == "lan-2"


def test_an_ad_hoc_round_must_be_named(small: Campaign) -> None:
    assert round_of(small, None, date.max).code == "lan-1"
    assert round_of(small, "dot-xuat", date.max).code == "dot-xuat"
    with pytest.raises(OperatorError, match="hãy chọn: lan-1, dot-xuat"):
        round_of(small, "lan-9", date.max)


@pytest.mark.parametrize("name", ["SNV", "snv", "Sở Nội vụ", "sở nội vụ"])
def test_an_agency_is_named_by_code_or_name(small: Campaign, name: str) -> None:
    assert agency_of(small, small.rounds[0], name) == "SNV"


def test_an_agency_that_is_not_known_is_refused_with_the_nearest_name(small: Campaign) -> None:
    with pytest.raises(OperatorError, match=r"Có phải là Sở Nội vụ \(SNV\)"):
        agency_of(small, small.rounds[0], "Sở Nội vu")
    with pytest.raises(OperatorError, match="Xem cột code"):
        agency_of(small, small.rounds[0], "XYZ")
    with pytest.raises(OperatorError, match=r"không phải báo cáo lần 1 .*: khối cơ quan khác không báo cáo"):
        agency_of(small, small.rounds[0], "MT")


def test_a_task_is_named_by_its_code_in_either_case(campaign: Campaign) -> None:
    assert [task_of(campaign, code) for code in ("3.4.A", "3.4.a", "1.1")] == ["3.4.a", "3.4.a", "1.1"]
    with pytest.raises(OperatorError, match=r"mang mã «9\.9»; hãy chọn: 1\.1, "):
        task_of(campaign, "9.9")


def test_an_agency_of_another_campaign_is_told_with_its_campaign(small: Campaign, tmp_path: Path) -> None:
    other = tmp_path / "catalogue" / "khac"
    shutil.copytree(tmp_path / "catalogue" / "small", other)
    decision = (other / "decision.yaml").read_text("utf-8")
    (other / "decision.yaml").write_text(decision.replace("campaign: small", "campaign: khac"), "utf-8")
    register = (other / "agencies.csv").read_text("utf-8")
    (other / "agencies.csv").write_text(register.replace("Thanh tra tỉnh", "Ban quản lý rừng"), "utf-8")
    elsewhere = Workspace(project=tmp_path).campaigns_with("ban quản lý rừng")
    assert elsewhere == ("khac",)
    with pytest.raises(OperatorError, match=r"small không có .* ở đợt khác: thêm --campaign khac\."):
        agency_of(small, small.rounds[0], "ban quản lý rừng", elsewhere=elsewhere)


def test_an_agency_founded_after_a_round_is_refused_with_the_day(small: Campaign) -> None:
    founded = [replace(agency, valid_from=date(2025, 9, 5)) for agency in small.agencies if agency.code == "TT"]
    campaign = replace(small, agencies=(*(agency for agency in small.agencies if agency.code != "TT"), *founded))
    with pytest.raises(OperatorError, match=r"Thanh tra tỉnh không phải báo cáo lần 1 .*thành lập ngày 05/9/2025"):
        agency_of(campaign, campaign.rounds[0], "TT")
    with pytest.raises(OperatorError, match=r"mang mã TT trong lần 1 .*thành lập ngày 05/9/2025"):
        owing_agencies_of(campaign, campaign.rounds[0], ["TT"])


def test_agencies_are_chosen_among_those_that_owe_a_return(small: Campaign) -> None:
    round_ = small.round_by_code["dot-xuat"]
    owing = [agency.code for agency in owing_agencies_of(small, round_, ())]
    assert "SNV" in owing
    assert "TT" not in owing
    assert [agency.code for agency in owing_agencies_of(small, round_, ["SNV"])] == ["SNV"]
    with pytest.raises(OperatorError, match=r"mang mã MT, TT trong đột xuất tháng 10 .*lần báo cáo này không hỏi"):
        owing_agencies_of(small, round_, ["TT", "SNV", "MT"])


def test_a_folder_that_is_no_project_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match=r"thiếu catalogue/"):
        Workspace(project=tmp_path).campaign(None, date.max)
