"""The coordinator's workbook, as the coordinator meets it: typed once, kept through every run, said by the report."""

import io
import json
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.campaign.files.reading import read_campaign
from pipeline.forms.form import Form
from pipeline.forms.schema.schema import Schemas
from tests.support.campaign import write_small_project
from tests.support.intake import DONE, return_bytes
from tests.support.project_command import run
from tests.support.terminal import Done, tonghop

ASKED = ("--round", "lan-1", "--as-of", "2025-09-10")
SHEETS = ["Nhận định", "Đề xuất", "Nổi bật", "Nguyên nhân", "Cơ quan gửi"]
PROPOSAL, OTHER = "Lùi hạn đến hết tháng 9/2025.", "Bỏ báo cáo quý."
WAITING = re.compile(r"^Ý kiến đầu mối: .*$", re.MULTILINE)


class Office:
    """The small project, its returns, and the coordinator at the workbook of the first round."""

    def __init__(self, project: Path, schemas: Schemas) -> None:
        write_small_project(project)
        self.project, self.schemas = project, schemas
        self.inbox.mkdir()

    @property
    def inbox(self) -> Path:
        return self.project / "inbox"

    @property
    def path(self) -> Path:
        return self.project / "review" / "small" / "lan-1.xlsx"

    @property
    def results(self) -> Path:
        return self.project / "outbox" / "small" / "lan-1"

    @property
    def versions(self) -> list[Path]:
        return sorted((self.path.parent / ".ban-cu").glob("*"))

    def send(self, agency: str, *proposals: str, result: str = "Đã ban hành kế hoạch") -> None:
        """A return of an agency with these proposals to amend task 1.2."""
        rows: tuple[Mapping[str, str], ...] = tuple(
            {"kind": "Điều chỉnh", "task": "1.2", "content": text, "reason": "Mới sáp nhập."} for text in proposals
        )

        def change(form: Form) -> Form:
            reported = tuple(replace(row, values={**row.values, "result": result}) for row in form.rows)
            return replace(form, rows=reported, proposals=rows)

        campaign = read_campaign(self.project, "small")
        content = return_bytes(
            campaign, self.schemas, agency, rows={"1.2": DONE, "1.3": DONE}, report_date=date(2025, 9, 3), change=change
        )
        (self.inbox / f"{agency}.xlsx").write_bytes(content)

    def run(self) -> Done:
        """Consolidate; the exit code is always 0."""
        done = tonghop("consolidate", *ASKED, project=self.project)
        assert done.code == 0, done.error
        return done

    def report(self) -> str:
        return "\n".join(paragraph.text for paragraph in Document(str(self.results / "bao-cao.docx")).paragraphs)

    def outputs(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.results.iterdir() if path.is_file()}

    def book(self) -> Workbook:
        return load_workbook(self.path)

    def edit(self, change: Callable[[Workbook], object]) -> None:
        """Save the workbook as another program does, after a change."""
        book = self.book()
        change(book)
        book.save(self.path)

    def type(self, sheet: str, row: int, heading: str, text: str) -> None:
        """Type into a cell, by the number of its row from 1 and its heading."""
        self.edit(lambda book: typed(book[sheet], row, heading, text))

    def cells(self, sheet: str) -> list[dict[str, str]]:
        return records(self.book()[sheet]) if sheet in self.book().sheetnames else []

    def words(self) -> str:
        """Everything that stands anywhere in the workbook."""
        return "\n".join(
            str(cell.value)
            for sheet in self.book().worksheets
            for row in sheet.iter_rows()
            for cell in row
            if cell.value
        )


def headings(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for cell in sheet[1]]


def records(sheet: Worksheet) -> list[dict[str, str]]:
    names = headings(sheet)
    return [
        {name: "" if value is None else str(value) for name, value in zip(names, row, strict=True)}
        for row in sheet.iter_rows(min_row=2, values_only=True)
    ]


def typed(sheet: Worksheet, row: int, heading: str, text: str) -> None:
    sheet.cell(row + 1, headings(sheet).index(heading) + 1, text)


@pytest.fixture
def office(tmp_path: Path, schemas: Schemas) -> Office:
    office = Office(tmp_path, schemas)
    office.send("10002", PROPOSAL)
    office.send("10003", OTHER)
    (office.inbox / "UBND xã Hòa Bình.xlsx").write_bytes(b"no workbook")
    return office


