"""An inbox that fsspec reads lists and reads its files as a folder does."""

from collections.abc import Iterator
from dataclasses import replace

import fsspec
import pytest

from pipeline.errors import OperatorError
from pipeline.intake.files.remote import RemoteInbox, remote_entries
from pipeline.intake.formats.limits import LIMITS, Rejection
from pipeline.rules import Rule


@pytest.fixture
def inbox() -> Iterator[RemoteInbox]:
    files = fsspec.filesystem("memory")
    files.pipe({"/hop-thu-den/b.xlsx": b"PK\x03\x04b", "/hop-thu-den/xã/a.xlsx": b"a"})
    yield RemoteInbox("memory://hop-thu-den")
    files.rm("/hop-thu-den", recursive=True)


def test_files_are_listed_by_path_and_read(inbox: RemoteInbox) -> None:
    contents = {entry.path: entry.content(LIMITS) for entry in remote_entries(inbox)}
    assert contents == {"b.xlsx": b"PK\x03\x04b", "xã/a.xlsx": b"a"}


def test_a_file_over_the_limit_is_not_read(inbox: RemoteInbox) -> None:
    small = replace(LIMITS, file=0, archive=3)
    rejections = [entry.content(small) for entry in remote_entries(inbox)]
    assert [rejection.rule for rejection in rejections if isinstance(rejection, Rejection)] == [Rule.TOO_LARGE] * 2


def test_a_file_that_went_away_is_told_so(inbox: RemoteInbox) -> None:
    first, _ = remote_entries(inbox)
    fsspec.filesystem("memory").rm("/hop-thu-den/b.xlsx")
    content = first.content(LIMITS)
    assert isinstance(content, Rejection)
    assert content.rule is Rule.VANISHED


def test_an_inbox_that_is_not_there_is_the_coordinators_to_mend() -> None:
    with pytest.raises(OperatorError, match="Không có hộp thư đến"):
        remote_entries(RemoteInbox("memory://khong-co"))
