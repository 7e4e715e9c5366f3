"""What counts as a difference between the results of two commits."""

import subprocess
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from tests.same.commits import checkout, keep_results, kept_results
from tests.same.comparing import Comparison, compare, report
from tests.same.playing import Step, foreign_modules, printed_text
from tests.same.steady_saving import save_without_time

LEDGER_LINE = '{"sha256": "ab", "seen_at": "2025-09-10T08:00:00+00:00", "name": "a.xlsx"}\n'


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return tmp_path / "base"


@pytest.fixture
def other(tmp_path: Path) -> Path:
    return tmp_path / "other"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def package(path: Path, day: int = 1, **members: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2025, 1, day, 0, 0, 0)), text)


def test_equal_files_and_printed_texts_are_counted(base: Path, other: Path) -> None:
    for folder in (base, other):
        write(folder / "demo" / "outbox" / "lan-1" / "problems.json", "[]")
        write(folder / "demo" / "printed" / "status.txt", "ok")
    assert compare(base, other) == Comparison(files=1, texts=1, differences=())


def test_a_missing_and_an_additional_file_differ(base: Path, other: Path) -> None:
    write(base / "outbox" / "old.txt", "")
    write(other / "outbox" / "new.txt", "")
    assert list(report(compare(base, other))) == ["outbox/new.txt: not in the base", "outbox/old.txt: only in the base"]


def test_a_file_in_another_folder_is_another_file(base: Path, other: Path) -> None:
    write(base / "outbox" / "lan-1" / "a.txt", "")
    write(other / "outbox" / "2025-h2" / "lan-1" / "a.txt", "")
    assert len(compare(base, other).differences) == 2


def test_of_a_package_the_differing_members_are_named(base: Path, other: Path) -> None:
    package(base / "a.xlsx", same="1", changed="1", gone="1")
    package(other / "a.xlsx", same="1", changed="2", added="1")
    (difference,) = compare(base, other).differences
    assert difference.how == "changed: changed; only in the base: gone; not in the base: added"


def test_a_package_with_other_times_differs_too(base: Path, other: Path) -> None:
    package(base / "a.docx", day=1, same="1")
    package(other / "a.docx", day=2, same="1")
    (difference,) = compare(base, other).differences
    assert difference.how == "the members are the same; their order, times or compression differ"


@pytest.mark.parametrize("name", ["ledger.jsonl", "history.jsonl"])
def test_a_journal_that_differs_in_time_alone_is_the_same(base: Path, other: Path, name: str) -> None:
    for folder, hour in ((base, "08"), (other, "09")):
        times = f'"seen_at": "2025-09-10T{hour}:00:00+00:00","run_at":"2025-09-10T{hour}:00:00+00:00"'
        write(folder / "outbox" / name, f'{{"name": "a.xlsx", {times}}}\n')
    assert not compare(base, other).differences


@pytest.mark.parametrize(
    "changed",
    [
        LEDGER_LINE.replace("a.xlsx", "b.xlsx"),
        LEDGER_LINE.replace('"seen_at": "2025-09-10T08:00:00+00:00", ', ""),
        LEDGER_LINE.replace(": ", ":"),
        LEDGER_LINE * 2,
    ],
    ids=["value", "no time", "spacing", "additional line"],
)
def test_a_journal_that_differs_in_anything_else_differs(base: Path, other: Path, changed: str) -> None:
    write(base / "ledger.jsonl", LEDGER_LINE)
    write(other / "ledger.jsonl", changed)
    assert len(compare(base, other).differences) == 1


def test_times_in_other_files_differ(base: Path, other: Path) -> None:
    write(base / "manifest.json", LEDGER_LINE)
    write(other / "manifest.json", LEDGER_LINE.replace("T08", "T09"))
    assert len(compare(base, other).differences) == 1


def test_of_a_text_the_changed_lines_are_shown(base: Path, other: Path) -> None:
    write(base / "printed" / "status.txt", "one\ntwo\n")
    write(other / "printed" / "status.txt", "one\nthree\n")
    (difference,) = compare(base, other).differences
    assert {"-two", "+three"} <= set(difference.lines)


def test_of_json_on_one_line_the_changed_value_is_shown(base: Path, other: Path) -> None:
    write(base / "manifest.json", '{"a":1,"b":2}')
    write(other / "manifest.json", '{"a":1,"b":3}')
    (difference,) = compare(base, other).differences
    assert {'- "b": 2', '+ "b": 3'} <= set(difference.lines)


