"""Wording that fits any campaign: reasons, requests, names of people, and blocks for tasks without their own. Data only.

In each list what many agencies say stands first; alternatives inside a block give texts that are nearly the same.
"""

from pipeline.campaign.agencies import Group
from pipeline.simulation.vocabulary import Blocks

#: Blocks for a task that the campaign's vocabulary does not know; {task} is the beginning of its text.
GENERIC_LEAD = Blocks(
    done=(
        "đã hoàn thành nhiệm vụ [được giao|theo kế hoạch]: {task}, kết quả thể hiện tại {document}",
        "đã ban hành {document} và [tổ chức thực hiện xong|hoàn thành] nội dung {task}",
    ),
    doing=(
        "[tiếp tục|đang] triển khai nội dung {task} theo {document}",
        "đang [tổng hợp kết quả|đôn đốc các {offices} thực hiện], dự kiến hoàn thành đúng tiến độ",
    ),
    steps=(
        "[phân công|giao nhiệm vụ cho] các {offices} thực hiện",
        "tổ chức {1-4} cuộc họp triển khai với {20-140} lượt {staff} tham dự",
        "kiểm tra, đôn đốc tiến độ tại {unit}",
    ),
    effects=("nhiệm vụ được thực hiện [đúng yêu cầu|nghiêm túc, đúng tiến độ]",),
)
GENERIC_COORDINATOR = Blocks(
    done=(
        "đã [phối hợp|thực hiện xong phần việc phối hợp] với {leader} về {task}, thể hiện tại {document}",
        "đã tham gia ý kiến, cung cấp số liệu cho {leader} tại {document}",
    ),
    doing=(
        "[tiếp tục|đang] phối hợp với {leader} thực hiện nội dung {task}",
        "đang chuẩn bị số liệu, tài liệu theo đề nghị của {leader}",
    ),
    steps=("cử {1-3} [cán bộ|đầu mối] phối hợp với {leader}", "phổ biến nội dung tới {3-12} {units}"),
    effects=("nội dung phối hợp được thực hiện đúng yêu cầu của {leader}",),
)