def test_the_first_run_makes_it_and_the_next_changes_nothing(office: Office) -> None:
    first = office.run()
    book = office.book()
    assert book.sheetnames[:5] == SHEETS
    assert [book[name].column_dimensions["A"].hidden for name in SHEETS] == [True] * 5
    assert [headings(book[name])[0] for name in SHEETS] == ["Khóa"] * 5
    assert [row["Khóa"] for row in office.cells("Nhận định")] == ["direction", "assessment", "lessons", "requests"]
    assert all(re.fullmatch(r"1\.2\|Điều chỉnh\|[0-9a-f]{16}", row["Khóa"]) for row in office.cells("Đề xuất"))
    (sender,) = office.cells("Cơ quan gửi")
    assert re.fullmatch("[0-9a-f]{64}", sender["Khóa"])
    (line,) = WAITING.findall(first.output)
    assert line == (
        f"Ý kiến đầu mối: {office.path}; còn trống: 4 mục nhận định, ý kiến về 2 đề xuất, cơ quan gửi của 1 tệp bị từ chối."
    )
    outputs, workbook = office.outputs(), office.path.read_bytes()
    second = office.run()
    assert (office.outputs(), office.path.read_bytes()) == (outputs, workbook)
    assert WAITING.findall(second.output) == [line]


def test_what_stands_in_it_is_said_and_what_is_empty_leaves_no_trace(office: Office) -> None:
    office.run()
    blank = office.report()
    assert not re.search("Bài học|Kiến nghị của Sở|Ý kiến của", blank)
    places = (
        "Đã họp giao ban hằng tuần.",
        "Chuyển biến rõ.\nCòn chậm ở xã.",
        "Giao việc phải rõ.",
        "Đề nghị cấp kinh phí.",
    )
    for row, text in enumerate(places, start=1):
        office.type("Nhận định", row, "Nội dung", text)
    office.type("Đề xuất", 1, "Ý kiến", "Tiếp thu một phần")
    office.type("Đề xuất", 1, "Lý do của ý kiến", "Chỉ lùi với xã mới.")
    done = office.run()
    report = office.report()
    lines = [line for text in places for line in text.split("\n")]
    assert [line for line in report.splitlines() if line in lines] == lines
    assert "Bài học kinh nghiệm" in report
    assert "Ý kiến của Sở Nội vụ: tiếp thu một phần (lý do: Chỉ lùi với xã mới)." in report
    assert "còn trống: ý kiến về 1 đề xuất, cơ quan gửi của 1 tệp bị từ chối." in done.output


def test_no_figure_and_no_state_depends_on_it(office: Office) -> None:
    office.run()
    before = office.outputs()
    for sheet, heading, text in (
        ("Nhận định", "Nội dung", "Đã hoàn thành 100%."),
        ("Đề xuất", "Ý kiến", "tiếp thu"),
        ("Cơ quan gửi", "Cơ quan gửi", "UBND xã Hòa Bình"),
    ):
        office.type(sheet, 1, heading, text)
    office.run()
    after = office.outputs()
    matrices = [
        list(load_workbook(io.BytesIO(outputs["tong-hop.xlsx"]))["Ma trận"].values) for outputs in (before, after)
    ]
    assert matrices[0] == matrices[1]
    assert json.loads(before["manifest.json"])["agencies"] == json.loads(after["manifest.json"])["agencies"]


def test_a_proposal_that_goes_keeps_its_opinion_apart_until_it_comes_back(office: Office) -> None:
    office.run()
    office.type("Đề xuất", 1, "Ý kiến", "không tiếp thu")
    office.send("10002")
    office.run()
    assert [row["Nội dung đề xuất"] for row in office.cells("Đề xuất")] == [OTHER]
    (gone,) = office.cells("Không còn nguồn")
    assert (gone["Trang"], gone["Cột"], gone["Điều đã ghi"]) == ("Đề xuất", "Ý kiến", "không tiếp thu")
    assert PROPOSAL in gone["Nội dung lúc còn nguồn"]
    office.send("10001", PROPOSAL)
    office.run()
    assert {row["Nội dung đề xuất"]: row["Ý kiến"] for row in office.cells("Đề xuất")}[PROPOSAL] == "không tiếp thu"
    assert not office.cells("Không còn nguồn")


