"""Everything a user can get wrong: what is called in which folder, how it ends, and words of the one line that says so."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from tests.support.campaign import SMALL, edited, write_small_project
from tests.support.process import Process

ROUND = ("--round", "lan-1")
#: Makes a project folder one in which a trouble is met.
Change = Callable[[Path], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One thing that a user gets wrong."""

    name: str
    arguments: tuple[str, ...] = ("consolidate", *ROUND)
    #: The files of the campaign `small`; the whole catalogue can be changed by `change`.
    files: Mapping[str, str | bytes] = field(default_factory=lambda: SMALL)
    #: Made to the project folder before the call.
    change: Change = lambda _project: None
    code: int
    words: str


def project_of(trouble: Trouble, folder: Path) -> Path:
    """Make the project folder in which a trouble is met."""
    folder.mkdir()
    write_small_project(folder, trouble.files)
    (folder / "inbox").mkdir()
    trouble.change(folder)
    return folder


def check_told(trouble: Trouble, done: Process) -> None:
    """See that a trouble ended as it must: its exit code, nothing on the standard output, one line that helps."""
    assert "Traceback" not in done.error, f"{trouble.name}: {done.error}"
    assert len(done.told) == 1, f"{trouble.name}: {done.error}"
    assert (done.code, done.output) == (trouble.code, ""), f"{trouble.name}: {done}"
    (line,) = done.told
    assert line.startswith("Lỗi: "), f"{trouble.name}: {line}"
    assert line.isprintable(), f"{trouble.name}: {line!r}"
    assert trouble.words in line, f"{trouble.name}: {line}"
    for english in ("No such", "denied", "Errno", "expected", "invalid", "found ", "unexpected"):
        assert english not in line, f"{trouble.name}: {line}"


def _without(name: str) -> dict[str, str | bytes]:
    return {other: content for other, content in SMALL.items() if other != name}


def _changed(name: str, content: str | bytes) -> dict[str, str | bytes]:
    return {**SMALL, name: content}


def _text(name: str) -> str:
    return str(SMALL[name])


def _removed(*parts: str) -> Change:
    def remove(project: Path) -> None:
        for part in parts:
            path = project / part
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    return remove


def _file_in_place_of(part: str) -> Change:
    def replace(project: Path) -> None:
        path = project / part
        if path.is_dir():
            shutil.rmtree(path)
        path.write_text("", encoding="utf-8")

    return replace


def _folder_in_place_of(part: str) -> Change:
    def replace(project: Path) -> None:
        (project / part).unlink(missing_ok=True)
        (project / part).mkdir(parents=True)

    return replace


def _appended(part: str, text: str) -> Change:
    def append(project: Path) -> None:
        with (project / part).open("a", encoding="utf-8") as file:
            file.write(text)

    return append


def _closed_to_all(part: str, mode: int = 0) -> Change:
    def close(project: Path) -> None:
        path = project / part
        if not path.exists():
            path.mkdir(parents=True)
        path.chmod(mode)

    return close


def _second_campaign(project: Path) -> None:
    shutil.copytree(project / "catalogue" / "small", project / "catalogue" / "other")


