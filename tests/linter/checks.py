"""The checks of the linter, each a function from the lines of a report and the workbook to what is wrong, in words."""

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from tests.linter.printed import Book, Line, as_day, folded

Check = Callable[[Sequence[Line], Book], list[str]]

#: Characters on each side of a mark that must be the same in the source.
_AROUND = 18
#: Blanks that whoever signs fills in.
_TO_FILL_IN = re.compile(r"[Ss]ố …/\S+|ngày … tháng … năm|\[[^\]]*\]")
_QUOTE = re.compile(r"“[^“”]*”")
_NOBODY = re.compile(r"(?<![\d.,/])0{1,2} (?:cơ quan|đơn vị)", re.IGNORECASE)
_RATE = re.compile(r"(?<![\d.,])(\d{1,3}(?:,\d)?)\s?%")
_NUMBER = re.compile(r"(?<![\d.,/])\d{1,3}(?:\.\d{3})+(?![\d,])|(?<![\d.,])\d+(?![\d]|[.,]\d)")
_DIFFERENCE = re.compile(r"[+−-]\d[\d.,]*")
_DATE = re.compile(r"\d{1,2}/\d{1,2}/\d{4}|(?:ngày|tháng) \d{1,2}/\d{1,4}|năm \d{4}|\d{4} ?[-–] ?\d{4}")
_SAID = re.compile(r"(?:đạt|tiến độ)\D*$")
#: Ends what is said of one subject: a sentence, or a clause whose follower names another before a colon or by a code.
_PART = re.compile(r"(?<=[^\d\s]\.)\s|;\s(?=[^;:]{2,70}: |[\dIVX]+\.\d)")
#: Says itself of what it is everything.
_EVERYBODY = re.compile(r"100% (?:số |các )?(?:cơ quan|đơn vị|lượt|nhiệm vụ)")
#: Begin a sentence and are no subject.
_NO_SUBJECT = {"", "trong", "còn", "có", "cả", "thời gian thực hiện", "tính đến", "đến hết ngày"}
#: Rows that sum up whatever their table is about.
_TOTALS = {"tổng cộng", "cộng", "tổng số"}
_NUMBERING = re.compile(r"^\W*\d+\.\s+")
#: A rate that is asked for, and one that an agency itself typed.
_TARGET = re.compile(r"(?:yêu cầu|mục tiêu|chỉ tiêu|so với|tối thiểu|đạt tỷ lệ)[^.;()]*$", re.IGNORECASE)
_STRENGTHS = re.compile(r"ưu điểm|kết quả nổi bật|kết quả đạt được|mặt được", re.IGNORECASE)
_WEAKNESSES = re.compile(r"hạn chế|tồn tại", re.IGNORECASE)
_SUMMARY = re.compile(r"^\W*tóm tắt", re.IGNORECASE)
_GROUPED = re.compile(r"UBND các (xã|phường|đặc khu|thị trấn): ([^;()|]+)")
_AND_MORE = re.compile(r" và \d+ cơ quan khác.*")
#: Letters of a sentence that nobody else could have typed by chance.
_SENTENCE = 25
#: How far behind a reason those may be named who gave it.
_NEAR = 60


def cut_texts(lines: Sequence[Line], book: Book) -> list[str]:
    """Refuse "…", "..." and «» in anything but a text that is equal to its source."""
    wrong = []
    for line in lines:
        text = _TO_FILL_IN.sub(" ", line.text)
        for mark in re.finditer(r"…|\.\.\.|[«»]", text):
            around = folded(text[max(0, mark.start() - _AROUND) : mark.end() + _AROUND])
            if around not in book.all_sources:
                wrong.append(f"{mark[0]} in: {line.text}")
                break
    return wrong


def bare_codes(lines: Sequence[Line], book: Book) -> list[str]:
    """Refuse a task's code without its title or short title beside it; a matrix may have a key in its annex instead."""
    wrong = []
    keys = {(line.headings[:1], code) for line in lines for code in book.tasks if _is_named(line.text, code, book)}
    for line in lines:
        codes = _codes(_without_sources(line.text, book), book)
        bare = [code for code in sorted(codes) if _is_bare(line, code, book, has_key=(line.headings[:1], code) in keys)]
        if bare:
            wrong.append(f"{', '.join(bare)} in: {line.text}")
    return wrong


