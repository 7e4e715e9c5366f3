"""A new project folder is one to work in at once, or is not made."""

import os
import re
from datetime import date
from pathlib import Path

import pytest

from pipeline.campaign.files.reading import campaign_names, read_campaign
from pipeline.errors import OperatorError, OutputError
from pipeline.upkeep.starting import EMPTY, example_names, start_project

DAY = date(2031, 5, 6)


def test_the_empty_campaign_can_be_read_and_is_of_the_year(tmp_path: Path) -> None:
    assert start_project(tmp_path / "p", example=None, as_of=DAY) == EMPTY
    assert campaign_names(tmp_path / "p") == (EMPTY,)
    assert read_campaign(tmp_path / "p", EMPTY).decision.period_start == date(2031, 1, 1)


def test_what_stands_around_the_campaign(tmp_path: Path) -> None:
    project = tmp_path / "p"
    start_project(project, example=None, as_of=DAY)
    for folder in ("inbox", "outbox", "templates/xlsx"):
        assert (project / folder).is_dir()
    assert "/inbox/*" in (project / ".gitignore").read_text("utf-8")
    start = (project / "bat-dau.cmd").read_bytes()
    assert start.isascii()
    assert b"chcp 65001" in start
    assert start.count(b"\r\n") == start.count(b"\n")
    assert os.access(project / "bat-dau.sh", os.X_OK)
    guide = (project / "HUONG-DAN.md").read_text("utf-8")
    assert "outbox/<đợt>/lan-1/" in guide
    assert EMPTY not in guide


def test_the_guides_lead_to_no_file_that_is_not_there(tmp_path: Path) -> None:
    project = tmp_path / "p"
    start_project(project, example=None, as_of=DAY)
    links = {link for path in project.glob("*.md") for link in re.findall(r"\]\(([^)#:]+)\)", path.read_text("utf-8"))}
    assert "danh-muc.md" in links
    assert [link for link in links if not (project / link).exists()] == []


def test_the_guides_speak_of_the_example(tmp_path: Path) -> None:
    (name,) = example_names()
    start_project(tmp_path / "p", example=name, as_of=DAY)
    guide = (tmp_path / "p" / "HUONG-DAN.md").read_text("utf-8")
    assert f"outbox/{name}/" in guide
    assert "<đợt>" not in guide


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    start_project(tmp_path / "p", example=None, as_of=DAY)
    assert (tmp_path / "p" / "catalogue").is_dir()
    assert [path.name for path in tmp_path.iterdir()] == ["p"]


def test_a_folder_that_holds_something_is_refused(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "a.txt").write_text("x")
    with pytest.raises(OperatorError, match="không trống"):
        start_project(tmp_path / "p", example=None, as_of=DAY)
    assert [path.name for path in (tmp_path / "p").iterdir()] == ["a.txt"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "p").write_text("x")
    with pytest.raises(OperatorError, match="là một tệp"):
        start_project(tmp_path / "p", example=None, as_of=DAY)


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="Không tạo được"):
        start_project(tmp_path / "file" / "p", example=None, as_of=DAY)


def test_an_unknown_example_is_refused_and_the_known_ones_are_named(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="Không có ví dụ «x»") as caught:
        start_project(tmp_path / "p", example="x", as_of=DAY)
    assert all(name in str(caught.value) for name in example_names())
    assert not (tmp_path / "p").exists()
