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


def test_a_named_separator_and_columns_in_any_order_are_kept() -> None:
    text = "sep=;\r\nemail;code\r\n;A\r\n"
    assert with_cells(text, {("A", "email"): "a;b"}) == 'sep=;\r\nemail;code\r\n"a;b";A\r\n'


def test_columns_that_are_not_there_are_added_and_short_rows_filled_up() -> None:
    text = "code,name,group,phone\nA,Sở A,x\nB,Sở B,x,1\n"
    changed = with_cells(text, {("A", "email"): "a@b.vn", ("A", "note"): "n"})
    assert changed == "code,name,group,phone,email,note\nA,Sở A,x,,a@b.vn,n\nB,Sở B,x,1\n"


def test_other_encodings_are_kept_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "agencies.csv"
    path.write_bytes("code\temail\r\nA\t\r\n".encode("utf-16"))
    write_cells(path, path.read_bytes(), {("A", "email"): "a@b.vn"})
    assert path.read_bytes() == "code\temail\r\nA\ta@b.vn\r\n".encode("utf-16")
    path.write_bytes("code,name,email\nA,Sở,\n".encode("cp1258", "replace") + b"\xff")
    before = path.read_bytes()
    with pytest.raises(OperatorError, match="CSV UTF-8"):
        write_cells(path, before, {("A", "email"): "a@b.vn"})
    assert path.read_bytes() == before
