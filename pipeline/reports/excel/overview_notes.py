"""What `Tổng quan` says in words, its legend and waivers, sources and method."""

from collections import Counter
from collections.abc import Sequence
from operator import attrgetter

from pipeline.campaign.decision import Campaign
from pipeline.consolidation.compare import Comparison, Movement
from pipeline.consolidation.counts import Counts, weakest
from pipeline.consolidation.merge import Consolidation
from pipeline.consolidation.states import State
from pipeline.consolidation.waivers import round_excuses
from pipeline.intake.received import ReceivedFile, Verdict
from pipeline.reports import wording
from pipeline.reports.comparisons import rate_changed, register_sentences
from pipeline.reports.figures import Figures
from pipeline.reports.sentences import day, lower_first, number, percent, shortened, with_lead, words_of
from pipeline.reports.summary_table import FigureKind, SummaryTable, columns_of

#: Tasks named in words on the first page, and letters of their wording there.
_NAMED, _NAMED_LETTERS = 3, 90
_MOVED = (Movement.NEWLY_DONE, Movement.NEWLY_OVERDUE, Movement.UNDONE, Movement.NO_LONGER_REPORTED)

_CONDITIONS = {
    State.DONE_IN_TIME: "Báo cáo hoàn thành, ngày hoàn thành không sau hạn của nhiệm vụ, hoặc nhiệm vụ không có hạn.",
    State.DONE_LATE: "Báo cáo hoàn thành, ngày hoàn thành sau hạn của nhiệm vụ.",
    State.IN_PROGRESS: "Đang thực hiện; chưa qua hạn của nhiệm vụ, hoặc nhiệm vụ không có hạn.",
    State.NOT_STARTED: "Chưa thực hiện; chưa qua hạn của nhiệm vụ, hoặc nhiệm vụ không có hạn.",
    State.OVERDUE: "Đang hoặc chưa thực hiện mà đã qua hạn của nhiệm vụ (kể cả hạn được gia hạn) tại ngày tính số liệu.",
    State.WITH_LEAD: "Cơ quan phối hợp, nhiệm vụ có một cơ quan chủ trì, đã qua hạn: kết quả tính theo cơ quan chủ trì, không tính quá hạn.",
    State.NIL: "Không phát sinh việc, có nêu lý do; chỉ ở nhiệm vụ cho phép.",
    State.IN_ERROR: "Dòng báo cáo có ô không dùng được; xem trang Lỗi.",
    State.NOT_REPORTED: "Cơ quan chưa gửi báo cáo, báo cáo bị từ chối, hoặc bỏ trống dòng nhiệm vụ.",
    State.WAIVED: "Được cơ quan tổng hợp miễn báo cáo, có ghi người quyết định, ngày và lý do.",
}


def progress_sentence(comparison: Comparison) -> str:
    """Return how far the headline rates rose or fell; "" where none did."""
    rates = (
        rate_changed("tỷ lệ cơ quan đã báo cáo", comparison.submissions.rate(attrgetter("rate"))),
        rate_changed("tỷ lệ hoàn thành nhiệm vụ chủ trì đến hạn", comparison.led.rate(attrgetter("due_rate"))),
    )
    changes = "; ".join(words for words in rates if words)
    return f"So với {comparison.earlier.name}: {changes}." if changes else ""


def weakest_sentences(figures: Figures) -> list[str]:
    """Return the three weakest tasks in words, and what is behind with tasks of which one agency alone is the lead.

    Nothing where nobody reported yet: every task is as weak as the next.
    """
    if figures.led.not_reported + figures.led.waived == figures.led.assigned:
        return []
    leads = figures.sole_leads
    named = weakest(figures.led_by_task, _NAMED)
    sentences = []
    for code, counts in named:
        text = shortened(figures.campaign.task_by_code[code].text, _NAMED_LETTERS).rstrip(".;")
        behind = ", ".join(f"{words} {number(count)}" for words, count in _behind(counts).items())
        sentences.append(
            f"– Nhiệm vụ {with_lead(f'{code} {text}', leads.get(code, ''))}: {number(counts.behind)}/"
            f"{number(counts.owing)} lượt chủ trì ({behind})."
        )
    codes_named = {code for code, _ in named}
    alone: dict[tuple[str, str], list[str]] = {}
    for code, counts in figures.led_by_task.items():
        if code in leads and counts.behind and code not in codes_named:
            alone.setdefault((leads[code], ", ".join(_behind(counts))), []).append(code)
    if alone:
        entries = "; ".join(f"{lead} {', '.join(codes)} ({words})" for (lead, words), codes in alone.items())
        sentences.append(f"– Nhiệm vụ chỉ có một cơ quan chủ trì: {entries}.")
    return sentences


def _behind(counts: Counts) -> dict[str, int]:
    parts = {
        lower_first(wording.OVERDUE): counts.overdue,
        words_of(State.NOT_REPORTED): counts.not_reported,
        words_of(State.IN_ERROR): counts.in_error,
    }
    return {words: count for words, count in parts.items() if count}


