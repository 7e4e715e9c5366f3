"""Writing into the register changes the cells that are to change, and no other byte."""

from pathlib import Path

import pytest

from pipeline.errors import OperatorError
from pipeline.upkeep.register_writing import with_cells, write_cells

TEXT = '\ufeffcode,name,email,note\r\nA,"Sở ""A"", tỉnh",,  giữ \r\n\r\nB,"Sở\r\nB",b@example.vn,""\r\nC,Sở C,,'


def test_only_the_cells_that_are_named_change() -> None:
    changed = with_cells(TEXT, {("A", "email"): "a@example.vn", ("C", "note"): 'có "dấu", phẩy'})
    assert changed == TEXT.replace(",,  giữ", ",a@example.vn,  giữ") + '"có ""dấu"", phẩy"'


def test_a_cell_in_quotes_keeps_them() -> None:
    assert with_cells(TEXT, {("B", "note"): "x"}) == TEXT.replace(',""\r\n', ',"x"\r\n')


def test_semicolons_part_the_cells_where_the_file_has_them() -> None:
    assert with_cells("code;email;note\nA;;x\n", {("A", "email"): "a,b"}) == "code;email;note\nA;a,b;x\n"


def test_nothing_to_change_changes_nothing() -> None:
    assert with_cells(TEXT, {}) == TEXT


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "agencies.csv"
    path.write_text(TEXT, encoding="utf-8", newline="")
    with pytest.raises(OperatorError, match="vừa bị thay đổi"):
        write_cells(path, b"other", {("A", "email"): "x"})
    assert path.read_bytes() == TEXT.encode()
    assert [entry.name for entry in tmp_path.iterdir()] == ["agencies.csv"]


def test_the_file_is_written_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "agencies.csv"
    path.write_bytes(TEXT.encode())
    write_cells(path, TEXT.encode(), {("A", "email"): "x@y.vn"})
    assert path.read_bytes() == TEXT.replace(",,  giữ", ",x@y.vn,  giữ").encode()
    assert [entry.name for entry in tmp_path.iterdir()] == ["agencies.csv"]
