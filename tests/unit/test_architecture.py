"""The house: data enters at the top and leaves at the bottom; a module knows only its own floor and those above it."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "pipeline"
TESTS = ROOT / "tests" / "unit"
#: Of each room its floors from top to bottom; what stands on one floor may know each other, without circles.
FLOORS: dict[str, list[set[str]]] = {
    "": [
        {"text", "rules", "values", "date_texts", "errors", "interrupts", "shipped_files"},
        {"schema_folder"},
        {"problems", "sheet_text", "yaml_files"},
        {"processes"},
        {"campaign"},
        {"forms"},
        {"round_inputs"},
        {"intake"},
        {"validation"},
        {"consolidation"},
        {"review"},
        {"reports"},
        {"simulation"},
        {"workspace"},
        {"run"},
        {"outputs", "enclosures", "watching", "guarding", "named_files"},
        {"upkeep"},
        {"flow"},
        {"cli"},
        {"__main__"},
    ],
    "yaml_files": [{"syntax"}, {"located"}, {"faults"}, {"json_schema"}],
    "upkeep": [
        {"complaint"},
        {"campaign_complaints", "place_complaints", "starting", "register_writing", "contacts"},
        {"checkup", "addresses"},
    ],
    "cli": [
        {"plain_letters"},
        {"console"},
        {"vietnamese"},
        {"terminal", "options"},
        {"following", "upkeep"},
        {"commands"},
    ],
    "campaign": [
        {"causes", "groups", "indicators", "lists", "telephone", "time_limits"},
        {"agencies"},
        {"tasks", "rounds", "decision", "past_dates", "promised_dates", "register", "assignment", "current"},
        {"files"},
    ],
    "campaign/files": [
        {"table_text"},
        {"documents", "register_file"},
        {"catalogue_faults", "list_faults", "indicator_faults", "continuation_faults"},
        {"decision_faults"},
        {"reading"},
    ],
    "forms": [
        {"schema"},
        {"facts", "earlier_return", "marks", "open_cells"},
        {"form", "layout", "row_check", "examples"},
        {"sheets"},
        {"template"},
        {"writing"},
    ],
    "forms/schema": [{"frame_schema"}, {"schema"}, {"placeholders"}, {"sheet_faults", "campaign_sheets"}, {"loading"}],
    "intake": [
        {"shown"},
        {"formats"},
        {"tables"},
        {"envelope"},
        {"identity", "received"},
        {"files"},
        {"supersession", "sent_form", "judging", "senders"},
        {"companions"},
        {"inbox", "stated"},
    ],
    "intake/shown": [{"numbers"}, {"dates"}, {"number_format"}],
    "intake/formats": [
        {"limits", "cell_style", "decoration", "standard_password"},
        {"kinds", "other_files", "sheet_facts", "xml", "zip_package", "compound_file"},
        {"properties", "relationships", "readers", "ods_texts"},
        {"active_content", "package_kinds"},
        {"workbook"},
        {"openxml", "binary", "ods"},
        {"gate"},
    ],
    "intake/formats/openxml": [
        {"usual_cells", "struck_texts", "overlays", "rich_values", "comments"},
        {"xlsx_cells"},
        {"xlsx_sheet"},
        {"xlsx"},
    ],
    "intake/formats/binary": [
        {"binary_styles", "nearer", "xls_decorations"},
        {"xls", "xlsb_records"},
        {"xlsb_decorations"},
        {"xlsb"},
    ],
    "intake/tables": [
        {"location", "reporter"},
        {"cells", "codes", "printed"},
        {"printed_cells", "signatures"},
        {"keyless_rows"},
        {"keyed_rows", "open_rows", "merged_cells", "outside", "overlays"},
        {"sheets"},
        {"reader"},
        {"salvage", "refill"},
    ],
    "validation": [
        {"legacy_text", "leniency", "error_words"},
        {"cells"},
        {"typed_rows"},
        {"findings"},
        {"rows", "schema_checks", "spills", "workbook"},
        {"returns"},
        {"across", "earlier"},
    ],
    "review": [
        {"layout"},
        {"content"},
        {"completing", "review"},
        {"rows", "senders", "reading", "writing"},
        {"versions"},
    ],
    "reports": [
        {"sentences", "colours"},
        {"wording", "extent", "fallen_due", "comparisons", "figures", "summary_table"},
        {"summary"},
        {"written"},
        {"word", "excel", "html", "feedback", "letters"},
        {"outbox"},
    ],
    "simulation": [
        {"random_source", "vocabulary", "other_files"},
        {"phrases", "course", "typing_mistakes"},
        {"authors", "mistakes"},
        {"vocabulary_files", "numbers", "results", "plan"},
        {"answers"},
        {"returns"},
    ],
}
#: What writes one kind of output; none of them knows another, so that each can be read and changed alone.
WRITERS = {"word", "excel", "html", "feedback", "letters"}
MOST_MODULES = 20
#: Modules of under thirty lines that stand alone, each for a reason.
SHORT = {
    "__main__.py": "what `python -m pipeline` runs",
    "campaign/telephone.py": "the register is read by it and remarked on by it, in rooms that lie apart",
    "schema_folder.py": "campaign, forms and simulation read schemas, and none of them is above the others",
    "shipped_files.py": "schemas are looked for by every step, examples and the guide by one only",
    "forms/writing.py": "files on the disk, while the other modules of its room make values and bytes",
    "round_inputs.py": "stands between the floors of forms and intake, which all steps after them need",
    "intake/formats/standard_password.py": "the one place that knows the library for encrypted workbooks",
    "intake/envelope.py": "the readers of mails make it and what was received carries it; neither knows the other",
    "intake/files/troubles.py": "folder and remote say the same of what this machine cannot open, and neither imports the other",
    "intake/tables/reporter.py": "every module of its room reports with it, and none of them may know another for that",
    "review/senders.py": "the run applies it between intake and consolidation, before anything is made of the rest",
    "reports/extent.py": "one decision that all writers keep to",
}
ROOMS = sorted(path.parent for path in PACKAGE.rglob("__init__.py"))


def imported_modules(path: Path) -> set[str]:
    """The modules of `pipeline` that a file imports, those for type checking only left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            node.body = []
    modules = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pipeline"):
            for alias in node.names:
                module = f"{node.module}.{alias.name}"
                modules.add(module if _is_module(module) else str(node.module))
        elif isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names if alias.name.startswith("pipeline.")}
    return modules