def list_measures(figures: Figures) -> list[str]:
    """Return for each list that measures a task of the round how many agencies have enough entries."""
    return [
        f"Nhiệm vụ {coverage.task}: không có cơ quan nào phải báo cáo {open_list.noun}."
        if coverage.rate is None
        else f"Nhiệm vụ {coverage.task}: {number(coverage.covered)}/{number(coverage.owing)} cơ quan có {open_list.enough} "
        f"({percent(coverage.rate)}), tổng số {number(coverage.entries)} {open_list.noun}."
        for open_list in figures.campaign.lists
        if (coverage := figures.coverages.get(open_list.code)) is not None
    ]


def movement_sentences(campaign: Campaign, comparison: Comparison) -> list[str]:
    """Return what became of the assignments since the round before, and what changed among the agencies."""
    moved = [(movement.label, comparison.moved(movement)) for movement in _MOVED]
    parts = [f"{lower_first(label)} {number(count)}" for label, count in moved if count]
    register = register_sentences(comparison, campaign)
    return [
        *([f"Biến động (lượt nhiệm vụ, cả chủ trì và phối hợp): {'; '.join(parts)}."] if parts else []),
        *([f"Thay đổi danh sách cơ quan: {' '.join(register)}"] if register else []),
    ]


def excuses_table(consolidation: Consolidation) -> SummaryTable:
    """Return the waivers and extensions of the round, each with who granted it, when and why."""
    titles = ("Cơ quan", "Loại", "Nội dung", "Người quyết định", "Lý do")
    return SummaryTable(
        title=wording.EXCUSES,
        columns=columns_of({**dict.fromkeys(titles, FigureKind.TEXT), "Ngày": FigureKind.DATE}),
        rows=tuple(
            (excuse.agency_name, excuse.kind, excuse.what, excuse.by, excuse.why, excuse.on)
            for excuse in round_excuses(consolidation.campaign, consolidation.round)
        ),
        empty="Không có trường hợp nào được miễn báo cáo hoặc gia hạn.",
    )


def legend_table(figures: Figures) -> SummaryTable:
    """Return what each letter stands for, when an assignment is in that state, and how many are."""
    return SummaryTable(
        title="Ký hiệu tình trạng",
        columns=columns_of(
            {
                wording.STATE: FigureKind.TEXT,
                "Ký hiệu": FigureKind.STATE,
                "Khi nào": FigureKind.TEXT,
                "Số lượt": FigureKind.NUMBER,
            }
        ),
        rows=tuple((state.label, state.value, _CONDITIONS[state], figures.everything.of(state)) for state in State),
    )


def method_sentences(consolidation: Consolidation, *, linked: bool) -> list[str]:
    """Return sources and method, one numbered sentence each."""
    decision, round_ = consolidation.campaign.decision, consolidation.round
    body = consolidation.campaign.agency_by_code[decision.reporting_body].name
    sentences = [
        f"Nguồn: báo cáo theo biểu mẫu của các cơ quan được giao nhiệm vụ tại {wording.decision_name(decision)}; "
        f"{body} tổng hợp, không sửa nội dung cơ quan đã nhập. Tệp, trang, ô nguồn ghi ở từng dòng.",
        "Một lượt nhiệm vụ là một nhiệm vụ giao cho một cơ quan, chủ trì hoặc phối hợp. "
        f"Tình trạng xác định tại ngày {day(consolidation.as_of.date())}, theo hạn của chính nhiệm vụ.",
        "Tỷ lệ hoàn thành đến hạn = số lượt đã hoàn thành / số lượt đã đến hạn (hạn trước ngày tổng hợp): đã hoàn thành, quá "
        "hạn, chưa báo cáo và báo cáo có lỗi. Tỷ lệ hoàn thành ở các bảng = số lượt đã hoàn thành / số lượt phải báo cáo, đến "
        "hạn và chưa đến hạn. Cả hai không gồm lượt không phát sinh, được miễn và phối hợp theo cơ quan chủ trì.",
        f"Báo cáo chậm: Ngày báo cáo ghi trong biểu mẫu (nếu trống: ngày gửi thư, không gửi qua thư thì ngày lưu tệp lần cuối) sau ngày {day(round_.last_day)}. "
        "Một cơ quan gửi nhiều lần thì bản sau thay bản trước.",
        "Tồn đọng: lượt quá hạn, chưa báo cáo hoặc báo cáo có lỗi. Nhiệm vụ tồn đọng nhiều nhất xếp theo số lượt chủ trì tồn "
        "đọng nhân với tỷ lệ tồn đọng, để việc chậm ở nhiều nơi đứng trước việc của riêng một cơ quan.",
        "Chỉ tiêu: cộng số liệu các cơ quan đã báo cáo; ô trống là chưa có số liệu, không phải số 0.",
    ]
    if linked:
        sentences.append("Cột Mở tệp mở tệp nguồn khi tệp này nằm trong thư mục outbox, bên cạnh thư mục inbox.")
    return [f"{position}. {text}" for position, text in enumerate(sentences, start=1)]


def control_sentence(files: Sequence[ReceivedFile]) -> str:
    """Return the control total of files: all that came, by verdict."""
    if not files:
        return "Đối soát: chưa có tệp nào trong thư mục tiếp nhận."
    by_verdict = Counter(file.verdict for file in files)
    parts = (f"{verdict.label.lower()} {number(by_verdict[verdict])}" for verdict in Verdict if by_verdict[verdict])
    return f"Đối soát: tổng số {number(len(files))} tệp đã nhận; trong đó: {'; '.join(parts)}."
