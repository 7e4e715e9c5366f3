"""How much code there is: lines that hold code, modules, the length of functions, the fullest folder.

code_lines.py           count pipeline/ as it stands
code_lines.py --at REF  count it at a commit

Blank lines, comments and docstrings are no code; every other line with a token or a part of one is, so the lines of a text
over several lines count.
"""

import argparse
import ast
import io
import statistics
import subprocess
import sys
import tarfile
import tokenize
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parents[1]
PACKAGE = "pipeline"
_NO_CODE = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
}
_WITH_DOCSTRING = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Size:
    """What was counted in the modules of a package."""

    lines: int
    modules: int
    functions: int
    mean_function: float
    fullest_folder: str
    #: Modules directly in it, `__init__.py` left out.
    modules_there: int


def code_lines(source: str) -> set[int]:
    """Return the numbers of the lines that hold code."""
    docstrings = _docstring_places(ast.parse(source))
    numbers: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in _NO_CODE and token.start not in docstrings:
            numbers.update(range(token.start[0], token.end[0] + 1))
    return numbers


def function_lengths(source: str) -> list[int]:
    """Return how many lines of code each function and method has, its first line and what is nested in it included."""
    lines = code_lines(source)
    return [
        sum(node.lineno <= number <= (node.end_lineno or node.lineno) for number in lines)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def size(sources: Mapping[str, str]) -> Size:
    """Return the size of modules given by their paths."""
    lengths = [length for source in sources.values() for length in function_lengths(source)]
    paths = [PurePosixPath(path) for path in sources]
    folders = Counter(str(path.parent) for path in paths if path.name != "__init__.py")
    fullest, modules_there = max(folders.items(), key=lambda folder: (folder[1], folder[0]))
    return Size(
        lines=sum(len(code_lines(source)) for source in sources.values()),
        modules=len(sources),
        functions=len(lengths),
        mean_function=statistics.fmean(lengths) if lengths else 0.0,
        fullest_folder=fullest,
        modules_there=modules_there,
    )


def _docstring_places(tree: ast.Module) -> set[tuple[int, int]]:
    """Return where docstrings begin, as tokens tell it."""
    places = set()
    for node in ast.walk(tree):
        if isinstance(node, _WITH_DOCSTRING) and ast.get_docstring(node, clean=False) is not None:
            places.add((node.body[0].lineno, node.body[0].col_offset))
    return places


def _sources(ref: str | None) -> dict[str, str]:
    """Return the modules as they stand, or at a commit."""
    if ref is None:
        return {
            path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
            for path in sorted((ROOT / PACKAGE).rglob("*.py"))
        }
    done = subprocess.run(
        ["git", "-C", str(ROOT), "archive", "--format=tar", ref, PACKAGE], check=False, capture_output=True
    )
    if done.returncode:
        sys.exit(done.stderr.decode().strip())
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        files = {member.name: archive.extractfile(member) for member in archive if member.name.endswith(".py")}
        return {name: file.read().decode("utf-8") for name, file in files.items() if file is not None}


def main() -> None:
    """Count and print."""
    parser = argparse.ArgumentParser(description="How many lines of code has pipeline/?")
    parser.add_argument("--at", metavar="REF", help="count at a commit instead of the files as they stand")
    counted = size(_sources(parser.parse_args().at))
    sys.stdout.write(
        f"{counted.lines:,} lines of code\n"
        f"{counted.modules} modules\n"
        f"{counted.mean_function:.1f} lines in the mean of {counted.functions:,} functions\n"
        f"{counted.modules_there} modules in the fullest folder, {counted.fullest_folder}\n"
    )


if __name__ == "__main__":
    main()
