"""Words that belong to one campaign: names and codes of its register, and every sequence of four words of its files."""

import csv
import email
import html
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.policy import default
from pathlib import Path

import yaml

from pipeline.text import folded

_WORD = re.compile(r"\w+")
#: Parts of a package that hold what people read, and what parts their texts from each other.
_PARTS = re.compile(
    r"(word/(document|footer\d*|header\d*)|xl/(sharedStrings|worksheets/\w+|workbook|charts/\w+)|docProps/\w+)\.xml"
)
_APART = re.compile(
    r"</w:p>|</si>|</c>|</is>|</dataValidation>|</[a-z]+:v>|<(?:br|p|div|td|th|tr|li|h\d|button|option|title)[ />]"
)
_TAG = re.compile(r"<[^>]*>")
_LENGTH = 4
_COUNT = re.compile(r"[0-9]{1,2}")
_FORMULA = re.compile(r"<f>.*?</f>|<formula\d>.*?</formula\d>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class CampaignWords:
    """What should stand in no output of another campaign."""

    sequences: frozenset[tuple[str, ...]]
    #: Names and aliases of the register as words, and its codes.
    names: frozenset[tuple[str, ...]]
    codes: frozenset[str]

    def seen_in(self, texts: Iterable[str]) -> set[str]:
        """Return what of it stands in some texts, each text for itself."""
        longest = max(map(len, self.names), default=0)
        seen: set[str] = set()
        for text in texts:
            words = words_of(text)
            seen |= {word for word in _WORD.findall(text) if word in self.codes}
            for start in range(len(words)):
                for length in range(2, longest + 1):
                    if tuple(words[start : start + length]) in self.names:
                        seen.add(" ".join(words[start : start + length]))
                if tuple(words[start : start + _LENGTH]) in self.sequences:
                    seen.add(" ".join(words[start : start + _LENGTH]))
        return seen

    def own_words_in(self, texts: Iterable[str], common: Iterable[str]) -> set[str]:
        """Return what of it stands in some texts and in none of the phrases that offices everywhere use."""
        return {words for words in self.seen_in(texts) if not any(f" {words} " in f" {phrase} " for phrase in common)}


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded."""
    return _WORD.findall(folded(text))


def campaign_words(folder: Path) -> CampaignWords:
    """Return the words of the campaign in a folder: of every value of every file of it."""
    with (folder / "agencies.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    texts = [text for row in rows for text in row.values()]
    for path in sorted(folder.rglob("*.yaml")):
        texts += _values(yaml.load(path.read_text("utf-8"), yaml.CSafeLoader))
    sequences = {
        tuple(words[start : start + _LENGTH])
        for words in map(words_of, texts)
        for start in range(len(words) - _LENGTH + 1)
        # a count beside three words is nobody's own
        if not any(_COUNT.fullmatch(word) for word in words[start : start + _LENGTH])
    }
    names = {tuple(words_of(name)) for row in rows for name in (row["name"], *row["aliases"].split(";"))}
    return CampaignWords(
        sequences=frozenset(sequences),
        names=frozenset(name for name in names if len(name) > 1),
        codes=frozenset(row["code"] for row in rows),
    )


def _values(value: object) -> Iterator[str]:
    """Give the texts of a YAML file, its keys and comments left out: these are of the format."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for child in value:
            yield from _values(child)
    else:
        yield str(value)


def texts_of(path: Path) -> Iterator[str]:
    """Give what a person or a program reads in an output, in pieces that belong together."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                if _PARTS.fullmatch(name):
                    yield from _pieces(package.read(name).decode("utf-8"))
    elif path.suffix == ".eml":
        mail = email.message_from_bytes(path.read_bytes(), policy=default)
        yield from (str(value) for name, value in mail.items() if name in {"To", "From", "Subject"})
        body = mail.get_body()
        yield from (body.get_content() if body is not None else "").splitlines()
    elif path.suffix == ".html":
        yield from _pieces(path.read_text("utf-8"))
    else:
        # sizes and digests are no words
        yield from (re.sub(r'"(size|sha256)": [^,\n]*', "", line) for line in path.read_text("utf-8").splitlines())


def _pieces(markup: str) -> Iterator[str]:
    for piece in _APART.split(_FORMULA.sub("", markup)):
        text = html.unescape(_TAG.sub("", piece))
        if text.strip():
            yield text
