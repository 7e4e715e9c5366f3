"""YAML with lines: plain values, and every fault told with its line and field."""

from pathlib import Path

import pytest

from pipeline.errors import ConfigurationError
from pipeline.yaml_files.located import located_yaml, read_located_yaml

PATH = Path("tệp.yaml")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("12", 12),
        ("-3", -3),
        ("1.5", 1.5),
        ("true", True),
        ("false", False),
        ("null", None),
        ("", None),
        ("'12'", "12"),
        # what YAML 1.1 makes of these is not what was meant
        ("no", "no"),
        ("on", "on"),
        ("12:30", "12:30"),
        ("2025-09-05", "2025-09-05"),
        ("0912", "0912"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("1e5", "1e5"),
        (".inf", ".inf"),
        ("3.4.a", "3.4.a"),
    ],
)
def test_only_plain_numbers_and_booleans_are_more_than_text(typed: str, read: object) -> None:
    assert located_yaml(f"a: {typed}", PATH).data == {"a": read}


def test_places_know_their_lines() -> None:
    file = located_yaml("a: 1\nb:\n  - c: 2\n  - c: 3\n", PATH)
    assert file.line(("a",)) == 1
    assert file.line(("b",)) == 2
    assert file.line(("b", 1, "c")) == 4
    assert file.line(("b", 1, "không có")) == 4


@pytest.mark.parametrize(
    ("text", "line", "field"),
    [
        ("a: 1\nb: 2\na: 3", 3, "a"),
        ("a:\n  b: [1, 2\n", 3, ""),
        ("a:\n\t- b", 2, ""),
        ("1.1: x", 1, ""),
        ("? [a]\n: 1", 1, ""),
        ("a: &x\n  b: *x", 1, "a.b"),
        ("a: !!python/object:os.system x", 1, "a"),
        ("a: !rieng x", 1, "a"),
        ("a: *x", 1, ""),
    ],
)
def test_faults_are_told_with_line_and_field(text: str, line: int, field: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        located_yaml(text, PATH)
    assert (caught.value.line, caught.value.field) == (line, field)


def test_the_same_anchor_may_serve_twice() -> None:
    assert located_yaml("a: &x [1]\nb: *x", PATH).data == {"a": [1], "b": [1]}


def test_an_empty_file_is_nothing() -> None:
    assert located_yaml("", PATH).data is None


def test_control_characters_are_a_fault() -> None:
    with pytest.raises(ConfigurationError, match="sai cú pháp YAML"):
        located_yaml("a: \x01", PATH)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="không đọc được tệp"):
        read_located_yaml(tmp_path / "không có.yaml")
    (tmp_path / "cũ.yaml").write_bytes("a: Hải Phòng".encode("utf-16"))
    with pytest.raises(ConfigurationError, match="UTF-8"):
        read_located_yaml(tmp_path / "cũ.yaml")
