"""Code, schemas and what a new project starts with hold no word of any campaign: facts of a campaign are its data."""

from collections.abc import Iterator
from pathlib import Path

from pipeline.campaign.files.reading import campaign_names
from tests.support.campaign_words import campaign_words

ROOT = Path(__file__).parents[2]
#: Phrases that offices everywhere use, reviewed one by one; a sequence of four words inside one of them is nobody's own.
COMMON = (
    "bài học kinh nghiệm",
    "ban hành kế hoạch",
    "biểu mẫu báo cáo",
    "báo cáo kết quả thực hiện nhiệm vụ",
    "báo cáo đột xuất",
    "cho cán bộ cơ sở",
    "chậm so với thời hạn",
    "chọn từ danh sách thả xuống họăc",
    "cán bộ đầu mối",
    "cáo đã tiếp nhận",
    "có hướng dẫn của cấp trên dự kiến",
    "cơ quan chủ quản",
    "cơ quan chủ trì",
    "cơ quan tiếp nhận",
    "cơ quan đơn vị địa phương có",
    "cơ quan được giao",
    "cơ sở dữ liệu",
    "của các cơ quan",
    "của cơ quan đơn vị",
    "của nhiệm vụ này",
    "danh mục nhiệm vụ",
    "dự kiến hoàn thành",
    "hoàn thành chậm do",
    "hoàn thành các nhiệm vụ",
    "hoàn thành nhiệm vụ",
    "hội nghị quán triệt",
    "khó khăn vướng mắc",
    "không có nội dung",
    "không phát sinh không phát sinh",
    "kết quả nổi bật",
    "lùi thời hạn hoàn thành",
    "ngày chốt số liệu",
    "nhiệm vụ này có",
    "nhiệm vụ phối hợp",
    "nhiệm vụ trong danh mục",
    "nhiệm vụ được giao",
    "phải báo cáo không",
    "phối hợp thực hiện",
    "thuộc diện báo cáo",
    "thời gian thực hiện",
    "thủ trưởng các cơ quan đơn vị",
    "thực hiện nhiệm vụ của",
    "thực hiện nội dung",
    "trong kỳ không phát sinh nội dung",
    "trong thời gian tới",
    "trực tiếp chỉ đạo",
    "tổ chức thực hiện",
    "tổng hợp báo cáo",
    "văn bản hướng dẫn",
    "văn bản yêu cầu",
    "với các cơ quan phối hợp",
    "điều chỉnh bổ sung",
    "đã thực hiện xong",
    "xem xét quyết định",
    "đơn vị gửi báo cáo chậm",
    "được triển khai thực hiện",
    "đề xuất điều chỉnh",
    "ủy ban nhân dân cấp xã",
)


def lines() -> Iterator[str]:
    """Every line of code and of what is shipped with it, comments too."""
    for folder, pattern in (("pipeline", "*.py"), ("schemas", "*.yaml"), ("pipeline/upkeep/project", "*")):
        for path in sorted((ROOT / folder).rglob(pattern)):
            if path.is_file():
                yield from path.read_text("utf-8").splitlines()


def test_no_word_of_a_campaign_stands_in_code_or_schemas() -> None:
    assert len(COMMON) <= 60
    for name in campaign_names(ROOT):
        assert campaign_words(ROOT / "catalogue" / name).own_words_in(lines(), COMMON) == set()
