"""The cells of `Chỉ tiêu`: each says what to type for its indicator and refuses what cannot be."""

import io
from pathlib import Path

import openpyxl

from pipeline.forms.schema.schema import Schemas
from pipeline.forms.template import template_bytes
from tests.support.forms import form_of
from tests.support.school_year import school_year


def test_limits_and_words_follow_the_indicator(tmp_path: Path, schemas: Schemas) -> None:
    form = form_of(school_year(tmp_path), schemas, "X01", "thang-9")
    sheet = openpyxl.load_workbook(io.BytesIO(template_bytes(form, schemas)))["Chỉ tiêu"]
    rows = {sheet.cell(row, 1).value: f"E{row}" for row in range(4, 10)}
    assert list(rows) == ["KT", "DAT", "BEP", "DIEM", "NGAY", "SC"]
    checks = {
        code: next(check for check in sheet.data_validations.dataValidation if cell in check.sqref)
        for code, cell in rows.items()
    }
    limits = {code: (check.type, check.formula1, check.formula2) for code, check in checks.items()}
    assert limits == {
        "KT": ("whole", "0", None),
        "DAT": ("whole", "0", None),
        "BEP": ("decimal", "0", "100"),
        "DIEM": ("decimal", "0", "10"),
        "NGAY": ("whole", "0", None),
        "SC": ("whole", "0", None),
    }
    assert "lũy kế từ đầu kỳ" in checks["KT"].prompt
    assert "số tại thời điểm báo cáo" in checks["DIEM"].prompt
    assert "của riêng lần báo cáo này" in checks["SC"].prompt
    assert "từ 0 đến 10" in checks["DIEM"].error
    assert [code for code, check in checks.items() if "Không có thì gõ 0." in check.prompt] == ["KT", "DAT", "SC"]
    assert [code for code, check in checks.items() if "để trống" in check.prompt] == ["BEP", "DIEM", "NGAY"]
