"""The same sums everywhere: counted a second time from the source workbooks, then read in each of the four outputs.

Nothing of the pipeline that merges, judges or counts is used: who owes what is read from the blank workbooks, what was
said from the returns that the manifest calls used, and which rows are in error from `problems.json`.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from pipeline.campaign.files.reading import read_campaign
from pipeline.forms.schema.loading import read_schemas
from pipeline.simulation.plan import Proportions
from pipeline.simulation.returns import write_simulated_returns
from pipeline.simulation.vocabulary_files import read_vocabulary
from tests.golden.snapshot import small_city
from tests.support.terminal import tonghop

AS_OF = date(2025, 9, 10)
LETTERS = ("H", "HM", "Đ", "C", "Q", "P", "K", "L", "X", "M")
#: Mistakes in most returns, some in an archive, some late, some twice.
PROPORTIONS = Proportions(missing=14, late=14, sent_twice=14, zipped=20, mistakes=50)
#: What else goes wrong in faultless returns: task, heading, what is typed there.
SPOILT = (
    ("1.2", "Trạng thái", "xong phần lớn"),
    ("3.4.b", "Trạng thái", " ĐÃ HOÀN THÀNH "),
    ("5.3", "Ngày hoàn thành", "31/02/2025"),
)
Key = tuple[str, str]


@dataclass(frozen=True)
class Recount:
    """What the source workbooks say, by the tests' own reading of them."""

    #: The letters, and the roles as the form shows them, by agency and task.
    letters: Mapping[Key, str]
    roles: Mapping[Key, str]
    #: Numbers by agency and indicator.
    indicators: Mapping[Key, float]
    without_due: frozenset[str]
    #: Due dates by agency and task, as the blank workbooks print them.
    due: Mapping[Key, date | None]

    def of(self, role: str | None = None, task: str | None = None) -> Counter[str]:
        """How many assignments are in each state, of one role or task where asked."""
        return Counter(
            letter for key, letter in self.letters.items() if role in {None, self.roles[key]} and task in {None, key[1]}
        )

    def fallen_due(self, role: str | None = None) -> Counter[str]:
        """How many assignments with a due date before the day of the count are in each state that counts."""
        return Counter(
            letter
            for key, letter in self.letters.items()
            if role in {None, self.roles[key]}
            and (due := self.due[key]) is not None
            and due < AS_OF
            and letter in {"H", "HM", "Q", "X", "L"}
        )

    def rate(self, role: str | None = None) -> str:
        """Done over fallen due, in per cent with one decimal, half up."""
        found = self.fallen_due(role)
        tenths = (2000 * (found["H"] + found["HM"]) + found.total()) // (2 * found.total())
        return f"{tenths // 10},{tenths % 10}".removesuffix(",0") + "%"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small city with its blank workbooks, its returns and everything made of them."""
    folder = tmp_path_factory.mktemp("sums")
    small_city(folder)
    campaign = read_campaign(folder, "2025-h2")
    summary = write_simulated_returns(
        campaign,
        campaign.round_by_code["lan-1"],
        read_schemas(folder, campaign),
        seed=21,
        out=folder / "inbox",
        vocabulary=read_vocabulary(folder, campaign),
        proportions=PROPORTIONS,
    )
    faultless = [each.path for each in summary.returns if each.mistake is None and each.archive is None]
    for path, (task, title, value) in zip(faultless, SPOILT, strict=False):
        spoil(folder / "inbox" / path, task, title, value)
    assert tonghop("templates", "--round", "lan-1", project=folder).code == 0
    done = tonghop("consolidate", "--round", "lan-1", "--as-of", AS_OF.isoformat(), project=folder)
    assert done.code == 0, done.error
    return folder


@pytest.fixture(scope="module")
def manifest(project: Path) -> dict[str, Any]:
    return json.loads((project / "outbox" / "2025-h2" / "lan-1" / "manifest.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def recount(project: Path, manifest: dict[str, Any]) -> Recount:
    """The states and numbers, worked out anew."""
    used = {file["agency"]: file["path"] for file in manifest["files"] if file["verdict"].startswith("accepted")}
    problems = json.loads((project / "outbox" / "2025-h2" / "lan-1" / "problems.json").read_text("utf-8"))
    errors = {(each["file"], each["sheet"], each["cell"]) for each in problems if each["severity"] == "error"}
    rows_in_error = {
        (each["agency"], each["task"])
        for each in problems
        if each["severity"] == "error" and each["sheet"] == "Báo cáo" and each["file"] in used.values()
    }
    letters: dict[Key, str] = {}
    roles: dict[Key, str] = {}
    indicators: dict[Key, float] = {}
    without_due = set()
    due_dates: dict[Key, date | None] = {}
    for blank in sorted((project / "templates" / "xlsx" / "2025-h2" / "lan-1").glob("*.xlsx")):
        agency = blank.name.split("_")[2]
        path = used.get(agency)
        came = None if path is None else opened(content_of(project, path))
        said = {} if came is None else dict(rows(came["Báo cáo"], "TT"))
        for task, asked in rows(opened(blank.read_bytes())["Báo cáo"], "TT"):
            if not asked["Vai trò"].value:
                continue  # the heading above a task's parts
            due = asked["Hạn hoàn thành"].value
            if due is None:
                without_due.add(task)
            due_dates[agency, task] = due and due.date()
            letters[agency, task] = letter(
                {title: cell.value for title, cell in said.get(task, {}).items()},
                due=due and due.date(),
                in_error=(agency, task) in rows_in_error,
            )
            roles[agency, task] = asked["Vai trò"].value
        if came is not None:
            for code, row in rows(came["Chỉ tiêu"], "Mã"):
                value = number_of(row["Giá trị"].value)
                if value is not None and (path, "Chỉ tiêu", row["Giá trị"].coordinate) not in errors:
                    indicators[agency, code] = value
    leads = Counter(task for (_, task), role in roles.items() if role == "Chủ trì")
    letters |= {
        (agency, task): "P"
        for (agency, task), state in letters.items()
        if state == "Q" and roles[agency, task] == "Phối hợp" and leads[task] == 1
    }
    return Recount(
        letters=letters, roles=roles, indicators=indicators, without_due=frozenset(without_due), due=due_dates
    )


def spoil(path: Path, task: str, title: str, value: str) -> None:
    """Type something else into a return."""
    workbook = load_workbook(path)
    dict(rows(workbook["Báo cáo"], "TT"))[task][title].value = value
    workbook.save(path)


def content_of(project: Path, path: str) -> bytes:
    """The bytes of a file that the manifest names."""
    if "!/" not in path:
        return (project / "inbox" / path).read_bytes()
    archive, member = path.split("!/")
    with ZipFile(project / "inbox" / archive) as package:
        return package.read(member)


def opened(content: bytes) -> Workbook:
    return load_workbook(BytesIO(content), data_only=True)


def rows(sheet: Worksheet, key: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows below the header row by their key, each cell by its heading."""
    head: dict[int, str] = {}
    for row in sheet.iter_rows():
        texts = [str(cell.value).strip() if cell.value is not None else "" for cell in row]
        if key in texts and len([text for text in texts if text]) > 4:
            head = {cell.column: text for cell, text in zip(row, texts, strict=True) if text}
            key_column = texts.index(key)
        elif head and re.fullmatch(r"(CT-)?\d\.\d.*", texts[key_column]):
            yield texts[key_column], {head[cell.column]: cell for cell in row if cell.column in head}