def test_proposals_that_ask_the_same_share_an_opinion_and_different_ones_are_both_said(office: Office) -> None:
    longer = "Lùi hạn đến hết tháng 9/2025 ạ."
    office.send("10003", longer)
    office.run()
    (merged,) = office.cells("Đề xuất")
    assert len(merged["Khóa"].split()) == 3  # "1.2|Điều chỉnh|…" has a blank of its own
    assert merged["Cơ quan đề xuất"].split("\n") == ["UBND xã Cẩm Giang", "UBND xã Cẩm Giàng"]
    office.send("10003")
    office.run()
    office.type("Đề xuất", 1, "Ý kiến", "tiếp thu")
    office.run()
    office.send("10002")
    office.send("10003", longer)
    office.run()
    office.type("Đề xuất", 1, "Ý kiến", "không tiếp thu")
    office.send("10002", PROPOSAL)
    office.run()
    rows = office.cells("Đề xuất")
    assert {row["Nội dung đề xuất"]: row["Ý kiến"] for row in rows} == {PROPOSAL: "tiếp thu", longer: "không tiếp thu"}
    assert all("ý kiến khác nhau" in row["Lưu ý"] for row in rows)
    assert re.search(
        "có ý kiến khác nhau đối với từng đề xuất cùng nội dung này: .*tiếp thu; .*tiếp thu", office.report()
    )


def test_what_people_add_is_carried_over_as_text(office: Office) -> None:
    office.run()

    def add(book: Workbook) -> None:
        sheet = book["Đề xuất"]
        sheet.cell(1, 20, "Người theo dõi")
        sheet.cell(2, 20, "chị Hà")
        sheet.cell(2, 5).comment = Comment("hỏi lại xã", "đầu mối")
        sheet.cell(30, 4, "dòng của tôi")
        sheet.cell(3, 4, "chữ của chương trình bị sửa")
        book.create_sheet("Việc cần làm")["B2"] = "gọi điện thứ Hai"
        typed(sheet, 1, "Ý kiến", "tiếp thu")

    office.edit(add)
    office.run()
    added = {row["Nội dung"] for row in office.cells("Ghi thêm")}
    assert added >= {
        "Người theo dõi",
        "chị Hà",
        "hỏi lại xã",
        "dòng của tôi",
        "gọi điện thứ Hai",
        "Việc cần làm",
        "chữ của chương trình bị sửa",
    }
    assert office.book().sheetnames[:5] == SHEETS
    assert office.cells("Đề xuất")[0]["Ý kiến"] == "tiếp thu"
    workbook = office.path.read_bytes()
    office.run()
    assert office.path.read_bytes() == workbook


def test_renamed_sheets_and_sorted_rows_are_known_by_their_keys(office: Office) -> None:
    office.run()
    office.type("Đề xuất", 2, "Ý kiến", "không tiếp thu")

    def disturb(book: Workbook) -> None:
        sheet = book["Đề xuất"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_row=3)]
        for number, values in enumerate(reversed(rows), start=2):
            for column, value in enumerate(values, start=1):
                sheet.cell(number, column).value = value
        sheet.title = "Đề xuất đã xem"

    office.edit(disturb)
    office.run()
    assert {row["Nội dung đề xuất"]: row["Ý kiến"] for row in office.cells("Đề xuất")} == {
        PROPOSAL: "",
        OTHER: "không tiếp thu",
    }
    assert "Đề xuất đã xem" in office.words()


@pytest.mark.parametrize("mark", ["~$lan-1.xlsx", ".~lock.lan-1.xlsx#"])
def test_while_it_is_open_elsewhere_it_is_read_and_left_alone(office: Office, mark: str) -> None:
    office.run()
    office.type("Nhận định", 1, "Nội dung", "Đã kiểm tra.")
    office.send("10001", "Thêm chỉ tiêu mới.")
    (office.path.parent / mark).write_bytes(b"")
    workbook = office.path.read_bytes()
    done = office.run()
    assert office.path.read_bytes() == workbook
    assert done.output.count("đang mở ở chương trình khác") == 1
    assert "Đã kiểm tra." in office.report()
    (office.path.parent / mark).unlink()
    office.run()
    assert len(office.cells("Đề xuất")) == 3
    assert office.cells("Nhận định")[0]["Nội dung"] == "Đã kiểm tra."


