"""Writes the map of rooms into docs/architecture.md: `python -m tests.architecture.document`."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "pipeline"
PAGE = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- map: begin -->\n", "<!-- map: end -->\n"


def rooms_map() -> str:
    """One paragraph a room, one line a module, each with the first sentence of its docstring."""
    lines = []
    for room in [PACKAGE, *sorted(path.parent for path in PACKAGE.rglob("__init__.py") if path.parent != PACKAGE)]:
        name = "/".join(room.relative_to(ROOT).parts)
        lines += [
            f"#### `{name}/`",
            "",
            _summary(room / "__init__.py"),
            "",
            "| module | what it is for |",
            "| --- | --- |",
        ]
        modules = sorted(path for path in room.glob("*.py") if path.name not in {"__init__.py", "__main__.py"})
        lines += [f"| `{path.stem}` | {_summary(path).replace('|', chr(92) + '|')} |" for path in modules]
        lines.append("")
    return "\n".join(lines) + "\n"


def page(text: str) -> str:
    """The page with the map as the tree has it now."""
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    return f"{before}{BEGIN}{rooms_map()}{END}{after}"


def _summary(path: Path) -> str:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(docstring.split("\n\n")[0].split())


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