CALLS = [
    Trouble(
        name="unknown command", arguments=("gop",), code=2, words="không có lệnh «gop». Xem hướng dẫn: tonghop --help"
    ),
    Trouble(name="misspelt command", arguments=("staus",), code=2, words="có phải status?"),
    Trouble(name="unknown option", arguments=("templates", "--nhanh"), code=2, words="không có tùy chọn --nhanh"),
    Trouble(name="option of no command", arguments=("--nhanh",), code=2, words="không có tùy chọn --nhanh"),
    Trouble(name="option without value", arguments=("status", "--round"), code=2, words="--round cần một giá trị"),
    Trouble(name="flag with value", arguments=("status", "--json=1"), code=2, words="gõ --json là đủ"),
    Trouble(name="too many", arguments=("status", "a"), code=2, words="thừa «a»"),
    Trouble(name="too few", arguments=("simulate",), code=2, words="thiếu --round"),
    Trouble(name="no agency", arguments=("why",), code=2, words="thiếu CƠ_QUAN"),
    Trouble(name="day", arguments=("consolidate", "--as-of", "hôm qua"), code=2, words="«hôm qua» không phải là ngày"),
    Trouble(
        name="no such day", arguments=("status", "--as-of", "2025-02-30"), code=2, words="gõ theo dạng năm-tháng-ngày"
    ),
    Trouble(name="empty day", arguments=("remind", "--as-of", ""), code=2, words="không phải là ngày"),
    Trouble(name="seed", arguments=("simulate", *ROUND, "--seed", "x"), code=2, words="không phải là số nguyên"),
    Trouble(
        name="endless seed", arguments=("simulate", *ROUND, "--seed", "9" * 5000), code=2, words="không phải là số"
    ),
    Trouble(name="round", arguments=("consolidate", "--round", "lan-9"), code=2, words="hãy chọn: lan-1, dot-xuat"),
    Trouble(
        name="hostile round", arguments=("status", "--round", "\x1b]0;\u202e\n"), code=2, words="⟨U+001B⟩]0;⟨U+202E⟩"
    ),
    Trouble(name="campaign", arguments=("status", "--campaign", "xyz"), code=2, words="hiện có: small"),
    Trouble(name="campaign elsewhere", arguments=("status", "--campaign", "../small"), code=2, words="hiện có: small"),
    Trouble(name="agency", arguments=("why", "Sở Nội vu", "1.2", *ROUND), code=2, words="Có phải là Sở Nội vụ (SNV)?"),
    Trouble(name="no name", arguments=("why", "XYZ", "1.2", *ROUND), code=2, words="mã hay tên «XYZ»"),
    Trouble(name="owes nothing", arguments=("why", "MT", "1.2", *ROUND), code=2, words="không phải báo cáo"),
    Trouble(name="task", arguments=("why", "SNV", "9.9", *ROUND), code=2, words="hãy chọn: 1.2, 1.3"),
    Trouble(name="agency of templates", arguments=("templates", *ROUND, "--agency", "9"), code=2, words="xem cột code"),
    Trouble(
        name="inbox", arguments=("consolidate", "--inbox", "không/có"), code=2, words="không có thư mục «không/có»"
    ),
    Trouble(name="project", arguments=("status", "--project", "a\nb"), code=2, words="không có thư mục «a b»"),
    Trouble(
        name="address", arguments=("status", "--inbox", "la://a"), code=2, words="Không mở được hộp thư đến la://a"
    ),
    Trouble(
        name="cluster", arguments=("consolidate", "--scheduler", "tcp://127.0.0.1:9"), code=2, words="Không nối được"
    ),
    Trouble(name="nothing there", arguments=("status", "--inbox", "memory://la"), code=2, words="Không có hộp thư đến"),
    Trouble(name="no cluster", arguments=("consolidate", "--scheduler", "nowhere"), code=2, words="cụm máy nowhere"),
    Trouble(
        name="since when", arguments=("diff", "--since", "2025-99-99"), code=2, words="tonghop consolidate --round"
    ),
    Trouble(name="file to check", arguments=("check", "không có.xlsx"), code=2, words="kiểm tra lại đường dẫn"),
    Trouble(name="no history", arguments=("diff", *ROUND), code=2, words="tonghop consolidate --round lan-1"),
    Trouble(
        name="no simulation", arguments=("simulate", *ROUND), code=2, words="thiếu thư mục catalogue/small/simulation"
    ),
]
FOLDERS = [
    Trouble(
        name="no project", change=_removed("catalogue"), code=2, words="không phải thư mục dự án (thiếu catalogue/)"
    ),
    Trouble(
        name="no campaign", change=_removed("catalogue/small"), code=2, words="mỗi đợt là một thư mục có decision.yaml"
    ),
    Trouble(
        name="two campaigns",
        change=_second_campaign,
        code=2,
        words="cho đợt công tác nào: other, small. Hãy chỉ rõ bằng --campaign TÊN",
    ),
    Trouble(name="no inbox", change=_removed("inbox"), code=2, words="tạo thư mục này"),
    Trouble(
        name="nothing to watch", arguments=("watch", *ROUND), change=_removed("inbox"), code=2, words="hãy tạo thư mục"
    ),
    Trouble(name="inbox is a file", change=_file_in_place_of("inbox"), code=2, words="inbox (không phải thư mục)"),
    Trouble(
        name="outbox is a file",
        change=_file_in_place_of("outbox"),
        code=4,
        words="ở đó đã có một tệp hay thư mục trùng tên",
    ),
    Trouble(
        name="drafts into a file",
        arguments=("remind", *ROUND),
        change=_file_in_place_of("outbox"),
        code=4,
        words="ở đó đã có một tệp hay thư mục trùng tên",
    ),
    Trouble(
        name="ledger is a folder", change=_folder_in_place_of("outbox/small/ledger.jsonl"), code=4, words="ledger.jsonl"
    ),
    Trouble(
        name="JSON into no folder",
        arguments=("check", *ROUND, "--json", "không/có.json"),
        code=4,
        words="Không ghi được không/có.json: thư mục không còn",
    ),
    Trouble(
        name="JSON over a folder",
        arguments=("check", *ROUND, "--json", "."),
        code=4,
        words="Không ghi được .: ở đó đã có",
    ),
    Trouble(
        name="templates over a file",
        arguments=("templates", *ROUND, "--out", "inbox/a"),
        change=_file_in_place_of("inbox/a"),
        code=4,
        words="Không ghi được biểu mẫu vào inbox/a",
    ),
    Trouble(
        name="returns of others",
        arguments=("simulate", *ROUND, "--out", "inbox"),
        change=_file_in_place_of("inbox/a"),
        code=2,
        words="không trống",
    ),
]
CATALOGUE = [
    *(
        Trouble(name=f"no {name}", files=_without(name), code=3, words=f"{name}: thiếu tệp này")
        for name in list(SMALL)[1:]
    ),
    *(Trouble(name=f"empty {name}", files=_changed(name, ""), code=3, words=f"{name}: tệp rỗng") for name in SMALL),
    *(
        Trouble(
            name=f"{name} in {encoding}",
            files=_changed(name, _text(name).encode(encoding, "replace")),
            code=3,
            words="tệp không ghi bằng mã UTF-8",
        )
        for name, encoding in zip((name for name in SMALL if name.endswith(".yaml")), cycle(("cp1258", "utf-16")))
    ),
    *(
        Trouble(
            name=f"{name} open", files=_changed(name, _text(name) + "x: [\n"), code=3, words="sai cú pháp YAML: giá trị"
        )
        for name in SMALL
        if name.endswith(".yaml") and not _text(name).startswith("- ")
    ),
    Trouble(
        name="tab", files=_changed("tasks.yaml", "a:\n\tb: 1\n"), code=3, words="tasks.yaml:2: sai cú pháp YAML: thụt"
    ),
    Trouble(name="colon", files=_changed("tasks.yaml", "a: b: c\n"), code=3, words="đặt trong dấu nháy kép"),
    Trouble(name="quote", files=_changed("tasks.yaml", 'a: "b\n'), code=3, words="dấu nháy mở mà không đóng"),
    Trouble(
        name="hidden",
        files=_changed("tasks.yaml", "a: \x07\n"),
        code=3,
        words="tasks.yaml:1: sai cú pháp YAML: có ký tự ẩn",
    ),
    Trouble(
        name="hostile key", files=_changed("tasks.yaml", '"\\e]0;\\u202E": 1\n'), code=3, words="⟨U+001B⟩]0;⟨U+202E⟩"
    ),
    Trouble(name="repeated entry", files=_changed("tasks.yaml", "tasks: []\ntasks: []\n"), code=3, words="chỉ giữ một"),
    Trouble(name="misspelt entry", files=edited("tasks.yaml", "parent:", "parrent:"), code=3, words="parrent"),
    Trouble(name="no text", files=edited("tasks.yaml", "text: Kiểm tra", "text:"), code=3, words="tasks.yaml:"),
    Trouble(
        name="repeated task", files=edited("tasks.yaml", '- code: "1.3"', '- code: "1.2"'), code=3, words="bị lặp lại"
    ),
    Trouble(
        name="unknown section", files=edited("tasks.yaml", '"1"\n    rep', '"9"\n    rep'), code=3, words="mã «9» · "
    ),
    Trouble(name="repeated indicator", files=edited("indicators.yaml", "e: CT-2", "e: CT-1"), code=3, words="CT-1"),
    Trouble(
        name="repeated round",
        files=edited("decision.yaml", "code: dot-xuat", "code: lan-1"),
        code=3,
        words="bị lặp lại",
    ),
    Trouble(
        name="no date",
        files=edited("decision.yaml", "last_day: 2025-09-04", "last_day: mai"),
        code=3,
        words="ngày có thật",
    ),
    Trouble(
        name="another's name",
        files=edited("decision.yaml", "campaign: small", "campaign: big"),
        code=3,
        words="«small»",
    ),
    Trouble(
        name="repeated agency", files=edited("agencies.csv", "TT,Thanh", "SNV,Thanh"), code=3, words="«SNV» bị lặp lại"
    ),
    Trouble(
        name="semicolons",
        files=_changed("agencies.csv", _text("agencies.csv").replace(",", ";")),
        code=3,
        words="có 16 ô, cần 15",
    ),
    Trouble(
        name="too few cells", files=_changed("agencies.csv", _text("agencies.csv") + "a,b\n"), code=3, words="có 2 ô"
    ),
    Trouble(
        name="open quote",
        files=_changed("agencies.csv", _text("agencies.csv") + '"a,b\n'),
        code=3,
        words="sai dạng CSV",
    ),
    Trouble(name="headings", files=edited("agencies.csv", "code,name", "mã,tên"), code=3, words="thiếu cột code, name"),
    Trouble(
        name="a folder", change=_folder_in_place_of("catalogue/small/tasks.yaml"), code=3, words="tasks.yaml: thiếu tệp"
    ),
    Trouble(
        name="no sheet",
        change=_removed("schemas/workbook/report.yaml"),
        code=3,
        words="report.yaml: không đọc được tệp",
    ),
    Trouble(name="sheet", change=_appended("schemas/workbook/report.yaml", "x: [\n"), code=3, words="report.yaml:"),
    Trouble(
        name="sheet's entry",
        change=_appended("schemas/workbook/header.yaml", "nonsense: 1\n"),
        code=3,
        words="nonsense",
    ),
    Trouble(
        name="no schema", change=_removed("schemas/catalogue/tasks.yaml"), code=3, words="tasks.yaml: thiếu tệp này"
    ),
    Trouble(
        name="schema", change=_appended("schemas/catalogue/tasks.yaml", "x: [\n"), code=3, words="sai cú pháp YAML"
    ),
]
#: Met by a process that permissions bind.
PERMISSIONS = [
    Trouble(name="catalogue", change=_closed_to_all("catalogue"), code=2, words="catalogue (không có quyền)"),
    Trouble(name="campaign", change=_closed_to_all("catalogue/small"), code=2, words="decision.yaml (không có quyền)"),
    *(
        Trouble(
            name=name, change=_closed_to_all(f"catalogue/small/{name}"), code=3, words=f"{name}: không đọc được tệp"
        )
        for name in SMALL
    ),
    Trouble(name="schemas", change=_closed_to_all("schemas/catalogue"), code=2, words="(không có quyền)"),
    Trouble(name="sheet", change=_closed_to_all("schemas/workbook/report.yaml"), code=3, words="không đọc được tệp"),
    Trouble(name="inbox", change=_closed_to_all("inbox"), code=2, words="inbox (không có quyền); kiểm tra quyền"),
    Trouble(
        name="inbox watched", arguments=("watch",), change=_closed_to_all("inbox"), code=2, words="(không có quyền)"
    ),
    Trouble(name="outbox", change=_closed_to_all("outbox", 0o555), code=4, words="không được phép ghi"),
    Trouble(
        name="drafts",
        arguments=("remind", *ROUND),
        change=_closed_to_all("outbox", 0o555),
        code=4,
        words="không được phép ghi",
    ),
    Trouble(
        name="templates",
        arguments=("templates", *ROUND),
        change=_closed_to_all("templates", 0o555),
        code=4,
        words="không được phép ghi",
    ),
    Trouble(
        name="JSON",
        arguments=("check", *ROUND, "--json", "out/a.json"),
        change=_closed_to_all("out", 0o555),
        code=4,
        words="out/a.json: không được phép ghi",
    ),
]
