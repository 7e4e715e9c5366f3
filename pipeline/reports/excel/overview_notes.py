"""What `Tổng quan` says about itself: scope of the round, waivers, legend, sources and method."""

from collections import Counter
from collections.abc import Sequence

from pipeline.consolidation.counts import counts
from pipeline.consolidation.merge import Consolidation
from pipeline.consolidation.states import State
from pipeline.consolidation.waivers import round_excuses
from pipeline.intake.received import ReceivedFile, Verdict
from pipeline.reports.excel.overview_blocks import Block
from pipeline.reports.excel.styles import Look
from pipeline.reports.sentences import day, number
from pipeline.reports.wording import decision_name

_CONDITIONS = {
    State.DONE_IN_TIME: "Báo cáo hoàn thành, ngày hoàn thành không sau hạn của nhiệm vụ, hoặc nhiệm vụ không có hạn.",
    State.DONE_LATE: "Báo cáo hoàn thành, ngày hoàn thành sau hạn của nhiệm vụ.",
    State.IN_PROGRESS: "Đang thực hiện; chưa qua hạn của nhiệm vụ, hoặc nhiệm vụ không có hạn.",
    State.NOT_STARTED: "Chưa thực hiện; chưa qua hạn của nhiệm vụ, hoặc nhiệm vụ không có hạn.",
    State.OVERDUE: "Đang hoặc chưa thực hiện mà đã qua hạn của nhiệm vụ (kể cả hạn được gia hạn) tại ngày tính số liệu.",
    State.NIL: "Không phát sinh việc, có nêu lý do; chỉ ở nhiệm vụ cho phép.",
    State.IN_ERROR: "Dòng báo cáo có ô không dùng được; xem trang Lỗi.",
    State.NOT_REPORTED: "Cơ quan chưa gửi báo cáo, báo cáo bị từ chối, hoặc bỏ trống dòng nhiệm vụ.",
    State.WAIVED: "Được cơ quan tổng hợp miễn báo cáo, có ghi người quyết định, ngày và lý do.",
}


def excuses_block(consolidation: Consolidation) -> Block:
    """Return the waivers and extensions of the round, each with who granted it, when and why."""
    return Block(
        title="Miễn báo cáo, gia hạn",
        headings=("Cơ quan", "Loại", "Nội dung", "Người quyết định", "Lý do", "Ngày"),
        looks=(Look.WRAPPED, Look.WRAPPED, Look.WRAPPED, Look.WRAPPED, Look.WRAPPED, Look.DATE),
        spans=(1, 2, 4, 2, 3, 1),
        records=[
            (excuse.agency_name, excuse.kind, excuse.what, excuse.by, excuse.why, excuse.on)
            for excuse in round_excuses(consolidation.campaign, consolidation.round)
        ],
        none="Không có trường hợp nào được miễn báo cáo hoặc gia hạn.",
    )


def legend_block(consolidation: Consolidation) -> Block:
    """Return what each letter stands for, when an assignment is in that state, and how many are."""
    whole = counts(consolidation.assignments)
    return Block(
        title="Ký hiệu tình trạng",
        headings=("Tình trạng", "Ký hiệu", "Khi nào", "Số lượt"),
        looks=(Look.WRAPPED, Look.STATE, Look.WRAPPED, Look.NUMBER),
        spans=(1, 1, 10, 1),
        records=[(state.label, state.value, _CONDITIONS[state], whole.of(state)) for state in State],
    )


def method_sentences(consolidation: Consolidation, *, linked: bool) -> list[str]:
    """Return sources and method, one numbered sentence each."""
    decision, round_ = consolidation.campaign.decision, consolidation.round
    body = consolidation.campaign.agency_by_code[decision.reporting_body].name
    sentences = [
        f"Nguồn: báo cáo theo biểu mẫu của các cơ quan được giao nhiệm vụ tại {decision_name(decision)}; "
        f"{body} tổng hợp, không sửa nội dung cơ quan đã nhập. Tệp, trang, ô nguồn ghi ở từng dòng.",
        "Một lượt nhiệm vụ là một nhiệm vụ giao cho một cơ quan, chủ trì hoặc phối hợp. "
        f"Tình trạng xác định tại ngày {day(consolidation.as_of.date())}, theo hạn của chính nhiệm vụ.",
        "Tỷ lệ hoàn thành = số lượt đã hoàn thành (đúng hạn, quá hạn) / số lượt phải báo cáo. Số lượt phải báo cáo gồm cả "
        "lượt chưa báo cáo và báo cáo có lỗi; không gồm lượt không phát sinh và được miễn.",
        f"Báo cáo chậm: Ngày báo cáo ghi trong biểu mẫu (nếu trống: ngày lưu tệp lần cuối) sau ngày {day(round_.last_day)}. "
        "Một cơ quan gửi nhiều lần thì bản sau thay bản trước.",
        "Tồn đọng: lượt quá hạn, chưa báo cáo hoặc báo cáo có lỗi. Nhiệm vụ tồn đọng nhiều nhất xếp theo số lượt chủ trì tồn "
        "đọng nhân với tỷ lệ tồn đọng, để việc chậm ở nhiều nơi đứng trước việc của riêng một cơ quan.",
        "Chỉ tiêu: cộng số liệu các cơ quan đã báo cáo; ô trống là chưa có số liệu, không phải số 0.",
    ]
    if linked:
        sentences.append("Cột Mở tệp mở tệp nguồn khi tệp này nằm trong thư mục outbox, bên cạnh thư mục inbox.")
    return [f"{place}. {text}" for place, text in enumerate(sentences, start=1)]


def control_sentence(files: Sequence[ReceivedFile]) -> str:
    """Return the control total of files: all that came, by verdict."""
    if not files:
        return "Đối soát: chưa có tệp nào trong thư mục tiếp nhận."
    by_verdict = Counter(file.verdict for file in files)
    parts = (f"{verdict.label.lower()} {number(by_verdict[verdict])}" for verdict in Verdict if by_verdict[verdict])
    return f"Đối soát: tổng số {number(len(files))} tệp đã nhận; trong đó: {'; '.join(parts)}."
