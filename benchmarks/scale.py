"""From a city to the nation: seconds and peak memory against the number of returns.

scale.py [RETURNS]...    by default 146 1460; 14600 and 36500 take long and gigabytes of disk

The city's register with its communes many times over, each copy with a code and a name of its own, and for each of them
the simulated return of the commune it copies, rewritten for it.
"""

import csv
import io
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import count, islice
from pathlib import Path

ROOT = Path(__file__).parents[1]
CAMPAIGN = Path("catalogue", "2025-h2")
_TEXT = re.compile(rb"(<t[^>]*>)([^<]{40,})(?=</t>)")
OPTIONS = ("--round", "lan-1", "--as-of", "2025-09-10")


def run(project: Path, *arguments: str) -> str:
    """Run the command in a project as a process of its own; return what it says."""
    command = [sys.executable, "-m", "pipeline", *arguments, "--project", str(project)]
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, stderr=None, text=True).stdout


def city(folder: Path) -> Path:
    """Make a project of the city with simulated returns."""
    for part in ("catalogue", "schemas"):
        shutil.copytree(ROOT / part, folder / part)
    run(folder, "simulate", "--round", "lan-1", "--out", str(folder / "inbox"))
    return folder


def printed(returns: Iterable[bytes]) -> frozenset[bytes]:
    """Return the long texts that stand in most returns: those of the form."""
    contents = list(returns)
    seen: Counter[bytes] = Counter()
    for content in contents:
        with zipfile.ZipFile(io.BytesIO(content)) as source:
            seen.update({text for _, text in _TEXT.findall(source.read("xl/sharedStrings.xml"))})
    return frozenset(text for text, times in seen.items() if times > len(contents) / 2)


def rewritten(content: bytes, changes: dict[bytes, bytes], ours: frozenset[bytes], mark: bytes) -> bytes:
    """Return a workbook with some texts replaced in all its parts, and a mark before each long text that was typed.

    The same words from many agencies would be a finding of its own.
    """

    def marked(text: re.Match[bytes]) -> bytes:
        return text[0] if text[2] in ours else text[1] + mark + b" " + text[2]

    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
    ):
        for name in source.namelist():
            part = source.read(name)
            for old, new in changes.items():
                part = part.replace(old, new)
            target.writestr(name, _TEXT.sub(marked, part) if name == "xl/sharedStrings.xml" else part)
    return buffer.getvalue()


def copies(communes: list[dict[str, str]], returns: dict[str, bytes]) -> Iterator[tuple[dict[str, str], bytes]]:
    """Give copies of the communes with their returns, without an end."""
    ours = printed(returns.values())
    for number in count(1):
        for commune in communes:
            copy = {
                **commune,
                "code": f"{commune['code']}X{number}",
                "name": f"{commune['name']} {number}",
                "aliases": "",
            }
            changes = {
                commune["name"].encode(): copy["name"].encode(),
                f">{commune['code']}<".encode(): f">{copy['code']}<".encode(),
            }
            yield copy, rewritten(returns[commune["code"]], changes, ours, copy["code"].encode())


def nation(city_folder: Path, folder: Path, returns: int) -> Path:
    """Make a project with so many returns beside one another."""
    for part in ("catalogue", "schemas"):
        shutil.copytree(city_folder / part, folder / part)
    shutil.copytree(city_folder / "inbox", folder / "inbox")
    register = folder / CAMPAIGN / "agencies.csv"
    with register.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    sent = {}
    for path in (folder / "inbox").rglob("2025-h2_lan-1_*.xlsx"):
        sent.setdefault(path.name.split("_")[2], path.read_bytes())
    communes = [row for row in rows if row["group"] == "communes" and row["code"] in sent]
    (folder / "inbox" / "copies").mkdir()
    for copy, content in islice(copies(communes, sent), max(0, returns - 146)):
        rows.append(copy)
        (folder / "inbox" / "copies" / f"{copy['code']}.xlsx").write_bytes(content)
    with register.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return folder


def main(counts: list[int]) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as scratch:
        base = city(Path(scratch, "city"))
        for returns in counts:
            project = nation(base, Path(scratch, str(returns)), returns)
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            started = time.perf_counter()
            said = run(project, "consolidate", *OPTIONS)
            seconds = time.perf_counter() - started
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            outputs = sum(path.stat().st_size for path in (project / "outbox" / "2025-h2" / "lan-1").glob("*.*"))
            sys.stdout.write(
                f"{returns:6} returns: {seconds:7.1f} s, {1000 * seconds / returns:5.1f} ms a return, {processor:7.1f} s of processor time, "
                f"largest process {after.ru_maxrss / 1024:5.0f} MB, reports {outputs / 1e6:.0f} MB\n"
            )
            sys.stdout.write(f"       {next(line for line in said.splitlines() if line.startswith('Thời gian'))}\n")
            sys.stdout.flush()
            shutil.rmtree(project)


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [146, 1460])
