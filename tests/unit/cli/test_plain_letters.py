"""Letters that a console's encoding lacks: a Vietnamese word stays that word."""

from unicodedata import normalize

import pytest

from pipeline.cli.plain_letters import register_plain_letters

LETTERS = "aăâeêioôơuưyđ"
SENTENCE = "Lỗi: không có lần báo cáo «lan-9» → hãy chọn Đợt 1…"


@pytest.mark.parametrize(
    ("encoding", "read"),
    [
        ("utf-8", SENTENCE),
        ("ascii", 'Loi: khong co lan bao cao "lan-9" -> hay chon Dot 1...'),
        ("cp437", "Loi: không có lan báo cáo «lan-9» -> hay chon Dot 1..."),
        ("cp1252", "Loi: không có lan báo cáo «lan-9» -> hãy chon Dot 1…"),
        (
            "cp1258",
            "Lô\u0303i: không co\u0301 lâ\u0300n ba\u0301o ca\u0301o «lan-9» -> ha\u0303y cho\u0323n Đơ\u0323t 1…",
        ),
    ],
)
def test_what_an_encoding_lacks_is_put_plainly(encoding: str, read: str) -> None:
    encoded = SENTENCE.encode(encoding, register_plain_letters(encoding))
    if encoding == "cp1258":  # which has á and ó themselves, not every letter with its mark
        assert encoded.decode(encoding) == read.replace("a\u0301", "á").replace("o\u0301", "ó")
    else:
        assert encoded.decode(encoding) == read


@pytest.mark.parametrize("encoding", ["ascii", "cp437", "cp1252", "cp1258", "utf-8"])
@pytest.mark.parametrize("text", ["\ud800", "中", "\u0301", "e\u0301\u0323", "🙂", "ﬁ", "½", "ﷺ"])
def test_nothing_fails(encoding: str, text: str) -> None:
    assert text.encode(encoding, register_plain_letters(encoding)) is not None


@pytest.mark.parametrize("encoding", ["ascii", "cp437", "cp1252", "cp1258"])
def test_each_letter_of_vietnamese_keeps_its_plain_letter(encoding: str) -> None:
    handler = register_plain_letters(encoding)
    for letter in LETTERS + LETTERS.upper():
        for mark in ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"):
            whole = normalize("NFC", letter + mark)
            assert plain(whole.encode(encoding, handler).decode(encoding)) == plain(letter)


def plain(letter: str) -> str:
    return normalize("NFD", letter.replace("đ", "d").replace("Đ", "D"))[0]