_EVERYBODY = (
    "[Chưa có|Chưa nhận được] hướng dẫn [cụ thể |]của [cấp trên|sở, ngành cấp trên|thành phố].",
    "[Kinh phí|Nguồn kinh phí] [cho {subject}|thực hiện] còn [hạn chế|hạn hẹp].",
    "[Cán bộ|Đội ngũ cán bộ] [làm {subject}|phụ trách] [kiêm nhiệm nhiều việc|phần lớn kiêm nhiệm], [ít thời gian|thời gian dành cho nhiệm vụ còn ít].",
    "[Bộ máy|Tổ chức bộ máy] sau sắp xếp [mới đi vào hoạt động|chưa thật ổn định], khối lượng công việc lớn.",
    "[Nhận thức|Nhận thức về {subject}] của một số {staff} [còn hạn chế|chưa đầy đủ].",
    "[Công tác phối hợp|Việc phối hợp] giữa các [{offices}|đơn vị] [có lúc chưa chặt chẽ|chưa thường xuyên].",
    "[Văn bản|Một số văn bản] hướng dẫn [ban hành chậm|còn chồng chéo], khó áp dụng.",
    "Thời gian thực hiện [ngắn|gấp], trùng với nhiều nhiệm vụ trọng tâm khác.",
    "[Một số|Một vài] {staff} còn ngại [đổi mới|va chạm], chưa sâu sát cơ sở.",
    "Chế độ báo cáo nhiều, [biểu mẫu chưa thống nhất|số liệu phải tổng hợp lại nhiều lần].",
    "Chưa có [cơ chế|quy định] khen thưởng kịp thời đối với [mô hình, điển hình|tập thể, cá nhân] làm tốt.",
    "Cơ sở vật chất, trang thiết bị [còn thiếu|chưa đáp ứng yêu cầu].",
    "[Phần mềm|Hệ thống phần mềm] dùng chung có lúc [chưa ổn định|còn chậm, lỗi].",
    "Số liệu [giữa các đơn vị trước sắp xếp|các năm trước] chưa thống nhất, [mất thời gian|khó] đối chiếu.",
)
_COMMUNES = (
    "[Địa bàn rộng|Địa bàn sau sáp nhập rộng], dân cư phân tán, [khó khăn trong tuyên truyền, vận động|khó tập hợp Nhân dân].",
    "[Công chức|Đội ngũ công chức] [thiếu so với định biên|còn thiếu], một số chưa đúng chuyên môn.",
    "Trụ sở làm việc [phân tán tại {2-3} nơi|chật hẹp], chưa thuận tiện cho người dân.",
    "Hồ sơ, tài liệu của các đơn vị cũ bàn giao [chưa đầy đủ|còn thiếu], [khó tra cứu|mất thời gian rà soát].",
    "Thời tiết mưa bão [trong kỳ|kéo dài] ảnh hưởng đến tiến độ [thực hiện|các hoạt động tại cơ sở].",
)
_OFFICES = (
    "[Khối lượng công việc|Khối lượng nhiệm vụ] sau hợp nhất [lớn|tăng nhiều], biên chế giảm.",
    "[Đơn vị trực thuộc đông|Nhiều đơn vị trực thuộc], [phân tán ở hai khu vực|trải rộng trên địa bàn], khó kiểm tra thường xuyên.",
    "[Công chức, viên chức|Một số công chức, viên chức] chuyển đến sau hợp nhất [đi lại xa|chưa ổn định nơi ở].",
    "[Một số đơn vị|Một số phòng, đơn vị] gửi báo cáo [chậm|không đúng hạn], phải đôn đốc nhiều lần.",
    "Quy định của Trung ương về [phân cấp, phân quyền|tổ chức bộ máy] [đang tiếp tục sửa đổi|chưa hoàn thiện].",
    "[Dữ liệu chuyên ngành|Cơ sở dữ liệu] của các đơn vị trước hợp nhất chưa [đồng bộ|kết nối].",
)
_ENTERPRISES = (
    "[Người lao động|Lao động] làm việc theo ca, [phân tán trên nhiều địa bàn|ở nhiều địa điểm], khó tổ chức sinh hoạt tập trung.",
    "[Doanh thu|Nguồn thu] giảm, kinh phí cho hoạt động [phong trào|đoàn thể] hạn chế.",
    "[Tập trung|Phải tập trung] phòng, chống úng, bão trong mùa mưa nên [một số nội dung triển khai chậm|chưa bố trí được thời gian].",
    "Một số quy định áp dụng cho cơ quan nhà nước [chưa phù hợp|khó áp dụng] với doanh nghiệp.",
)
#: Difficulties by group, what is said most first.
DIFFICULTIES = {
    Group.COMMUNES: _EVERYBODY[:1] + _COMMUNES[:2] + _EVERYBODY[1:9] + _COMMUNES[2:] + _EVERYBODY[9:],
    Group.DEPARTMENTS: _OFFICES[:2] + _EVERYBODY + _OFFICES[2:],
    Group.PUBLIC_SERVICE_UNITS: _EVERYBODY + _OFFICES[:1],
    Group.STATE_ENTERPRISES: _ENTERPRISES + _EVERYBODY[:6],
}

