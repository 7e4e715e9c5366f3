"""What is wrong with text that is no YAML, in Vietnamese and with the way out; the parser says it in the terms of its grammar."""

import re
from typing import Any

#: What YAML takes for no text: control characters but for tab and line ends, surrogates, non-characters.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_TAB = "thụt đầu dòng bằng dấu cách, không dùng phím Tab"
_QUOTE_SIGN = "chữ bắt đầu bằng «{sign}» phải đặt trong dấu nháy kép"
_UNCLOSED = "ngoặc mở mà không đóng, hoặc thiếu dấu phẩy giữa các mục trong ngoặc"
_INDENT = "thụt đầu dòng không thẳng với các mục cùng cấp, hoặc thừa dấu nháy; xem cả dòng ngay trên"
_COLON = "thiếu dấu hai chấm và một dấu cách sau tên mục"
_REMEDIES = {
    "could not find expected ':'": _COLON,
    "found unexpected end of stream": "dấu nháy mở mà không đóng",
    "expected ',' or": _UNCLOSED,
    "expected node content": "giá trị còn dở dang: đóng ngoặc, hoặc đặt chữ trong dấu nháy kép",
    "expected the node content": "giá trị còn dở dang: đóng ngoặc, hoặc đặt chữ trong dấu nháy kép",
    "did not find expected '-' indicator": _INDENT,
    "did not find expected key": _INDENT,
    "expected <block end>": _INDENT,
    "did not find expected <document start>": _INDENT,
    "mapping values are not allowed": "chữ có dấu hai chấm phải đặt trong dấu nháy kép; nếu là mục mới, thụt cho thẳng hàng",
    "sequence entries are not allowed": "dấu gạch đầu dòng phải ở đầu một dòng riêng",
    "block mapping": _INDENT,
    "found unknown directive name": _QUOTE_SIGN.format(sign="%"),
    "found undefined alias": _QUOTE_SIGN.format(sign="*"),
    "another document": "tệp có dòng --- chia làm hai phần; chỉ giữ một phần",
}
_UNKNOWN = "xem lại thụt đầu dòng, dấu hai chấm, dấu nháy và ngoặc"


def syntax_fault(text: str, error: Exception) -> tuple[int | None, str]:
    """Return the line, where it is known, and what is wrong with it and how to mend it."""
    control = _CONTROL.search(text)
    if control is not None:
        return text.count("\n", 0, control.start()) + 1, "có ký tự ẩn không phải chữ; xóa đi rồi gõ lại dòng này"
    mark: Any = getattr(error, "problem_mark", None)
    if mark is None:
        return None, _UNKNOWN
    line = "".join(text.split("\n")[mark.line : mark.line + 1])
    return mark.line + 1, _remedy(str(getattr(error, "problem", "")), line, mark.column)


def _remedy(problem: str, line: str, column: int) -> str:
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return _TAB
    if "cannot start any token" in problem:
        return _QUOTE_SIGN.format(sign=line[column : column + 1])
    return next((remedy for words, remedy in _REMEDIES.items() if words in problem), _UNKNOWN)
