"""The sheets of the review workbook, their columns, and the words that its drop-downs offer."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ReviewSheet(StrEnum):
    """The sheets in their order."""

    ASSESSMENT = "Nhận định"
    PROPOSALS = "Đề xuất"
    NOTABLE = "Nổi bật"
    CAUSES = "Nguyên nhân"
    SENDERS = "Cơ quan gửi"


class Offered(StrEnum):
    """The lists from which cells are filled."""

    OPINIONS = "opinions"
    MARKS = "marks"
    CAUSES = "causes"
    AGENCIES = "agencies"


class Slot(StrEnum):
    """The places of the report that only people can fill; keys of `Nhận định`."""

    DIRECTION = "direction"
    ASSESSMENT = "assessment"
    LESSONS = "lessons"
    REQUESTS = "requests"

    @property
    def label(self) -> str:
        """Return how the place is called."""
        return {
            "direction": "Công tác chỉ đạo, triển khai",
            "assessment": "Đánh giá chung",
            "lessons": "Bài học kinh nghiệm",
            "requests": "Kiến nghị của cơ quan tổng hợp",
        }[self.value]

    @property
    def hint(self) -> str:
        """Return what may be written there."""
        return {
            "direction": "Việc đã chỉ đạo, hướng dẫn, đôn đốc, kiểm tra trong kỳ; đứng ở mục I của báo cáo.",
            "assessment": "Nhận định chung về kết quả, cách làm, chuyển biến; đứng đầu mục III của báo cáo.",
            "lessons": "Bài học rút ra từ kỳ này; đứng cuối mục III của báo cáo.",
            "requests": "Việc đề nghị cấp trên, các cơ quan quyết định hoặc phối hợp; đứng cuối mục IV của báo cáo.",
        }[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewColumn:
    """One column of a sheet; `width` in characters."""

    heading: str
    width: float
    #: What to type, shown when the cell is chosen; "" of a column that the program fills.
    help: str = ""
    choice: Offered | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewLayout:
    """The columns of one sheet behind the hidden one with the keys: those that the program fills, then those for people."""

    shown: tuple[ReviewColumn, ...]
    typed: tuple[ReviewColumn, ...]
    #: Whether the last shown column tells that one source has several rows, since people said different things of it.
    tells_differences: bool = False

    @property
    def headings(self) -> tuple[str, ...]:
        """Return the headings from left to right, that of the keys first."""
        return (KEY, *(column.heading for column in (*self.shown, *self.typed)))


#: Heading of the hidden column by which rows are known.
KEY = "Khóa"
#: Stands in the last shown column of such rows.
DIFFERING = "Các cơ quan cùng đề xuất này đang có ý kiến khác nhau; mỗi ý kiến một dòng."
MARKS = {"có": True, "không": False}
OPINIONS = ("tiếp thu", "tiếp thu một phần", "không tiếp thu")
#: How the opinions that are offered begin, that with the addressee too.
OPENING_WORDS = (*OPINIONS, "trình ")

LAYOUTS: Mapping[ReviewSheet, ReviewLayout] = {
    ReviewSheet.ASSESSMENT: ReviewLayout(
        shown=(ReviewColumn(heading="Mục", width=30), ReviewColumn(heading="Gợi ý", width=45)),
        typed=(
            ReviewColumn(
                heading="Nội dung",
                width=90,
                help="Gõ đoạn văn sẽ in nguyên văn vào báo cáo; xuống dòng bằng Alt+Enter. Để trống thì báo cáo không có đoạn này.",
            ),
        ),
    ),
    ReviewSheet.PROPOSALS: ReviewLayout(
        shown=(
            ReviewColumn(heading="Nhiệm vụ", width=24),
            ReviewColumn(heading="Loại", width=12),
            ReviewColumn(heading="Nội dung đề xuất", width=55),
            ReviewColumn(heading="Lý do nêu", width=40),
            ReviewColumn(heading="Cơ quan đề xuất", width=32),
            ReviewColumn(heading="Lưu ý", width=22),
        ),
        typed=(
            ReviewColumn(
                heading="Ý kiến",
                width=28,
                help="Chọn trong danh sách, hoặc gõ ý kiến khác. Để trống thì báo cáo chỉ nêu đề xuất.",
                choice=Offered.OPINIONS,
            ),
            ReviewColumn(
                heading="Lý do của ý kiến", width=45, help="Gõ lý do, nội dung tiếp thu; báo cáo in ngay sau ý kiến."
            ),
        ),
        tells_differences=True,
    ),
    ReviewSheet.NOTABLE: ReviewLayout(
        shown=(
            ReviewColumn(heading="Nhiệm vụ", width=24),
            ReviewColumn(heading="Cơ quan", width=32),
            ReviewColumn(heading="Tình trạng", width=24),
            ReviewColumn(heading="Kết quả thực hiện", width=90),
        ),
        typed=(
            ReviewColumn(
                heading="Đưa vào báo cáo",
                width=18,
                help="«có»: báo cáo trích kết quả này thay cho cách chọn tự động của nhiệm vụ; «không»: không trích.",
                choice=Offered.MARKS,
            ),
        ),
    ),
    ReviewSheet.CAUSES: ReviewLayout(
        shown=(
            ReviewColumn(heading="Nguyên nhân cơ quan nêu", width=80),
            ReviewColumn(heading="Nhiệm vụ", width=16),
            ReviewColumn(heading="Cơ quan", width=40),
        ),
        typed=(
            ReviewColumn(
                heading="Nhóm nguyên nhân",
                width=36,
                help="Chọn nhóm nguyên nhân trong danh sách; để trống nếu chưa rõ.",
                choice=Offered.CAUSES,
            ),
        ),
    ),
    ReviewSheet.SENDERS: ReviewLayout(
        shown=(
            ReviewColumn(heading="Tệp", width=45),
            ReviewColumn(heading="Lý do từ chối", width=60),
            ReviewColumn(heading="Có thể là của", width=32),
            ReviewColumn(heading="Căn cứ", width=28),
        ),
        typed=(
            ReviewColumn(
                heading="Cơ quan gửi",
                width=36,
                help="Chọn đúng cơ quan đã gửi tệp; công văn đôn đốc khi đó nói rõ tệp nào đã đến. Để trống nếu chưa chắc.",
                choice=Offered.AGENCIES,
            ),
        ),
    ),
}

#: Where rows stand whose source is gone: one line for each typed cell.
GONE_SHEET, GONE_HEADINGS = "Không còn nguồn", ("Trang", KEY, "Cột", "Điều đã ghi", "Nội dung lúc còn nguồn")
#: Where stands what people added elsewhere: one line for each text.
ADDED_SHEET, ADDED_HEADINGS = "Ghi thêm", ("Chỗ ghi", "Của dòng, cột", "Nội dung")
#: What the program needs to know its own words again; hidden.
META_SHEET = "_meta"
