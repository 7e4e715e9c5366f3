"""Text that is no YAML: the line, what is wrong with it and what to type."""

from pathlib import Path

import pytest
import yaml

from pipeline.errors import ConfigurationError
from pipeline.yaml_files.located import located_yaml
from pipeline.yaml_files.syntax import syntax_fault


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\n\tb: 2\n", 2, "phím Tab"),
        ("a:\n- b: 1\n  c d\n  e: 2\n", 4, "thiếu dấu hai chấm"),
        ('a: "b\nc: 1\n', 3, "dấu nháy mở mà không đóng"),
        ("a: {b: 1\nc: 2\n", 2, "ngoặc mở mà không đóng"),
        ("a: [1, 2\nb: 3\n", 2, "ngoặc mở mà không đóng"),
        ("a: [\n", 2, "giá trị còn dở dang"),
        ("a:\n- b: 1\n - c: 2\n", 3, ""),
        ("a:\n   b: 1\n  c: 2\n", 3, "không thẳng"),
        ("a: b: c\n", 1, "dấu hai chấm phải đặt trong dấu nháy kép"),
        ("a: - b\n", 1, "dấu gạch đầu dòng"),
        ("a: @b\n", 1, "«@» phải đặt trong dấu nháy kép"),
        ("a: `b\n", 1, "«`» phải đặt trong dấu nháy kép"),
        ("a: *b\n", 1, "«*» phải đặt trong dấu nháy kép"),
        ("a: %b\n", 1, "«%» phải đặt trong dấu nháy kép"),
        ("---\na: 1\n---\nb: 1\n", 3, "---"),
        ("a: 1\nb: x\x07\n", 2, "ký tự ẩn"),
        ('a: "b" c\n', 1, "không thẳng với các mục cùng cấp, hoặc thừa dấu nháy"),
    ],
)
@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
def test_the_fault_is_told_in_vietnamese_with_its_line(
    text: str, line: int, words: str, loader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not hasattr(yaml, loader):
        pytest.skip("PyYAML was built without libyaml")
    monkeypatch.setattr("pipeline.yaml_files.located._Loader", getattr(yaml, loader))
    with pytest.raises(ConfigurationError) as error:
        located_yaml(text, Path("a.yaml"))
    reason = str(error.value)
    assert reason.startswith("a.yaml:")
    assert ": sai cú pháp YAML: " in reason
    assert words in reason
    assert abs((error.value.line or 0) - line) <= 1  # the two parsers notice an end sooner or later


def test_a_fault_without_a_place_says_where_to_look() -> None:
    line, remedy = syntax_fault("a: 1\n", yaml.YAMLError())
    assert line is None
    assert remedy.startswith("xem lại")