def letter(said: Mapping[str, Any], *, due: date | None, in_error: bool) -> str:
    """The state of one assignment by the words of the design, whatever the pipeline thinks."""
    open_cells = [
        *("Trạng thái", "Tỷ lệ hoàn thành (%)", "Ngày hoàn thành", "Kết quả thực hiện", "Văn bản, minh chứng"),
        *("Khó khăn, vướng mắc; nguyên nhân", "Đề xuất, kiến nghị"),
    ]
    if not any(str(said.get(title) or "").strip() for title in open_cells):
        return "X"
    if in_error:
        return "L"
    status = plain(str(said["Trạng thái"]))
    if status == "khong phat sinh":
        return "K"
    if "hoan thanh" in status or status in {"ht", "xong"}:
        completed = day_of(said["Ngày hoàn thành"])
        return "H" if due is None or (completed is not None and completed <= due) else "HM"
    if due is not None and due < AS_OF:
        return "Q"
    return "C" if status.startswith("chua") else "Đ"


def plain(text: str) -> str:
    """A text in small letters without marks."""
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join("".join(each for each in letters if not unicodedata.combining(each)).split())


def day_of(value: object) -> date | None:
    """A date, typed as one or as day, month and year."""
    if isinstance(value, datetime):
        return value.date()
    parts = [int(part) for part in re.findall(r"\d+", str(value or ""))]
    if len(parts) == 3:
        day, month, year = parts if parts[0] < 1000 else reversed(parts)
        return date(year if year > 99 else 2000 + year, month, day)
    return None