def test_a_damaged_one_is_kept_and_a_new_one_made_with_what_was_last_read(office: Office) -> None:
    office.run()
    office.type("Nhận định", 1, "Nội dung", "Đã kiểm tra.")
    office.run()
    office.path.write_bytes(damaged := office.path.read_bytes()[:5000])
    done = office.run()
    assert (office.path.parent / "lan-1.hong-1.xlsx").read_bytes() == damaged
    assert "lan-1.hong-1.xlsx" in done.output
    assert office.cells("Nhận định")[0]["Nội dung"] == "Đã kiểm tra."
    assert "Đã kiểm tra." in office.report()
    outputs = office.outputs()
    office.run()
    assert office.outputs() == outputs
    office.path.write_bytes(b"")
    office.run()
    assert (office.path.parent / "lan-1.hong-2.xlsx").read_bytes() == b""


def test_an_earlier_version_put_back_counts_and_what_it_replaced_is_among_the_versions(office: Office) -> None:
    office.run()
    office.type("Nhận định", 1, "Nội dung", "Bản một.")
    first = office.path.read_bytes()
    office.run()
    office.type("Nhận định", 1, "Nội dung", "Bản hai.")
    office.run()
    office.path.write_bytes(first)
    office.run()
    assert office.cells("Nhận định")[0]["Nội dung"] == "Bản một."
    kept = [records(load_workbook(path)["Nhận định"])[0]["Nội dung"] for path in office.versions]
    assert "Bản hai." in kept


def test_the_last_ten_versions_are_kept_each_content_once(office: Office) -> None:
    office.run()
    for number in range(12):
        office.type("Nhận định", 1, "Nội dung", f"Bản {number}.")
        office.run()
        office.edit(lambda _book: None)
        office.run()
    kept = [records(load_workbook(path)["Nhận định"])[0]["Nội dung"] for path in office.versions]
    assert sorted(kept) == sorted(f"Bản {number}." for number in range(2, 12))


def test_a_confirmed_sender_is_sure_ground_and_the_agency_still_owes(office: Office) -> None:
    office.run()
    assert office.cells("Cơ quan gửi")[0]["Có thể là của"] == "UBND xã Hòa Bình"
    assert "UBND xã Hòa Bình.xlsx" not in office.report()
    office.type("Cơ quan gửi", 1, "Cơ quan gửi", "xã Hoà Bình")
    office.run()
    (guess,) = [
        file["sender_guess"]
        for file in json.loads((office.results / "manifest.json").read_text("utf-8"))["files"]
        if file["verdict"] == "rejected"
    ]
    assert guess == {"agency": "10001", "ground": "confirmed"}
    manifest = json.loads((office.results / "manifest.json").read_text("utf-8"))
    assert "10001" in manifest["agencies"]["missing"]
    assert "đã gửi tệp nhưng tệp không hợp lệ" in office.report()


def test_marked_results_are_quoted_and_refused_ones_never(office: Office) -> None:
    words = "Đã ban hành kế hoạch số {} và tổ chức họp toàn xã với 120 người."
    for number, agency in enumerate(("10001", "10002", "10003")):
        office.send(agency, result=words.format(number))
    office.run()
    rows = office.cells("Nổi bật")
    chosen = next(number for number, row in enumerate(rows, start=1) if words.format(2) == row["Kết quả thực hiện"])
    assert f"UBND xã Cẩm Giàng: {words.format(2)}"[:-1] not in office.report()
    office.type("Nổi bật", chosen, "Đưa vào báo cáo", "Có")
    office.run()
    assert words.format(2)[:-1] in office.report()
    office.type("Nổi bật", chosen, "Đưa vào báo cáo", "không")
    office.run()
    assert words.format(2)[:-1] not in office.report()


def test_other_commands_read_it_and_write_nothing(office: Office) -> None:
    for name in ("status", "check", "remind"):
        tonghop(name, "--round", "lan-1", "--as-of", "2025-09-10", project=office.project)
    assert not (office.project / "review").exists()