def nobody_counted(lines: Sequence[Line], _book: Book) -> list[str]:
    """Refuse "0 cơ quan": none is said in words."""
    return [line.text for line in lines if not line.cells and _NOBODY.search(line.text)]


def baseless_rates(lines: Sequence[Line], book: Book) -> list[str]:
    """Refuse a rate in a sentence that does not give part and base, or whose base cannot be counted in the workbook."""
    wrong = []
    bases = countable_bases(book)
    typed = {
        float(record["Tỷ lệ hoàn thành (%)"]) for record in book.details if _is_number(record, "Tỷ lệ hoàn thành (%)")
    }
    for line in lines:
        if line.cells or line.is_header:
            continue
        plain = _without_sources(line.text, book)
        for match in _RATE.finditer(plain):
            before = plain[: match.start()]
            rate = Decimal(match[1].replace(",", "."))
            if _TARGET.search(before) or _EVERYBODY.match(plain, match.start()) or before.endswith("từ "):
                continue
            if float(rate) in typed and _SAID.search(before):
                continue
            numbers = _numbers(plain)
            pairs = [
                (part, base)
                for part in numbers
                for base in numbers
                if base and part <= base and _share(part, base) == rate
            ]
            if not any(base in bases for _, base in pairs):
                wrong.append(f"{match[0]} in: {line.text}")
    return wrong


def foreign_reasons(lines: Sequence[Line], book: Book) -> list[str]:
    """Refuse an agency beside a reason that it did not type."""
    wrong = []
    for line in lines:
        parts = line.cells or (line.text,)
        for part in parts:
            text = folded(part)
            for reason, typers in book.reasons.items():
                place = text.find(reason)
                if place < 0:
                    continue
                own = part if line.cells else _named_behind(text, place + len(reason))
                for agency in sorted(agencies_in(own, book) - _typers(reason, typers, book)):
                    wrong.append(f"{agency} beside: {part[:200]}")
    return wrong


def praised_and_blamed(lines: Sequence[Line], book: Book) -> list[str]:
    """Refuse a task among both the strengths and the weaknesses."""
    praised, blamed = (
        {code for line in lines if line.below(words) and not line.in_annex for code in _codes(line.text, book)}
        for words in (_STRENGTHS, _WEAKNESSES)
    )
    return [f"{code} is praised and blamed" for code in sorted(praised & blamed)]


def repeated_triples(lines: Sequence[Line], book: Book) -> list[str]:
    """Refuse the same three figures of one subject in two places of the body; the summary may say them again."""
    places: dict[tuple[str, tuple[int, ...]], str] = {}
    wrong = []
    for line in lines:
        if line.in_annex or line.is_header or line.below(_SUMMARY):
            continue
        for subject, figures in _statements(line, book):
            for triple in dict.fromkeys(itertools.combinations(figures, 3)):
                if len(set(triple)) < 3 or min(triple) < 2 or max(triple) < 10 or subject in _TOTALS:
                    continue
                first = places.setdefault((subject, triple), line.text)
                if first != line.text:
                    wrong.append(f"{subject or 'all'} {triple}: {first[:120]} // {line.text[:120]}")
    return list(dict.fromkeys(wrong))


CHECKS: Mapping[str, Check] = {
    check.__name__: check
    for check in (
        cut_texts,
        bare_codes,
        nobody_counted,
        baseless_rates,
        foreign_reasons,
        praised_and_blamed,
        repeated_triples,
    )
}


def agencies_in(text: str, book: Book) -> frozenset[str]:
    """Return the agencies that a text names, also "UBND các xã: A, B"."""
    found = {agency for agency in book.agencies if re.search(rf"{re.escape(folded(agency))}(?!\w)", folded(text))}
    names = {folded(agency): agency for agency in book.agencies}
    for kind, listed in re.findall(_GROUPED.pattern, text, re.IGNORECASE):
        for name in _AND_MORE.sub("", listed).split(","):
            agency = names.get(folded(f"UBND {kind} {name}"))
            if agency is not None:
                found.add(agency)
    longer = {agency for agency in found if any(agency != other and folded(agency) in folded(other) for other in found)}
    return frozenset(found - longer)