def number_of(value: object) -> float | None:
    """A number, typed as one or with its unit behind it."""
    if isinstance(value, int | float):
        return float(value)
    found = re.fullmatch(r"\s*(\d{1,3}(?:\.\d{3})+|\d+)(?:,0+)?\s*[^\d.,]*", str(value or ""))
    return float(found[1].replace(".", "")) if found else None


@cache
def sheet_values(project: Path, name: str) -> list[list[Any]]:
    """The rows of a sheet of the workbook, as stored: formulas by their values."""
    content = (project / "outbox" / "2025-h2" / "lan-1" / "tong-hop.xlsx").read_bytes()
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name(name).to_python(skip_empty_area=False)


def records(project: Path, name: str) -> list[dict[str, Any]]:
    head, *body = sheet_values(project, name)
    return [dict(zip(head, row, strict=True)) for row in body]


def word_text(project: Path) -> list[str]:
    document = docx.Document(str(project / "outbox" / "2025-h2" / "lan-1" / "bao-cao.docx"))
    return [paragraph.text for paragraph in document.paragraphs]


def page_text(project: Path) -> str:
    page = (project / "outbox" / "2025-h2" / "lan-1" / "tong-hop.html").read_text("utf-8")
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def overview_texts(project: Path) -> list[str]:
    return [str(value) for row in sheet_values(project, "Tổng quan") for value in row if value]


OFFICIAL = re.compile(r"Tổng số ([\d.]+) lượt nhiệm vụ được giao; (.+?)\.(?=\s|$)")
PARTS = (
    *("đã hoàn thành", "đang thực hiện", "chưa thực hiện", "phối hợp, theo cơ quan chủ trì", "không phát sinh"),
    *("báo cáo có lỗi", "chưa báo cáo"),
)


def official_figures(text: str) -> dict[str, int]:
    """The figures of the official sentence, the parts of a part under "part/its part"."""
    found = OFFICIAL.search(text)
    assert found is not None, text
    figures = {"giao": whole(found[1])}
    for clause in found[2].split("; "):
        (words, count), *_ = re.findall(r"^(\D+?) ([\d.]+)", clause)
        figures[words] = whole(count)
        inside = re.search(r"\((.+)\)", clause)
        if inside is not None and inside[1].startswith("đều "):
            figures[f"{words}/{inside[1][4:]}"] = whole(count)
        elif inside is not None:
            for part, number in re.findall(r"(\D+?) ([\d.]+)(?:, )?", inside[1]):
                figures[f"{words}/{part}"] = whole(number)
    return figures


def whole(text: str) -> int:
    return int(text.replace(".", ""))


def expected_figures(recount: Recount) -> dict[str, int]:
    """The official sentence's figures as the recount has them; a figure that is nought is not said."""
    found = recount.of()
    timeless = sum(state == "H" and task in recount.without_due for (_, task), state in recount.letters.items())
    figures = {
        "giao": found.total(),
        "đã hoàn thành": found["H"] + found["HM"],
        "đã hoàn thành/đúng hạn": found["H"] - timeless,
        "đã hoàn thành/quá hạn": found["HM"],
        "đã hoàn thành/không có hạn": timeless,
        "phối hợp, theo cơ quan chủ trì": found["P"],
        "không phát sinh": found["K"],
        "báo cáo có lỗi": found["L"],
        "chưa báo cáo": found["X"],
    }
    return {words: count for words, count in figures.items() if count}


def test_the_small_city_is_a_hard_case(recount: Recount, manifest: dict[str, Any]) -> None:
    assert set(recount.of()) >= {"H", "HM", "Đ", "C", "Q", "K", "L", "X"}
    assert {"accepted", "accepted-with-problems", "rejected", "superseded"} <= {
        file["verdict"] for file in manifest["files"]
    }
    assert any("!/" in file["path"] for file in manifest["files"])


def test_the_matrix_shows_the_recounted_states(project: Path, recount: Recount) -> None:
    shown = {
        (row["Mã cơ quan"], title): value
        for row in records(project, "Ma trận")
        for title, value in row.items()
        if re.match(r"\d\.\d", title) and value
    }
    assert shown == recount.letters


def test_the_details_show_the_recounted_states(project: Path, recount: Recount) -> None:
    shown = {(row["Mã cơ quan"], row["TT"]): row["Tình trạng"] for row in records(project, "Chi tiết")}
    assert shown == recount.letters


