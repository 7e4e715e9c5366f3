"""What goes on with another campaign must be there, be over by then, and be counted in the same unit."""

from pathlib import Path

import pytest

from pipeline.errors import ConfigurationError
from tests.support.school_year import next_year, school_year


@pytest.mark.parametrize(
    ("stem", "old", "new", "reason"),
    [
        (
            "decision",
            "nam-hoc-2026/thang-10",
            "nam-hoc-2025/thang-10",
            "không có đợt công tác «nam-hoc-2025» trong catalogue/",
        ),
        (
            "decision",
            "nam-hoc-2026/thang-10",
            "nam-hoc-2026/lan-1",
            "không có lần báo cáo mã «lan-1»; có: thang-9, thang-10",
        ),
        ("decision", "nam-hoc-2026/thang-10", "nam-hoc-2027/thang-9", "của chính đợt này; chỉ ghi «thang-9»"),
        ("decision", "nam-hoc-2026/thang-10", "Nam học/1", "<đợt>/<lần báo cáo>"),
        ("tasks", "nam-hoc-2026/I.1", "nam-hoc-2026/I.7", "không có nhiệm vụ mã «I.7»"),
        ("tasks", "nam-hoc-2026/I.1", "nam-hoc-2025/I.1", "không lần báo cáo nào (previous trong decision.yaml)"),
        ("tasks", "nam-hoc-2026/I.1", "I.1", "<đợt>/<mã>"),
        ("indicators", "nam-hoc-2026/KT", "nam-hoc-2026/KTX", "không có chỉ tiêu mã «KTX»"),
        ("indicators", "nam-hoc-2026/KT", "nam-hoc-2026/SC", "có đơn vị tính khác (vụ)"),
        ("indicators", "code: SC", "continues: nam-hoc-2026/KT\n    code: SC", "«SO» đã tiếp nối chỉ tiêu này"),
    ],
)
def test_what_cannot_be_compared_is_told(tmp_path: Path, stem: str, old: str, new: str, reason: str) -> None:
    school_year(tmp_path)
    with pytest.raises(ConfigurationError, match=r"continues|previous") as caught:
        next_year(tmp_path, **{stem: (old, new)})
    assert caught.value.path.stem == stem
    assert reason in str(caught.value)


def test_a_round_is_followed_only_when_it_is_over(tmp_path: Path) -> None:
    school_year(tmp_path)
    with pytest.raises(ConfigurationError, match="không kết thúc trước lần báo cáo này"):
        next_year(tmp_path, decision=("last_day: 2027-10-04\n    cut_off: 2027-09-30\n    opens: 2027-09-20", EARLY))


EARLY = "last_day: 2026-11-04\n    cut_off: 2026-10-31\n    opens: 2026-10-20"
