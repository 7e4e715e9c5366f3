"""The same job as a typical analyst writes it, to be measured beside ours; kept as it is usually written.

analyst.py INBOX OUTBOX [rows|cell]

`pd.read_excel` for each sheet of each file, validation file by file, `to_excel`, a second pass by openpyxl for colours and
charts, a Word table cell by cell: by `row.cells`, or by `table.cell(i, j)`, which takes minutes.
"""

import sys
import warnings
from pathlib import Path

import pandas as pd
import pandera.pandas as pa
from docx import Document
from docx.shared import Pt
from openpyxl import load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import PatternFill

STATUSES = {"Hoàn thành": "C6E0B4", "Đang thực hiện": "BDD7EE", "Chưa thực hiện": "F8CBAD", "Không phát sinh": "EDEDED"}
COLUMNS = ["TT", "Nhiệm vụ", "Vai trò", "Trạng thái", "Tỷ lệ hoàn thành (%)", "Ngày hoàn thành", "Kết quả thực hiện"]
SCHEMA = pa.DataFrameSchema(
    {
        "TT": pa.Column(object),
        "Trạng thái": pa.Column(object, pa.Check.isin(list(STATUSES)), nullable=True),
        "Tỷ lệ hoàn thành (%)": pa.Column(
            object, pa.Check(lambda values: pd.to_numeric(values, errors="coerce").between(0, 100)), nullable=True
        ),
        "Ngày hoàn thành": pa.Column(
            object, pa.Check(lambda values: pd.to_datetime(values, errors="coerce").notna()), nullable=True
        ),
        "Kết quả thực hiện": pa.Column(object, pa.Check.str_length(max_value=2000), nullable=True),
    },
    checks=[
        pa.Check(lambda rows: (rows["Trạng thái"] != "Hoàn thành") | rows["Ngày hoàn thành"].notna()),
        pa.Check(lambda rows: (rows["Trạng thái"] != "Hoàn thành") | rows["Kết quả thực hiện"].notna()),
        pa.Check(lambda rows: (rows["Trạng thái"] != "Đang thực hiện") | rows["Kết quả thực hiện"].notna()),
    ],
)


def read(inbox: Path) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return the tasks, the indicators and the failures of every file that can be read."""
    tasks, indicators, failures = [], [], []
    for path in sorted(inbox.rglob("*.xlsx")):
        try:
            meta = pd.read_excel(path, sheet_name="_meta", header=None)
            table = pd.read_excel(path, sheet_name="Báo cáo", header=6, dtype=object)
            asked = pd.read_excel(path, sheet_name="Chỉ tiêu", header=2)
        except Exception:  # not every file of the inbox is a return
            continue
        agency = meta.loc[meta[0] == "agency", 1].iloc[0]
        table = table[table["Vai trò"].notna()].reset_index(drop=True)
        try:
            SCHEMA.validate(table, lazy=True)
        except pa.errors.SchemaErrors as error:
            failures.append(error.failure_cases.assign(agency=agency))
        tasks.append(table[COLUMNS].assign(agency=agency))
        indicators.append(asked.assign(agency=agency))
    return pd.concat(tasks), pd.concat(indicators), pd.concat(failures) if failures else pd.DataFrame()


def write_excel(path: Path, tasks: pd.DataFrame, indicators: pd.DataFrame, failures: pd.DataFrame) -> pd.DataFrame:
    """Write the workbook and colour it in a second pass; return the matrix."""
    matrix = tasks.pivot_table(index="agency", columns="TT", values="Trạng thái", aggfunc="first")
    counts = tasks.groupby(["TT", "Trạng thái"]).size().unstack(fill_value=0)
    with pd.ExcelWriter(path, engine="openpyxl") as writer:
        counts.to_excel(writer, sheet_name="Tổng hợp")
        matrix.to_excel(writer, sheet_name="Ma trận")
        tasks.to_excel(writer, sheet_name="Chi tiết", index=False)
        indicators.to_excel(writer, sheet_name="Chỉ tiêu", index=False)
        failures.astype(str).to_excel(writer, sheet_name="Lỗi", index=False)
    book = load_workbook(path)
    for row in book["Ma trận"].iter_rows(min_row=2, min_col=2):
        for cell in row:
            if cell.value in STATUSES:
                cell.fill = PatternFill("solid", STATUSES[cell.value])
    sheet = book["Tổng hợp"]
    for position in range(2):
        chart = BarChart()
        chart.add_data(Reference(sheet, min_col=2, max_col=5, min_row=1, max_row=29), titles_from_data=True)
        sheet.add_chart(chart, f"I{2 + 16 * position}")
    book.save(path)
    return matrix


def write_word(path: Path, matrix: pd.DataFrame, *, by_cell: bool) -> None:
    """Write the matrix as a Word table, cell by cell."""
    document = Document()
    document.add_heading("Báo cáo tổng hợp", 1)
    lines = [["Cơ quan", *matrix.columns], *([code, *matrix.loc[code]] for code in matrix.index)]
    table = document.add_table(len(lines), len(lines[0]), style="Table Grid")
    for position, line in enumerate(lines):
        cells = None if by_cell else table.rows[position].cells
        for place, text in enumerate(line):
            cell = table.cell(position, place) if cells is None else cells[place]
            cell.text = str(text)
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(7)
    document.save(str(path))


def main(inbox: Path, outbox: Path, *, by_cell: bool) -> None:
    """Do the job."""
    warnings.simplefilter("ignore")
    outbox.mkdir(parents=True, exist_ok=True)
    tasks, indicators, failures = read(inbox)
    matrix = write_excel(outbox / "analyst.xlsx", tasks, indicators, failures)
    write_word(outbox / "analyst.docx", matrix, by_cell=by_cell)
    sys.stdout.write(f"{tasks['agency'].nunique()} agencies, {len(tasks)} rows, {len(failures)} failures\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), by_cell=sys.argv[3:] == ["cell"])
