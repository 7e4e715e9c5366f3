"""The pictures of docs/images and the sample report, made anew from the demo: `python docs/pictures.py`.

Needs LibreOffice and pdftoppm (poppler). A file is written only where it shows something else than before, so that a
second call changes nothing.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
SAMPLE = DOCS / "bao-cao-mau.pdf"
#: Of each round of the demo: the folder of its returns, and the day of the consolidation.
ROUNDS = {"lan-1": ("inbox", "2025-09-10"), "lan-2": ("inbox/lan-2", "2025-12-10")}
#: The agency whose return is shown.
AGENCY = "11383"
#: A report is compared page by page at this many dots an inch.
_COMPARED_AT = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One picture: a page of a document, from the number of the page or some words on it, or a part of the page."""

    name: str
    page: int | re.Pattern[str]
    dots_per_inch: int
    #: Width and height in pixels of what is shown, from the top of the filled part of the page; None: the whole page.
    size: tuple[int, int] | None = None


REPORT = Picture(name="bao-cao", page=1, dots_per_inch=80)
SECOND_REPORT = Picture(name="bao-cao-lan-2", page=3, dots_per_inch=110)
WORKBOOK = Picture(name="bieu-mau", page=2, dots_per_inch=110)
MATRIX = Picture(name="ma-tran", page=re.compile("Mã cơ quan"), dots_per_inch=95, size=(1500, 450))


def tonghop(project: Path, *arguments: str) -> None:
    """Call the command in a project folder."""
    command = [sys.executable, "-m", "pipeline", *arguments, "--project", str(project)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def demo(project: Path) -> None:
    """Play the demo in a new project folder, and the second round after it."""
    for part in ("catalogue", "schemas"):
        shutil.copytree(ROOT / part, project / part)
    for code, (inbox, as_of) in ROUNDS.items():
        tonghop(project, "simulate", "--round", code, "--out", str(project / inbox))
        tonghop(project, "consolidate", "--round", code, "--as-of", as_of)


def accepted_return(project: Path, agency: str) -> Path:
    """Return the file that counts for an agency in the first round."""
    manifest = json.loads((project / "outbox" / "2025-h2" / "lan-1" / "manifest.json").read_text("utf-8"))
    return next(
        project / "inbox" / file["path"]
        for file in manifest["files"]
        if file["agency"] == agency and file["verdict"].startswith("accepted")
    )


def pdf_of(document: Path, folder: Path) -> Path:
    """Return the document as LibreOffice prints it."""
    subprocess.run(
        [
            *("soffice", "--headless", "--norestore", f"-env:UserInstallation={(folder / 'profile').as_uri()}"),
            *("--convert-to", "pdf", "--outdir", str(folder), str(document)),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "HOME": str(folder)},
    )
    return folder / f"{document.stem}.pdf"


def texts(pdf: Path) -> list[str]:
    """Return the text of each page."""
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    return text.split("\f")[:-1]


def rendered(pdf: Path, page: int, dots_per_inch: int) -> Image.Image:
    """Return a page, counted from 1, as an image."""
    with tempfile.TemporaryDirectory() as scratch:
        options = ("-png", "-singlefile", "-r", str(dots_per_inch), "-f", str(page), "-l", str(page))
        subprocess.run(["pdftoppm", *options, str(pdf), f"{scratch}/page"], check=True)
        with Image.open(f"{scratch}/page.png") as image:
            return image.convert("RGB")


def drawn(picture: Picture, pdf: Path) -> Image.Image:
    """Return the picture from the document that it shows."""
    page = picture.page
    if isinstance(page, re.Pattern):
        page = next(number for number, text in enumerate(texts(pdf), start=1) if page.search(text))
    image = rendered(pdf, page, picture.dots_per_inch)
    if picture.size is not None:
        left, top, *_ = ImageChops.invert(image).getbbox() or (0, 0)
        image = image.crop((left, top, left + picture.size[0], top + picture.size[1]))
    return image


def write_picture(image: Image.Image, path: Path) -> bool:
    """Write an image where it shows something else than the file; return whether it does."""
    if path.exists():
        with Image.open(path) as before:
            if before.size == image.size and _same(before.convert("RGB"), image.convert("RGB")):
                return False
    image.save(path, optimize=True)
    return True


def write_report(pdf: Path, path: Path) -> bool:
    """Write a report where its text or a page of it looks other than in the file; return whether it does."""
    if path.exists() and texts(pdf) == texts(path):
        pages = range(1, len(texts(pdf)) + 1)
        if all(_same(*(rendered(file, page, _COMPARED_AT) for file in (pdf, path))) for page in pages):
            return False
    shutil.copyfile(pdf, path)
    return True


def _same(image: Image.Image, other: Image.Image) -> bool:
    return image.size == other.size and ImageChops.difference(image, other).getbbox() is None


def main() -> None:
    """Make pictures and sample report; print what changed."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, project = Path(scratch), Path(scratch) / "demo"
        demo(project)
        first, second = (project / "outbox" / "2025-h2" / code for code in ROUNDS)
        report = pdf_of(first / "bao-cao.docx", folder / "lan-1")
        changed = {SAMPLE: write_report(report, SAMPLE)}
        for picture, pdf in {
            REPORT: report,
            SECOND_REPORT: pdf_of(second / "bao-cao.docx", folder / "lan-2"),
            WORKBOOK: pdf_of(accepted_return(project, AGENCY), folder),
            MATRIX: pdf_of(first / "tong-hop.xlsx", folder),
        }.items():
            path = DOCS / "images" / f"{picture.name}.png"
            changed[path] = write_picture(drawn(picture, pdf), path)
    for path, is_changed in changed.items():
        sys.stdout.write(f"{path.relative_to(ROOT)}: {'written' if is_changed else 'as it was'}\n")


if __name__ == "__main__":
    main()