#: Why a task is not done although its date has passed; {expected} is the day now aimed at.
OVERDUE = (
    "Chậm do [bộ máy sau sắp xếp mới ổn định|mới kiện toàn tổ chức bộ máy]; dự kiến hoàn thành trước ngày {expected}.",
    "[Chưa có|Chậm có] hướng dẫn của cấp trên; [dự kiến|phấn đấu] hoàn thành trước ngày {expected}.",
    "[Thiếu nhân lực|Cán bộ phụ trách chuyển công tác], đang bố trí lại; dự kiến xong trước ngày {expected}.",
    "Phải lấy ý kiến [nhiều vòng|lại các {offices}] nên chậm; dự kiến hoàn thành trước ngày {expected}.",
    "[Tập trung|Phải tập trung] cho [Đại hội Đảng bộ|các nhiệm vụ trọng tâm] nên chậm so với yêu cầu; sẽ hoàn thành trước ngày {expected}.",
    "Hồ sơ [trình chậm|phải chỉnh sửa nhiều lần]; dự kiến hoàn thành trước ngày {expected}.",
)
#: What is added when a task was done after its date.
LATE = (
    "Hoàn thành chậm do [bộ máy mới sắp xếp|phải kiện toàn nhân sự].",
    "Chậm so với thời hạn do [chờ hướng dẫn|chờ ý kiến của cấp trên].",
    "[Quyết định giao nhiệm vụ nhận muộn|Nhận văn bản giao nhiệm vụ muộn], thời gian chuẩn bị ngắn.",
)
#: Why a task has not begun: its time has not come; led and coordinated.
NOT_YET_DUE = (
    "Chưa đến thời gian thực hiện theo danh mục.",
    "[Chưa đến thời hạn|Chưa đến thời gian] thực hiện; [sẽ triển khai theo đúng kế hoạch|đã đưa vào kế hoạch quý IV].",
)
NOT_YET_ASKED = (
    "[Chưa có|Chưa nhận được] [văn bản đề nghị phối hợp|hướng dẫn] của {leader}.",
    "Chờ {leader} [hướng dẫn, gửi dự thảo|có văn bản] để phối hợp thực hiện.",
    "Chưa đến thời gian thực hiện; {leader} chưa có [yêu cầu|văn bản] phối hợp.",
)
NOT_YET_BEGUN = (
    "[Đang chờ|Chờ] kiện toàn [nhân sự|tổ chức bộ máy] để triển khai.",
    "[Chưa bố trí được|Chưa có] [kinh phí|người phụ trách], sẽ triển khai trong thời gian tới.",
    "Tập trung cho [nhiệm vụ đột xuất|nhiệm vụ trọng tâm khác] nên chưa triển khai được.",
)
#: Why nothing came up, where the campaign's vocabulary has no better reason.
NIL = (
    "Trong kỳ không phát sinh nội dung [liên quan|phải phối hợp].",
    "[{self} không có|Không có] nội dung liên quan đến nhiệm vụ này.",
)

#: Requests to the city, beside a row.
REQUESTS = (
    "Đề nghị thành phố [tổ chức tập huấn|mở lớp tập huấn] [nghiệp vụ|kỹ năng] cho cán bộ cơ sở.",
    "Đề nghị [thành phố|cấp có thẩm quyền] [sớm ban hành|ban hành] văn bản hướng dẫn [cụ thể|thống nhất].",
    "Đề nghị [bố trí|cấp bổ sung] kinh phí thực hiện.",
    "Đề nghị {leader} [sớm gửi|gửi sớm] dự thảo để có thời gian [nghiên cứu, góp ý|lấy ý kiến].",
    "Đề nghị giảm bớt [báo cáo|biểu mẫu báo cáo] trùng lặp nội dung.",
    "Đề nghị bổ sung [biên chế|nhân lực] cho bộ phận [tham mưu|trực tiếp thực hiện].",
    "Đề nghị nâng cấp [đường truyền, thiết bị|phần mềm dùng chung] phục vụ công việc.",
    "Đề nghị [quan tâm|kịp thời] biểu dương, khen thưởng các mô hình tiêu biểu.",
    "Đề nghị kéo dài thời gian thực hiện [thêm 01 tháng|đến hết quý IV].",
)

#: Made-up names: family name, middle name, given name.
FAMILY_NAMES = (
    "Nguyễn",
    "Trần",
    "Phạm",
    "Vũ",
    "Đỗ",
    "Bùi",
    "Hoàng",
    "Lê",
    "Đặng",
    "Ngô",
    "Đoàn",
    "Đào",
    "Lương",
    "Mạc",
)
_MEN = ("Bình", "Dũng", "Hải", "Hùng", "Khánh", "Long", "Nam", "Phong", "Quân", "Sơn", "Thắng", "Tuấn")
_WOMEN = ("Anh", "Chi", "Dung", "Hà", "Hạnh", "Hương", "Lan", "Linh", "Mai", "Nga", "Oanh", "Yến")
#: Given names that go with a middle name.
GIVEN_NAMES = {
    "Văn": _MEN,
    "Đức": _MEN,
    "Hữu": _MEN,
    "Quang": _MEN,
    "Thị": _WOMEN,
    "Thu": _WOMEN,
    "Minh": _MEN + _WOMEN,
    "Thanh": _MEN + _WOMEN,
    "Ngọc": _WOMEN + _MEN,
    "Xuân": _MEN + _WOMEN,
}