def test_the_counts_by_task_are_the_recounted_ones(project: Path, recount: Recount) -> None:
    for row in records(project, "Theo nhiệm vụ"):
        for role, prefix in ((None, ""), ("Chủ trì", "Chủ trì: "), ("Phối hợp", "Phối hợp: ")):
            found = recount.of(role, row["TT"])
            assert {name: row[f"{prefix}{name}"] for name in LETTERS} == {name: found[name] for name in LETTERS}


def test_the_counts_by_agency_add_up_to_the_whole(project: Path, recount: Recount) -> None:
    by_agency = records(project, "Theo cơ quan")
    assert {name: sum(row[name] for row in by_agency) for name in LETTERS} == {
        name: recount.of()[name] for name in LETTERS
    }


@pytest.mark.parametrize("output", ["tong-hop.xlsx", "bao-cao.docx", "tong-hop.html"])
def test_the_official_sentence_says_the_recounted_figures(project: Path, recount: Recount, output: str) -> None:
    text = {
        "tong-hop.xlsx": lambda: "\n".join(overview_texts(project)),
        "bao-cao.docx": lambda: "\n".join(word_text(project)),
        "tong-hop.html": lambda: page_text(project),
    }[output]()
    said = official_figures(text)
    expected = expected_figures(recount)
    assert {words: said.get(words) for words in expected} == expected
    assert said["giao"] == sum(said.get(part, 0) for part in PARTS)
    started = [said.get(f"{words}/quá hạn", 0) for words in ("đang thực hiện", "chưa thực hiện")]
    assert sum(started) == recount.of()["Q"]


def test_the_headline_rates_are_the_recounted_ones(project: Path, recount: Recount) -> None:
    led, every = recount.rate("Chủ trì"), recount.rate()
    due = recount.fallen_due("Chủ trì")
    cards = overview_texts(project)
    assert cards.count(led) == 1
    assert f"cả phối hợp: {every}" in cards
    headline = f"Đã đến hạn {due.total():02d} lượt nhiệm vụ chủ trì: đã hoàn thành {due['H'] + due['HM']:02d} ({led})"
    for text in ("\n".join(word_text(project)), "\n".join(cards), page_text(project)):
        assert headline in text
    assert f"{led} nhiệm vụ chủ trì đến hạn đã hoàn thành" in page_text(project)


def test_the_agencies_agree_in_all_outputs(project: Path, recount: Recount, manifest: dict[str, Any]) -> None:
    expected = {agency for agency, _ in recount.letters}
    used = {file["agency"] for file in manifest["files"] if file["verdict"].startswith("accepted")}
    missing = sorted(expected - used)
    assert manifest["agencies"] == {
        "expected": len(expected),
        "reported": len(used),
        "missing": [row["Mã cơ quan"] for row in records(project, "Theo cơ quan") if row["Mã cơ quan"] in missing],
    }
    said = f"{len(used):02d}/{len(expected):02d}"
    assert any(text.startswith(said) for text in overview_texts(project))
    assert said in page_text(project)
    assert f"Tổng số {len(expected):02d} cơ quan, đơn vị thuộc diện báo cáo; đã báo cáo {len(used):02d}" in "\n".join(
        word_text(project)
    )


def test_the_indicators_add_up_to_the_recounted_totals(project: Path, recount: Recount) -> None:
    listed = {
        (row["Mã cơ quan"], row["Mã"]): float(row["Giá trị"])
        for row in records(project, "Chỉ tiêu")
        if row["Giá trị"] != ""
    }
    assert listed == recount.indicators
    names = {row["Mã"]: (row["Chỉ tiêu"], row["TT"]) for row in records(project, "Chỉ tiêu")}
    totals = {(str(row[0]), row[1]): row[5] or 0 for row in sheet_values(project, "Tổng quan") if row[0]}
    annex = {
        (row.cells[0].text, row.cells[1].text): [cell.text for cell in row.cells]
        for table in docx.Document(str(project / "outbox" / "2025-h2" / "lan-1" / "bao-cao.docx")).tables
        for row in table.rows
        if len(row.cells) > 4
    }
    for code, (name, task) in names.items():
        total = sum(value for (_, indicator), value in recount.indicators.items() if indicator == code)
        assert totals[name, task] == total
        shown = f"{total:,.0f}".replace(",", ".")
        assert any(name in texts and shown in texts for texts in annex.values()), (name, shown)