def countable_bases(book: Book) -> frozenset[int]:
    """Return every number that is a count of assignments, agencies or tasks of `Chi tiết`, or a sum of `Chỉ tiêu`.

    Counted over everything and by task, group, section or agency, for each role, with what is nil or excused and without,
    all of it or only what has fallen due, answered or not.
    """
    kept: list[Callable[[Mapping[str, object]], bool]] = [
        lambda _: True,
        lambda record: record["Tình trạng"] not in {"K", "M"},
        lambda record: record["Tình trạng"] not in {"K", "M", "P"},
        lambda record: record["Tình trạng"] not in {"K", "M", "P"} and _has_fallen_due(record, book),
        lambda record: record["Tình trạng"] not in {"K", "M", "P", "X"},
        lambda record: record["Tình trạng"] != "X",
        lambda record: record["Tình trạng"] not in {"X", "L"},
    ]
    scopes: list[Callable[[Mapping[str, object]], object]] = [
        lambda _: None,
        lambda record: record["TT"],
        lambda record: record["Khối"],
        lambda record: record["Mã cơ quan"],
        lambda record: str(record["TT"]).partition(".")[0],
    ]
    bases: set[int] = set()
    for keep in kept:
        records = [record for record in book.details if keep(record)]
        for scope in scopes:
            for role in ("Chủ trì", "Phối hợp", None):
                chosen = [record for record in records if role in {None, record["Vai trò"]}]
                bases |= set(Counter(map(scope, chosen)).values())
                for whose in ("Mã cơ quan", "TT"):
                    distinct = {(scope(record), record[whose]) for record in chosen}
                    bases |= set(Counter(key for key, _ in distinct).values())
    sums: Counter[object] = Counter()
    for record in book.sheets.get("Chỉ tiêu", ()):
        if _is_number(record, "Giá trị"):
            sums[record["Mã"]] += record["Giá trị"]  # type: ignore[assignment]
    lists = {len(records) for records in book.sheets.values()}
    return frozenset({*bases, *(int(value) for value in sums.values()), *lists} - {0})


def _is_number(record: Mapping[str, object], column: str) -> bool:
    return isinstance(record.get(column), int | float)


def _has_fallen_due(record: Mapping[str, object], book: Book) -> bool:
    due = as_day(record.get("Hạn hoàn thành"))
    return due is not None and due < book.as_of