def test_the_same_json_written_differently_differs(base: Path, other: Path) -> None:
    write(base / "manifest.json", '{"a":1}')
    write(other / "manifest.json", '{"a": 1}')
    (difference,) = compare(base, other).differences
    assert difference.how.endswith("the same values, written differently")


def test_bytes_that_are_no_text_differ_without_a_diff(base: Path, other: Path) -> None:
    for folder, content in ((base, b"\xff\x00"), (other, b"\xff\x01")):
        folder.mkdir()
        (folder / "Thumbs.db").write_bytes(content)
    (difference,) = compare(base, other).differences
    assert difference.lines == ()


def test_a_printed_text_is_kept_without_its_folder_and_its_timings(tmp_path: Path) -> None:
    printed = f"Lần 1\nThời gian: đọc 0.3 giây; tổng 4.0 giây.\nBáo cáo: {tmp_path}/a.docx\n"
    done = subprocess.CompletedProcess([], 0, stdout=printed, stderr="")
    text = printed_text(Step("status", ("pipeline", "status")), done, tmp_path)
    assert text == "$ pipeline status\nexit 0\n--- output\nLần 1\nBáo cáo: <project>/a.docx\n--- errors\n"


def test_code_of_another_tree_is_noticed(tmp_path: Path) -> None:
    tree, elsewhere = tmp_path / "tree", tmp_path / "elsewhere"
    compiled = tmp_path / "compiled"
    for folder in (tree / "pipeline", elsewhere / "pipeline", elsewhere / "lib" / "site-packages" / "pandas"):
        write(compiled / folder.relative_to("/") / "a.cpython-311.pyc", "")
    assert foreign_modules(compiled, tree) == [elsewhere / "pipeline"]


def test_an_installed_package_of_our_name_is_noticed(tmp_path: Path) -> None:
    installed = tmp_path / "site-packages" / "pipeline"
    write(tmp_path / "compiled" / installed.relative_to("/") / "a.cpython-311.pyc", "")
    assert foreign_modules(tmp_path / "compiled", tmp_path) == [installed]


def test_a_workbook_saved_by_an_officer_does_not_tell_when(tmp_path: Path) -> None:
    contents = []
    for number in range(2):
        workbook = openpyxl.Workbook()
        workbook.properties.created = datetime(2025, 1, 1)  # noqa: DTZ001  # as a template has it, without a zone
        save_without_time(workbook, path := tmp_path / f"{number}.xlsx")
        contents.append(path.read_bytes())
        assert b"2025-01-01T00:00:00Z</dcterms:modified>" in zipfile.ZipFile(path).read("docProps/core.xml")
        assert {member.date_time[0] for member in zipfile.ZipFile(path).infolist()} == {1980}
    assert contents[0] == contents[1]


def test_the_worktree_of_the_base_is_gone_after_a_failure(tmp_path: Path) -> None:
    repository, folder = tmp_path / "repository", tmp_path / "code"
    subprocess.run(["git", "init", "--quiet", str(repository)], check=True)
    author = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    begin = ["git", "-C", str(repository), *author, "commit", "--quiet", "--allow-empty", "--message", "Begin"]
    subprocess.run(begin, check=True)

    def interrupted() -> None:
        with checkout(repository, "HEAD", folder):
            assert folder.exists()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    listed = subprocess.run(
        ["git", "-C", str(repository), "worktree", "list"], check=True, capture_output=True, text=True
    )
    assert not folder.exists()
    assert len(listed.stdout.splitlines()) == 1


def test_kept_results_serve_their_commit_alone(tmp_path: Path) -> None:
    write(tmp_path / "results" / "a.txt", "a")
    keep_results(tmp_path / "kept", "c0ffee", tmp_path / "results")
    kept = kept_results(tmp_path / "kept", "c0ffee")
    assert kept is not None
    assert (kept / "a.txt").read_text("utf-8") == "a"
    assert kept_results(tmp_path / "kept", "decade") is None


def test_kept_results_are_of_no_use_once_other_steps_are_played(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "results").mkdir()
    keep_results(tmp_path / "kept", "c0ffee", tmp_path / "results")
    monkeypatch.setattr("tests.same.commits.about", lambda _commit: {"steps": "others"})
    assert kept_results(tmp_path / "kept", "c0ffee") is None
