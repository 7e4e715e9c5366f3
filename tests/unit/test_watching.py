"""Watching: files at rest, and what is said of each run. The watch as a process of its own: tests/cli/test_watch.py."""

import threading
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from pipeline.errors import OperatorError
from pipeline.flow import consolidate
from pipeline.reports.outbox.locking import OutboxBusyError
from pipeline.run import Run, Stages
from pipeline.watching import Watch, settle
from tests.support.campaign import write_small_project
from tests.support.terminal import request


def test_a_folder_at_rest_is_not_waited_for(tmp_path: Path) -> None:
    started = time.monotonic()
    settle([tmp_path], quiet=0.01)
    assert time.monotonic() - started < 1


def test_a_file_that_grows_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"")

    def copy() -> None:
        for _ in range(5):
            time.sleep(0.05)
            path.write_bytes(path.read_bytes() + b"x")

    copying = threading.Thread(target=copy)
    copying.start()
    settle([tmp_path], quiet=0.2)
    assert len(path.read_bytes()) == 5
    copying.join()


def test_a_file_that_never_rests_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = iter(range(1_000))
    monkeypatch.setattr("pipeline.watching._sizes_and_times", lambda _folders: {tmp_path: (next(sizes), 0)})
    settle([tmp_path], quiet=0.01, patience=0.05)
    assert next(sizes) < 20


class TestWhatIsSaid:
    """The lines of one watch; its folders never change, each day is a run."""

    @pytest.fixture
    def lines_of(self, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
        """Let a watch run once, and again after each change; give its lines."""

        def lines(consolidated: Callable[[date], Run], changes: Sequence[Callable[[], object]] = ()) -> list[str]:
            def changed(*_folders: Path, **_options: object) -> object:
                for change in changes:
                    change()
                    yield {change}

            monkeypatch.setattr("pipeline.watching.watch", changed)
            printed: list[str] = []
            Watch(folders=(), consolidate=consolidated, today=lambda: date.max, say=printed.append, quiet=0).run()
            return printed

        return lines

    @pytest.fixture
    def run(self, tmp_path: Path) -> Callable[[date], Run]:
        write_small_project(tmp_path)
        (tmp_path / "inbox").mkdir()
        return lambda as_of: consolidate(request(tmp_path, "lan-1", as_of), stages=Stages())[0]

    def test_each_new_file_is_a_line_and_so_is_each_that_went(
        self, lines_of: Callable[..., list[str]], run: Callable[[date], Run], tmp_path: Path
    ) -> None:
        path = tmp_path / "inbox" / "hong.xlsx"
        first, added, totals, removed, _ = lines_of(run, [lambda: path.write_bytes(b"no workbook"), path.unlink])
        assert first == "lần 1: 0 tệp; đã báo cáo 0/5 cơ quan, 0 lỗi."
        assert added.startswith("hong.xlsx: Từ chối: ")
        assert totals == "lần 1: 1 tệp; đã báo cáo 0/5 cơ quan, 1 lỗi."
        assert removed == "hong.xlsx: không còn trong thư mục"

    def test_a_run_that_finds_nothing_new_is_no_line(
        self, lines_of: Callable[..., list[str]], run: Callable[[date], Run]
    ) -> None:
        assert len(lines_of(run, [lambda: None])) == 1

    def test_a_run_that_fails_is_one_line_and_the_next_good_one_is_reported(
        self, lines_of: Callable[..., list[str]], run: Callable[[date], Run]
    ) -> None:
        troubles = iter([OperatorError("sai."), ZeroDivisionError("a\nb"), None])

        def consolidated(as_of: date) -> Run:
            trouble = next(troubles)
            if trouble is not None:
                raise trouble
            return run(as_of)

        assert lines_of(consolidated, [lambda: None] * 2) == [
            "Lỗi: sai.",
            "Lỗi của chương trình (ZeroDivisionError: a b); kết quả lần trước vẫn giữ nguyên.",
            "lần 1: 0 tệp; đã báo cáo 0/5 cơ quan, 0 lỗi.",
        ]

    def test_what_it_waits_for_is_said_once_and_made_up_for(
        self, lines_of: Callable[..., list[str]], run: Callable[[date], Run]
    ) -> None:
        troubles = iter([OutboxBusyError("bận."), OutboxBusyError("bận."), None])

        def consolidated(as_of: date) -> Run:
            trouble = next(troubles)
            if trouble is not None:
                raise trouble
            return run(as_of)

        assert lines_of(consolidated, [lambda: None] * 2) == [
            "Chờ: bận.",
            "lần 1: 0 tệp; đã báo cáo 0/5 cơ quan, 0 lỗi.",
        ]

    def test_while_another_run_writes_it_looks_again_without_a_change(
        self, run: Callable[[date], Run], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("pipeline.watching.watch", lambda *_folders, **_options: iter([set(), set()]))
        days: list[date] = []

        def consolidated(as_of: date) -> Run:
            days.append(as_of)
            if len(days) == 1:
                raise OutboxBusyError("bận.")
            return run(as_of)

        Watch(folders=(), consolidate=consolidated, today=lambda: date.max, say=lambda _line: None, quiet=0).run()
        assert len(days) == 2