def _share(part: int, base: int) -> Decimal:
    return (Decimal(part) * 100 / Decimal(base)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _numbers(text: str) -> list[int]:
    """Return the whole numbers of a text, without dates, rates and codes."""
    plain = _DIFFERENCE.sub(" ", _RATE.sub(" ", _DATE.sub(" ", text)))
    plain = re.sub(r"(\d)/(\d)", r"\1 / \2", plain)
    return [int(number.replace(".", "")) for number in _NUMBER.findall(plain)]


@lru_cache(maxsize=64)
def _code_pattern(codes: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = "|".join(re.escape(code) for code in sorted(codes, key=len, reverse=True))
    return re.compile(rf"(?<![\w.,/-])({longest_first})(?![\w/%]|[.,]\d|-\w)")


def _codes(text: str, book: Book) -> set[str]:
    return set(_code_pattern(tuple(book.tasks)).findall(text))


def _places(text: str, code: str, book: Book) -> Iterator[int]:
    return (match.end() for match in _code_pattern(tuple(book.tasks)).finditer(text) if match[1] == code)


def _starts(code: str, book: Book) -> tuple[str, ...]:
    return tuple(folded(title)[:15] for title in book.tasks[code])


def _named_places(text: str, code: str, book: Book) -> int:
    behind = (folded(text[place : place + 40]).lstrip(" .:(–-“|") for place in _places(text, code, book))
    return sum(words.startswith(_starts(code, book)) for words in behind)


def _is_named(text: str, code: str, book: Book) -> bool:
    """Return whether the title stands directly behind the code, or before it with the code in brackets."""
    if _named_places(text, code, book):
        return True
    plain = folded(text)
    titles = (folded(title).rstrip(" .;") for title in book.tasks[code])
    return any(re.search(rf"{re.escape(title)}\W{{1,3}}{re.escape(folded(code))}\b", plain) for title in titles)


def _is_bare(line: Line, code: str, book: Book, *, has_key: bool) -> bool:
    """Return whether a code stands in a line without its title; alone in a cell it may have it in the annex's key."""
    if line.cells and _is_named_in_row(line.cells, code, book):
        return False
    if has_key and any(cell.rstrip(".") == code for cell in line.cells):
        return False
    places = len(list(_places(line.text, code, book)))
    return places > _named_places(line.text, code, book) and not _is_named(line.text, code, book)


def _is_named_in_row(cells: Sequence[str], code: str, book: Book) -> bool:
    """Return whether a row has the title in the cell beside that of the code."""
    for cell, following in itertools.pairwise(cells):
        if cell.rstrip(".") == code and folded(following).lstrip(f"{code}. ").startswith(_starts(code, book)):
            return True
    return False


def _without_sources(text: str, book: Book) -> str:
    """Return a text without quotations and whole sentences that are equal to their source."""
    plain = _QUOTE.sub(lambda quote: " " if folded(quote[0][1:-1]).rstrip(".;") in book.all_sources else quote[0], text)
    sentences = re.split(r"(?<=[.;])\s", plain)
    return " ".join(sentence for sentence in sentences if not _is_source(sentence, book))


def _is_source(sentence: str, book: Book) -> bool:
    """Return whether somebody typed a sentence, or what stands in it behind a label and a colon."""
    parts = (sentence, sentence.partition(": ")[2])
    return any(len(part) > _SENTENCE and folded(part).rstrip(".;") in book.all_sources for part in parts)


def _named_behind(text: str, end: int) -> str:
    """Return the bracket that opens shortly behind a reason: those who are said to have given it."""
    opened = text.find("(", end, end + _NEAR)
    if opened < 0:
        return ""
    closed = text.find(")", opened)
    return text[opened : closed if closed > 0 else len(text)]


def _typers(reason: str, typers: frozenset[str], book: Book) -> set[str]:
    """Return who typed a reason, or one that holds it."""
    return {agency for other, agencies in book.reasons.items() if reason in other for agency in agencies} | set(typers)


def _statements(line: Line, book: Book) -> Iterator[tuple[str, list[int]]]:
    """Yield what a line says of whom: a row of its first words, a sentence of the first task or agency it names."""
    if line.cells:
        cells = [_NUMBERING.sub("", cell) for cell in line.cells]
        words = [cell for cell in cells if re.search(r"[^\W\d]", cell)]
        yield (
            folded(words[0]) if words else "",
            [number for cell in cells for number in _numbers(_untitled(cell, book))],
        )
        return
    above = [code for heading in line.headings for code in _code_pattern(tuple(book.tasks)).findall(heading)]
    for sentence in _PART.split(line.text):
        codes = _code_pattern(tuple(book.tasks)).findall(sentence) or above[-1:]
        named = sorted(agencies_in(sentence, book))
        subject = codes[0] if codes else folded(named[0]) if named else _label(sentence)
        if subject not in _NO_SUBJECT:
            yield subject, _numbers(_code_pattern(tuple(book.tasks)).sub(" ", _untitled(sentence, book)))


def _untitled(text: str, book: Book) -> str:
    """Return a text without the titles of tasks, whose numbers are no figures."""
    for titles in book.tasks.values():
        for title in titles:
            if len(title) > 5:
                text = text.replace(title.rstrip(" .;"), " ")
    return text


def _label(sentence: str) -> str:
    """Return the words before a colon, a bracket or the first figure: "Sở, ban, ngành: đúng hạn 10"."""
    return folded(re.split(r"[:(\d]", _NUMBERING.sub("", sentence), maxsplit=1)[0]).strip(" ,;.")
