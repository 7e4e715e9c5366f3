"""Models (mô hình dân vận khéo) that each group of agencies plausibly runs. Data only."""

from dataclasses import dataclass

from pipeline.campaign.agencies import Group


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelWording:
    """One model; every text but `field` is a block."""

    name: str
    #: Field (lĩnh vực), as the form suggests it.
    field: str
    place: str
    result: str


_ECONOMY, _CULTURE, _SECURITY = "Phát triển kinh tế", "Văn hóa - xã hội", "Quốc phòng - an ninh"
_SYSTEM, _REFORM = "Xây dựng hệ thống chính trị", "Cải cách hành chính"


def _model(name: str, field: str, result: str, place: str = "{unit}") -> ModelWording:
    return ModelWording(name=name, field=field, place=place, result=result)


MODELS = {
    Group.COMMUNES: (
        _model(
            "Camera an ninh [khu dân cư|từ nguồn xã hội hóa]",
            _SECURITY,
            "Lắp {12-64} camera, [số vụ trộm cắp giảm {20-60}%|không để xảy ra trộm cắp].",
        ),
        _model(
            "Tuyến đường [tự quản|sáng - xanh - sạch - đẹp|hoa do phụ nữ chăm sóc]",
            _CULTURE,
            "Duy trì vệ sinh hằng tuần trên {2-7} tuyến đường, {120-640} hộ tham gia.",
        ),
        _model(
            "Chính quyền thân thiện vì Nhân dân phục vụ",
            _REFORM,
            "Tỷ lệ người dân hài lòng đạt {95-99}%, gửi {60-400} thư chúc mừng, chia buồn.",
            "Trung tâm Phục vụ hành chính công",
        ),
        _model(
            "Tổ công nghệ số cộng đồng đến từng nhà",
            _REFORM,
            "Hướng dẫn {300-2400} lượt người dân nộp hồ sơ trực tuyến, cài đặt VNeID.",
        ),
        _model(
            "Ngày không viết, [ngày không hẹn|không chờ đợi]",
            _REFORM,
            "{40-92}% hồ sơ được khai sẵn trên máy, giảm thời gian chờ của người dân.",
            "Bộ phận tiếp nhận và trả kết quả",
        ),
        _model(
            "Vận động Nhân dân hiến đất mở rộng đường",
            _ECONOMY,
            "{8-74} hộ hiến {180-2600} m² đất, mở rộng {1-5} tuyến đường.",
        ),
        _model(
            "Tổ tự quản [bảo vệ môi trường|phân loại rác tại nguồn]",
            _CULTURE,
            "{60-420} hộ phân loại rác tại nguồn, xóa {2-9} điểm tập kết rác tự phát.",
        ),
        _model(
            "Khu dân cư [không có tội phạm|an toàn về phòng cháy, chữa cháy]",
            _SECURITY,
            "Trang bị {30-210} bình chữa cháy, không xảy ra cháy, [trật tự ổn định|vụ việc hình sự giảm].",
        ),
        _model("Lắng nghe dân nói", _SYSTEM, "Tổ chức {3-14} buổi gặp gỡ, giải quyết {8-60} kiến nghị ngay tại cơ sở."),
        _model(
            "Hũ gạo tình thương[, nuôi lợn tiết kiệm| giúp hộ khó khăn]",
            _CULTURE,
            "Hỗ trợ {6-48} hộ khó khăn, tổng giá trị {12-85} triệu đồng.",
        ),
        _model(
            "Liên kết [trồng rau an toàn|nuôi thủy sản, sản xuất sạch]",
            _ECONOMY,
            "{14-86} hộ tham gia, thu nhập tăng {10-25}%.",
        ),
    ),
    Group.DEPARTMENTS: (
        _model(
            "Công chức [thân thiện, trách nhiệm|nói lời hay, làm việc tốt]",
            _REFORM,
            "Không có phản ánh về thái độ phục vụ; {97-99}% hồ sơ trả trước và đúng hạn.",
        ),
        _model(
            "Hỗ trợ cấp xã [trong 24 giờ|trực tuyến]",
            _SYSTEM,
            "Trả lời {80-460} lượt câu hỏi nghiệp vụ của cấp xã qua nhóm hỗ trợ.",
        ),
        _model(
            "Ngày lắng nghe [người dân, doanh nghiệp|ý kiến từ cơ sở]",
            _SYSTEM,
            "Tiếp {24-130} lượt người, tháo gỡ {8-23} vướng mắc.",
        ),
        _model(
            "Cơ quan [văn minh, không giấy tờ|số]", _REFORM, "{96-100}% văn bản ký số; giảm {30-70}% lượng giấy in."
        ),
        _model(
            "Chung tay vì cộng đồng", _CULTURE, "Hỗ trợ xây, sửa {1-6} nhà, tặng {30-160} suất quà cho hộ khó khăn."
        ),
    ),
    Group.PUBLIC_SERVICE_UNITS: (
        _model("[Nụ cười công sở|Đơn vị thân thiện]", _REFORM, "{94-99}% lượt giao dịch được đánh giá hài lòng."),
        _model(
            "Giờ làm việc hiệu quả, [không phiền hà|đúng hẹn]",
            _SYSTEM,
            "Rút ngắn {15-40}% thời gian xử lý hồ sơ nội bộ.",
        ),
        _model(
            "[Công đoàn|Đoàn viên] đồng hành cùng người lao động", _CULTURE, "Thăm, hỗ trợ {10-70} {staff} khó khăn."
        ),
    ),
    Group.STATE_ENTERPRISES: (
        _model(
            "Phục vụ khách hàng [tận tâm|đúng hẹn]", _ECONOMY, "Xử lý {90-640} yêu cầu của {public}, {95-99}% đúng hẹn."
        ),
        _model(
            "[Mái ấm|Nghĩa tình] Công đoàn",
            _CULTURE,
            "Hỗ trợ {4-30} người lao động khó khăn, [thăm hỏi kịp thời khi ốm đau|tổng giá trị {15-90} triệu đồng].",
        ),
    ),
}
#: Models that fit a kind of agency better than those of its group.
MODELS_BY_KIND = {
    "university": (
        _model(
            "[Thầy cô đồng hành cùng sinh viên|Cố vấn học tập tận tâm]",
            _CULTURE,
            "Tư vấn, hỗ trợ {180-900} lượt sinh viên; {14-80} sinh viên khó khăn được giúp đỡ.",
        ),
        _model(
            "Sinh viên tình nguyện hỗ trợ dịch vụ công trực tuyến",
            _REFORM,
            "{40-260} sinh viên hỗ trợ {600-3200} lượt người dân tại các xã, phường.",
        ),
        _model(
            "Ký túc xá [tự quản|an toàn, văn minh]",
            _SECURITY,
            "{300-1400} sinh viên nội trú tham gia, không có vi phạm an ninh trật tự.",
        ),
    ),
    "project_board": (
        _model(
            "Vận động bàn giao mặt bằng sớm",
            _ECONOMY,
            "{20-190} hộ bàn giao mặt bằng trước thời hạn, không phải cưỡng chế.",
        ),
        _model(
            "Công trường [an toàn, thân thiện với dân|xanh - sạch]",
            _CULTURE,
            "Tiếp nhận, xử lý {6-40} phản ánh của người dân về bụi, tiếng ồn, giao thông.",
        ),
    ),
}
