"""What differs between two folders of results, and how; nothing is run here."""

import contextlib
import difflib
import hashlib
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

#: The files that grow with each run and note when it was: all that may differ in them is the time.
JOURNALS = frozenset({"ledger.jsonl", "history.jsonl"})
#: Where printed texts are kept among the results of a scene.
PRINTED = "printed"
_TIME = re.compile(rb'("(?:seen_at|run_at)"\s*:\s*)"[^"]*"')
_DIFF_LINES = 16
_LINE_LENGTH = 200
_MEMBERS_NAMED = 6


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that is not the same in both folders."""

    path: str
    how: str
    #: A few lines of a unified diff; none where the file is no text.
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two folders of results set beside each other."""

    files: int
    texts: int
    differences: tuple[Difference, ...]


def compare(base: Path, other: Path) -> Comparison:
    """Compare every file under two folders by its path there."""
    base_paths, other_paths = _paths(base), _paths(other)
    differences = []
    for path in sorted(base_paths | other_paths):
        if path not in other_paths:
            differences.append(Difference(path, "only in the base"))
        elif path not in base_paths:
            differences.append(Difference(path, "not in the base"))
        elif (difference := _difference(path, base / path, other / path)) is not None:
            differences.append(difference)
    texts = sum(PRINTED in Path(path).parent.parts for path in base_paths & other_paths)
    return Comparison(len(base_paths & other_paths) - texts, texts, tuple(differences))


def report(comparison: Comparison) -> Iterator[str]:
    """Give each difference in words, a line at a time."""
    for difference in comparison.differences:
        yield f"{difference.path}: {difference.how}"
        for line in difference.lines:
            yield f"    {line}"


def _paths(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def _difference(path: str, base: Path, other: Path) -> Difference | None:
    contents = base.read_bytes(), other.read_bytes()
    if base.name in JOURNALS:
        contents = _TIME.sub(rb'\1""', contents[0]), _TIME.sub(rb'\1""', contents[1])
    digests = [hashlib.sha256(content).hexdigest() for content in contents]
    if digests[0] == digests[1]:
        return None
    if zipfile.is_zipfile(base) and zipfile.is_zipfile(other):
        return Difference(path, _differing_members(base, other))
    how = f"{digests[0][:12]} became {digests[1][:12]}"
    texts = [_lines(base.suffix, content) for content in contents]
    if texts[0] is None or texts[1] is None:
        return Difference(path, how)
    if texts[0] == texts[1]:
        return Difference(path, f"{how}: the same values, written differently")
    return Difference(path, how, _short_diff(texts[0], texts[1]))


def _differing_members(base: Path, other: Path) -> str:
    """Return which members of two packages differ, in one line."""
    with zipfile.ZipFile(base) as base_package, zipfile.ZipFile(other) as other_package:
        base_names, other_names = set(base_package.namelist()), set(other_package.namelist())
        parts = [
            _named(
                "changed",
                [name for name in base_names & other_names if base_package.read(name) != other_package.read(name)],
            ),
            _named("only in the base", base_names - other_names),
            _named("not in the base", other_names - base_names),
        ]
    return "; ".join(filter(None, parts)) or "the members are the same; their order, times or compression differ"


def _named(label: str, names: Sequence[str] | set[str]) -> str:
    if not names:
        return ""
    shown = sorted(names)[:_MEMBERS_NAMED]
    more = f" and {len(names) - len(shown)} more" if len(names) > len(shown) else ""
    return f"{label}: {', '.join(shown)}{more}"


def _lines(suffix: str, content: bytes) -> list[str] | None:
    """Return a content as lines short enough for a diff; None for what is no text."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    # what should be JSON and is not is shown as it stands
    with contextlib.suppress(json.JSONDecodeError):
        if suffix == ".json":
            text = json.dumps(json.loads(text), ensure_ascii=False, indent=1)
        elif suffix == ".jsonl":
            text = "\n".join(json.dumps(json.loads(line), ensure_ascii=False, indent=1) for line in text.splitlines())
    if suffix == ".html":
        text = text.replace("<", "\n<")  # the page has lines of megabytes
    return text.splitlines()


def _short_diff(base: list[str], other: list[str]) -> tuple[str, ...]:
    lines: list[str] = []
    for line in difflib.unified_diff(base, other, "base", "other", lineterm="", n=1):
        if len(lines) == _DIFF_LINES:
            return (*lines, "…")
        lines.append(line if len(line) <= _LINE_LENGTH else f"{line[:_LINE_LENGTH]}…")
    return tuple(lines)
