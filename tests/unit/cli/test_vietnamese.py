"""Click in Vietnamese: usage errors as one line with the way out, headings of the help."""

import click
import pytest

from pipeline.cli.commands import tonghop
from pipeline.cli.vietnamese import usage_line


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("--bogus",), "Lỗi: không có tùy chọn --bogus. Xem hướng dẫn: tonghop --help"),
        (
            ("check", "--rund", "x"),
            "Lỗi: không có tùy chọn --rund (có phải --round?). Xem hướng dẫn: tonghop check --help",
        ),
        (("bogus",), "Lỗi: không có lệnh «bogus». Xem hướng dẫn: tonghop --help"),
        (("staus",), "Lỗi: không có lệnh «staus» (có phải status?). Xem hướng dẫn: tonghop --help"),
        (("status", "a", "b"), "Lỗi: thừa «a b». Xem hướng dẫn: tonghop status --help"),
        (
            ("status", "--json=1"),
            "Lỗi: tùy chọn --json không kèm giá trị; gõ --json là đủ. Xem hướng dẫn: tonghop status --help",
        ),
        (
            ("simulate", "--round", "lan-1", "--seed", "x"),
            "Lỗi: giá trị của --seed không hợp lệ: «x» không phải là số nguyên; gõ chữ số, ví dụ 7. "
            "Xem hướng dẫn: tonghop simulate --help",
        ),
        (("simulate",), "Lỗi: thiếu --round. Xem hướng dẫn: tonghop simulate --help"),
        (("why", "SNV"), "Lỗi: thiếu NHIỆM_VỤ. Xem hướng dẫn: tonghop why --help"),
        (("status", "--round"), "Lỗi: tùy chọn --round cần một giá trị. Xem hướng dẫn: tonghop status --help"),
        (
            ("status", "--as-of", "mai"),
            "Lỗi: giá trị của --as-of không hợp lệ: «mai» không phải là ngày; gõ theo dạng năm-tháng-ngày hoặc ngày/tháng/năm. "
            "Xem hướng dẫn: tonghop status --help",
        ),
    ],
)
def test_a_usage_error_is_one_line_that_names_the_help(arguments: tuple[str, ...], line: str) -> None:
    with pytest.raises(click.UsageError) as error:
        tonghop.main(args=arguments, prog_name="tonghop", standalone_mode=False)
    assert usage_line(error.value) == line


def test_an_error_of_no_command_names_the_program() -> None:
    assert usage_line(click.UsageError("sai.")) == "Lỗi: sai. Xem hướng dẫn: tonghop --help"
    assert usage_line(click.BadParameter("sai.")).startswith("Lỗi: giá trị của tham số không hợp lệ: sai.")


def help_of(*arguments: str) -> str:
    command = tonghop.commands[arguments[0]] if arguments else tonghop
    return command.get_help(click.Context(command, info_name="tonghop"))


def test_the_help_has_vietnamese_headings() -> None:
    text = help_of()
    assert text.startswith("Cách dùng: tonghop [TÙY_CHỌN] LỆNH [THAM_SỐ]...")
    for part in ("Tùy chọn:", "Lệnh:", "Hiện hướng dẫn này rồi thoát."):
        assert part in text
    for word in ("Usage", "Options", "Commands", "Show this"):
        assert word not in text
    assert help_of("why").startswith("Cách dùng: tonghop [TÙY_CHỌN] CƠ_QUAN NHIỆM_VỤ")


def test_the_commands_stand_in_the_order_of_a_round() -> None:
    names = [
        "init",
        "doctor",
        "catalogue",
        "templates",
        "check",
        "consolidate",
        "status",
        "why",
        "diff",
        "remind",
        "watch",
        "simulate",
    ]
    assert tonghop.list_commands(click.Context(tonghop)) == names
