"""A new project folder: an example campaign, or an empty one to fill in, and what stands around it."""

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from pipeline.campaign.files.reading import campaign_names, read_rounds_of
from pipeline.errors import OperatorError, OutputError, writing_trouble
from pipeline.shipped_files import shipped

#: The name of the empty campaign, and what its files hold in place of a year.
EMPTY, YEAR = "dot-moi", "YEAR"
GUIDE = "HUONG-DAN.md"
_PROJECT = Path(__file__).parent / "project"
#: The guides that came with the program, each with its name in a project; the second is what the first leads to.
_SHIPPED_GUIDES = {"docs/huong-dan-dau-moi.md": GUIDE, "docs/danh-muc.md": "danh-muc.md"}
#: Files that lie under another name in a project, lest they count where they are shipped.
_RENAMED = {"gitignore.txt": ".gitignore"}
#: Folders that a project starts with, though nothing lies in them yet.
_FOLDERS = ("inbox", "outbox", "templates/xlsx")
#: How the shipped guide calls the campaign and its first round.
_OF_GUIDE = ("<đợt>", "lan-1")


def example_names() -> tuple[str, ...]:
    """Return the names of the example campaigns that came with the program, sorted."""
    folder = shipped("examples")
    if folder is None:
        return ()
    return tuple(sorted(path.parent.name for path in folder.glob("*/decision.yaml")))


def start_project(folder: Path, *, example: str | None, as_of: date) -> str:
    """Make a project folder with one campaign, whose name is returned: an example, or the empty one of the day's year.

    The folder is there as a whole or not at all.

    Raises:
        OperatorError: there is something in the folder already, or no such example.
        OutputError: it cannot be written.
    """
    _refuse_contents(folder)
    if example is not None and example not in example_names():
        names = ", ".join(example_names()) or "chưa có ví dụ nào đi kèm"
        raise OperatorError(f"Không có ví dụ «{example}»; hãy chọn: {names}, hoặc bỏ --example để tạo đợt trống.")
    draft = folder.with_name(f".{folder.name}.dang-tao")
    try:
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        for path, content in _files(example, as_of).items():
            target = draft / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            if target.suffix == ".sh":
                target.chmod(0o755)
        for name in _FOLDERS:
            (draft / name).mkdir(parents=True, exist_ok=True)
        (name,) = campaign_names(draft)
        _write_guides(draft, name)
        if folder.is_dir():
            folder.rmdir()
        draft.rename(folder)
    except OSError as error:
        shutil.rmtree(draft, ignore_errors=True)
        raise OutputError(f"Không tạo được thư mục dự án {folder}: {writing_trouble(error)}") from error
    return name


def _refuse_contents(folder: Path) -> None:
    """Make sure that nothing lies in a folder that is to become a project. Raises: OperatorError where something does."""
    try:
        has_contents = folder.is_dir() and any(folder.iterdir())
    except OSError as error:
        raise OutputError(f"Không đọc được {folder}: {writing_trouble(error)}") from error
    if has_contents:
        raise OperatorError(f"Thư mục {folder} không trống; hãy chọn một thư mục mới hoặc thư mục trống.")
    if folder.exists() and not folder.is_dir():
        raise OperatorError(f"{folder} là một tệp, không phải thư mục; hãy chọn tên khác.")


def _files(example: str | None, as_of: date) -> Mapping[Path, bytes]:
    """Return the files of a new project by their paths in it."""
    files = {
        path.relative_to(_PROJECT).with_name(_RENAMED.get(path.name, path.name)): _as_started(path, as_of)
        for path in sorted(_PROJECT.rglob("*"))
        if path.is_file()
    }
    if example is None:
        return files
    catalogue = Path("catalogue")
    folder = shipped("examples") or Path()
    return {
        **{path: content for path, content in files.items() if not path.is_relative_to(catalogue)},
        **{
            catalogue / path.relative_to(folder): path.read_bytes()
            for path in sorted((folder / example).rglob("*"))
            if path.is_file()
        },
    }


def _as_started(path: Path, as_of: date) -> bytes:
    """Return a shipped file as it is written: the year filled in, line ends as the system that runs it needs them."""
    text = path.read_text(encoding="utf-8").replace(YEAR, str(as_of.year))
    return text.replace("\n", "\r\n").encode() if path.suffix == ".cmd" else text.encode()


def _write_guides(project: Path, campaign: str) -> None:
    """Write the guides, which speak of the example at hand and of its first round; an empty campaign gets another name."""
    codes = _OF_GUIDE if campaign == EMPTY else (campaign, read_rounds_of(project, campaign)[0].code)
    for source, target in _SHIPPED_GUIDES.items():
        guide = shipped(source)
        if guide is None:
            continue
        text = guide.read_text(encoding="utf-8")
        for old, new in zip(_OF_GUIDE, codes, strict=True):
            text = text.replace(old, new)
        (project / target).write_text(text, encoding="utf-8", newline="\n")