def _is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def _modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py")


@pytest.mark.parametrize("room", sorted(FLOORS))
def test_everything_in_a_room_has_its_floor(room: str) -> None:
    entries = {
        path.stem for path in (PACKAGE / room).iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert entries - {"__init__"} == {name for floor in FLOORS[room] for name in floor}


def test_imports_point_upwards() -> None:
    heights = {
        (room, name): height for room, floors in FLOORS.items() for height, floor in enumerate(floors) for name in floor
    }
    wrong = []
    for path in _modules():
        own = path.relative_to(PACKAGE).with_suffix("").parts
        for module in sorted(imported_modules(path)):
            other = tuple(module.split(".")[1:])
            for depth, (mine, theirs) in enumerate(zip(own, other, strict=False)):
                if mine != theirs:
                    room = "/".join(own[:depth])
                    if heights.get((room, theirs), 0) > heights.get((room, mine), 0):
                        wrong.append(f"{_name(path)} imports {module}")
                    break
    assert wrong == []


def test_no_writer_imports_another() -> None:
    wrong = []
    for path in _modules():
        for module in sorted(imported_modules(path)):
            rooms = (path.relative_to(PACKAGE).parts[:2], tuple(module.split(".")[1:3]))
            if all(room[0] == "reports" for room in rooms):
                mine, theirs = rooms[0][1], rooms[1][1]
                if {mine, theirs} <= WRITERS and mine != theirs:
                    wrong.append(f"{_name(path)} imports {module}")
    assert wrong == []


def test_no_import_circles() -> None:
    modules = {_name(path): imported_modules(path) for path in _modules()}
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


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: str(room.relative_to(ROOT)))
def test_a_room_is_not_a_corridor(room: Path) -> None:
    modules = [path for path in room.glob("*.py") if path.name != "__init__.py"]
    assert len(modules) <= MOST_MODULES


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: str(room.relative_to(ROOT)))
def test_each_room_has_its_tests_beside_its_name(room: Path) -> None:
    assert list((TESTS / room.relative_to(PACKAGE)).glob("test_*.py"))


def test_unit_tests_mirror_the_package() -> None:
    rooms = {path.parent.relative_to(TESTS) for path in TESTS.rglob("test_*.py")}
    assert {str(room) for room in rooms if not (PACKAGE / room / "__init__.py").exists()} == set()


def test_everything_printed_goes_through_one_door() -> None:
    """What else writes to a terminal would let through what commands it, and fail where its encoding lacks a letter."""
    doors = {"print", "echo", "secho", "stdout", "stderr"}
    wrong = []
    for path in set(_modules()) - {PACKAGE / "cli" / "console.py"}:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Attribute) and called.attr in {"write", "writelines"}:
                called = called.value
            if getattr(called, "attr", getattr(called, "id", "")) in doors:
                wrong.append(f"{_name(path)}:{getattr(node, 'lineno', 0)}")
    assert wrong == []


def test_help_does_not_load_the_heavy_libraries() -> None:
    code = "import sys, pipeline.cli.commands; print(sorted({'pandas', 'pandera', 'docx', 'xlsxwriter', 'openpyxl'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_process_that_writes_word_does_not_load_pandas() -> None:
    code = "import sys, pipeline.reports.word.report; print('pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_no_module_is_larger_than_a_room() -> None:
    """The catalogue of rules is one list of sentences, not code, and may be as long as there are rules."""
    rooms = [path for path in PACKAGE.rglob("*.py") if path.name != "rules.py"]
    assert [str(path) for path in rooms if len(path.read_text("utf-8").splitlines()) > 400] == []


def test_a_short_module_stands_alone_for_a_reason() -> None:
    short = {str(path.relative_to(PACKAGE)) for path in _modules() if len(path.read_text("utf-8").splitlines()) < 30}
    assert short == set(SHORT)
