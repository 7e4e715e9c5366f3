"""The house: data enters at the top and leaves at the bottom; imports only point upwards."""

import ast
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "pipeline"
#: The steps from top to bottom; modules of the ground stand on their own line of it.
STEPS = [
    {"text", "digest", "rules", "values", "errors"},
    {"problems", "located_yaml", "sheet_text"},
    {"processes"},
    {"campaign"},
    {"forms"},
    {"intake"},
    {"validation"},
    {"consolidation"},
    {"reports"},
    {"simulation"},
    {"workspace", "run"},
    {"watching"},
    {"flow"},
    {"cli"},
    {"__main__"},
]
HEIGHT = {name: height for height, names in enumerate(STEPS) for name in names}


def imported_modules(path: Path) -> set[str]:
    """The modules of `pipeline` that a file imports, those for type checking only left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            node.body = []
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pipeline"):
            if node.module == "pipeline":
                found |= {f"pipeline.{alias.name}" for alias in node.names}
            else:
                found.add(node.module)
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.startswith("pipeline.")}
    return found


def test_every_module_has_its_step() -> None:
    entries = {path.stem if path.is_file() else path.name for path in PACKAGE.iterdir()}
    assert entries - {"__init__", "__pycache__"} == set(HEIGHT)


def test_imports_point_upwards() -> None:
    wrong = []
    for path in sorted(PACKAGE.rglob("*.py")):
        step = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        for module in imported_modules(path):
            other = module.split(".")[1]
            if step != "__init__" and HEIGHT[other] > HEIGHT[step]:
                wrong.append(f"{path.relative_to(PACKAGE)} imports {module}")
    assert wrong == []


def test_no_import_circles() -> None:
    modules = {
        ".".join(("pipeline", *path.relative_to(PACKAGE).with_suffix("").parts)): imported_modules(path)
        for path in PACKAGE.rglob("*.py")
    }
    finished: set[str] = set()

    def visit(module: str, above: tuple[str, ...]) -> None:
        assert module not in above, " → ".join((*above, module))
        if module in finished:
            return
        for other in sorted(modules.get(module, ())):
            visit(other, (*above, module))
        finished.add(module)

    for module in sorted(modules):
        visit(module, ())


def test_help_does_not_load_the_heavy_libraries() -> None:
    code = "import sys, pipeline.cli.commands; print(sorted({'pandas', 'pandera', 'docx', 'xlsxwriter', 'openpyxl'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_module_is_larger_than_a_room() -> None:
    """The catalogue of rules is one list of sentences, not code, and may be as long as there are rules."""
    rooms = [path for path in PACKAGE.rglob("*.py") if path.name != "rules.py"]
    assert [str(path) for path in rooms if len(path.read_text("utf-8").splitlines()) > 400] == []