def test_where_it_cannot_be_written_the_results_are_there_all_the_same(office: Office) -> None:
    (office.project / "review").write_text("a file where the folder is to be")
    done = office.run()
    assert done.output.count("Chú ý: không ghi được") == 1
    assert (office.results / "bao-cao.docx").exists()


def test_one_that_is_a_link_is_left_alone(office: Office) -> None:
    office.run()
    elsewhere = office.project / "elsewhere.xlsx"
    office.path.rename(elsewhere)
    office.path.symlink_to(elsewhere)
    content = elsewhere.read_bytes()
    done = office.run()
    assert "không phải tệp thường" in done.output
    assert office.path.is_symlink()
    assert elsewhere.read_bytes() == content


ACTS = ("type", "send", "withdraw", "sort", "rename", "open", "close", "damage", "old version", "add")


def acts(seed: int) -> Iterator[Sequence[str]]:
    chance = random.Random(seed)
    for _ in range(3):
        yield ["type", *chance.choices(ACTS, k=4)]


class Day:
    """A coordinator's days by chance; whatever is saved when a run reads it must be found after every run since."""

    def __init__(self, office: Office, seed: int) -> None:
        self.office, self.chance, self.number = office, random.Random(seed), 0
        self.words: set[str] = set()

    def act(self, act: str) -> None:
        office, chance, mark = self.office, self.chance, self.office.path.parent / "~$lan-1.xlsx"
        agency = chance.choice(["10001", "10002", "10003"])
        match act:
            case "send":
                office.send(agency, chance.choice([PROPOSAL, OTHER, "Thêm chỉ tiêu mới."]))
            case "withdraw":
                office.send(agency)
            case "open":
                mark.write_bytes(b"")
            case "close":
                mark.unlink(missing_ok=True)
            case "old version" if office.versions:
                # words of today are people's to lose; what a run has seen is among the versions
                self.put_back(office.versions[-1])
            case "damage" | "old version":
                return
            case _:
                office.edit(lambda book: self.change(book, act))

    def change(self, book: Workbook, act: str) -> None:
        sheet = next(sheet for sheet in book.worksheets if "Đề xuất" in sheet.title)
        rows = len(records(sheet))
        if act == "type":
            row, heading = self.chance.randint(1, max(rows, 1)), "Lý do của ý kiến"
            cell = sheet.cell(row + 1, headings(sheet).index(heading) + 1)
            cell.value = f"{cell.value or ''} {self.word()}".strip()
        elif act == "add":
            cell = sheet.cell(self.chance.randint(1, 9), self.chance.randint(15, 20))
            self.words.discard(str(cell.value))
            cell.value = self.word()
        elif act == "rename":
            self.words -= set(sheet.title.split())
            sheet.title = f"Đề xuất {self.word()}"
        elif act == "sort" and rows > 1:
            values = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_row=rows + 1)]
            self.chance.shuffle(values)
            for number, row_values in enumerate(values, start=2):
                for column, value in enumerate(row_values, start=1):
                    sheet.cell(number, column).value = value

    def put_back(self, version: Path) -> None:
        """Put a version in the place of the workbook; what it does not hold is wiped out by that."""
        self.office.path.write_bytes(version.read_bytes())
        words = self.everything()
        self.words = {word for word in self.words if word in words}

    def everything(self) -> str:
        return "\n".join((self.office.words(), *self.office.book().sheetnames))

    def word(self) -> str:
        self.number += 1
        word = f"chữ{self.number}chữ"
        self.words.add(word)
        return word

    def read_everywhere(self) -> None:
        """All that was ever saved is in the workbook."""
        words = self.everything()
        assert {word for word in self.words if word not in words} == set()


@pytest.mark.parametrize("seed", range(10))
def test_no_sequence_of_days_loses_a_word(office: Office, seed: int) -> None:
    day, mark = Day(office, seed), office.path.parent / "~$lan-1.xlsx"
    office.run()
    for of_day in acts(seed):
        for act in of_day:
            day.act(act)
        if "damage" in of_day:
            # what a run has seen outlives the file
            office.run()
            office.path.write_bytes(office.path.read_bytes()[:3000])
            mark.unlink(missing_ok=True)
        office.run()
        if not mark.exists():
            day.read_everywhere()
    mark.unlink(missing_ok=True)
    done = run("consolidate", *ASKED, project=office.project)
    assert done.code == 0, done.error
    day.read_everywhere()
