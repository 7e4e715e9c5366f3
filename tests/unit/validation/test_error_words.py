"""Words of failed formulas are no content, sentences that quote one are."""

import pytest

from pipeline.validation.error_words import is_error_word


@pytest.mark.parametrize(
    "text",
    [
        *(
            "#NULL!",
            "#DIV/0!",
            "#VALUE!",
            "#REF!",
            "#NAME?",
            "#NUM!",
            "#N/A",
            "#SPILL!",
            "#CALC!",
            "#FIELD!",
            "#BLOCKED!",
        ),
        *("#CONNECT!", "#UNKNOWN!", "#EXTERNAL!", "#PYTHON!", "#TIMEOUT!", "#GETTING_DATA", "#BUSY!", "#ERROR!"),
        *("#TÊN?", "#GIÁ TRỊ!", "#GTRỊ!", "#CHIA/0!", "#SỐ!", "#WERT!", "#NV", "#N/D", "#ИМЯ?"),
        *("Err:502", "Err:508", "Err: 522", "Lỗi:502", "ERR:504", "Fehler:502"),
        *("Loading...", "Loading…", "Đang tải...", "Đang tải…", "Calculating..."),
        *("####", "##########"),
        *(" #REF! ", "\u00a0Err:502\n", "#REF!; #REF!", "#N/A #N/A", "'#NAME?", "Đang ta\u0309i..."),
    ],
)
def test_words_of_a_failed_formula(text: str) -> None:
    assert is_error_word(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "#", "##", "# 5", "#1", "#hoanthanh", "#Hoàn thành!", "#dânvận!", "!", "?"),
        "Bảng tính báo #REF! nên đơn vị nhập lại bằng tay",
        "#REF! là báo lỗi của phần mềm",
        "Phần mềm báo Err:502 khi nộp hồ sơ",
        "Lỗi:502 đã được khắc phục",
        "Loading... là chữ hiện khi tải trang",
        *("Đang tải hồ sơ lên hệ thống...", "Đang thực hiện", "Lỗi 502", "Error", "Err", "Loading", "N/A", "12", "1/0"),
    ],
)
def test_a_text_of_its_own(text: str) -> None:
    assert not is_error_word(text)
