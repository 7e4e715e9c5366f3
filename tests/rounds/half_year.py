"""A scripted half-year in a city of nine agencies: `python -m tests.rounds.half_year FOLDER` plays it, a test recounts it.

First round with late and corrected returns and reminders, an ad hoc round, a merger and a new name in the register, second
round. Every step is one that the coordinator takes.
"""

import csv
import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pipeline import flow
from pipeline.cli.terminal.main_job import consolidation_lines
from pipeline.run import Run, Stages
from tests.golden.snapshot import small_city
from tests.rounds.officer import Filling, fill, send_again
from tests.support.terminal import request, tonghop

Say = Callable[[str], object]

CAMPAIGN = "2025-h2"
AGENCIES = ("SNV", "STC", "TTTP", "11383", "10888", "10903", "11948", "TNHP", "TLDD")
#: Codes of the merger (a commune goes up in another) and of the unit that gets a new name.
MERGED, INTO = "10903", "10888"
OLD_NAME, NEW_NAME = "TNHP", "TNHP2"
#: Excused from task 2.6 in the first round.
WAIVED = ("11948", "2.6")
NEVER = "TTTP"
ERRONEOUS = "STC"

AD_HOC = """\
  - code: dot-xuat-1
    name: đột xuất tháng 10
    verbatim: báo cáo đột xuất về mô hình dân vận khéo
    reference: Công văn số 6120/UBND-NC ngày 06/10/2025 của Ủy ban nhân dân thành phố Hải Phòng
    deadline: 2025-10-16
    last_day: 2025-10-15
    cut_off: 2025-10-10
    opens: 2025-10-07
    previous: lan-1
    ad_hoc: true
    tasks: ["3.2", "3.4.b"]
    groups: [communes]
    agencies: [SNV]
    indicators:
      - {code: DX-1, task: "3.2", name: Số mô hình được nhân rộng, unit: mô hình, decimals: 0}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """One consolidation of the half-year."""

    round: str
    as_of: date
    what: str
    run: Run
    #: The outbox of the round.
    outbox: Path


@dataclass(frozen=True, slots=True)
class _City:
    project: Path
    #: None: only what the figures need is done.
    say: Say | None

    def tell(self, line: str) -> None:
        if self.say is not None:
            self.say(line)

    def call(self, *arguments: str) -> None:
        self.tell(f"\n$ tonghop {' '.join(arguments)}")
        done = tonghop(*arguments, project=self.project)
        self.tell(done.output)
        if done.code:
            raise RuntimeError(f"{arguments}: {done.code} {done.error}")

    def ask(self, *arguments: str) -> None:
        """Call what changes no figure."""
        if self.say is not None:
            self.call(*arguments)

    def returns(self, round_: str, filling: Filling, *agencies: str, name: str = "{}.xlsx") -> None:
        """Let some agencies send their returns."""
        for agency in agencies:
            (template,) = (self.project / "templates" / "xlsx" / CAMPAIGN / round_).glob(
                f"{CAMPAIGN}_{round_}_{agency}_*.xlsx"
            )
            day = f"{filling.report_date:%Y-%m-%d}"
            fill(template, self.project / "inbox" / day / name.format(agency), agency, filling)
        self.tell(f"\n# {filling.report_date}: {', '.join(agencies)} ({round_})")

    def checkpoint(self, round_: str, as_of: date, what: str) -> Checkpoint:
        self.tell(f"\n$ tonghop consolidate --round {round_} --as-of {as_of}   # {what}")
        stages = Stages()
        run, outbox = flow.consolidate(request(self.project, round_, as_of), stages=stages)
        for line in consolidation_lines(run, outbox, stages):
            self.tell(line)
        return Checkpoint(round=round_, as_of=as_of, what=what, run=run, outbox=outbox)

    def edit(self, name: str, change: Callable[[str], str]) -> None:
        path = self.project / "catalogue" / CAMPAIGN / name
        path.write_text(change(path.read_text("utf-8")), encoding="utf-8")


def half_year(project: Path, say: Say | None = None) -> Iterator[Checkpoint]:
    """Play the half-year in a new project folder; give each consolidation once it is done."""
    small_city(project)
    (project / "inbox").mkdir()
    city = _City(project, say)
    city.edit("decision.yaml", _with_waiver)
    city.edit("agencies.csv", _only_the_small_city)
    yield from _first_round(city)
    yield from _ad_hoc_round(city)
    city.edit("agencies.csv", _with_changes)
    yield from _second_round(city)


def _first_round(city: _City) -> Iterator[Checkpoint]:
    city.call("templates", "--round", "lan-1", "--as-of", "2025-08-01")
    early = Filling(report_date=date(2025, 8, 28), done=35)
    city.returns("lan-1", early, "SNV", "10888", "10903")
    wrong = replace(early, report_date=date(2025, 9, 3), statuses={"1.1": "Gần xong", "2.1": ""})
    city.returns("lan-1", wrong, ERRONEOUS)
    city.returns("lan-1", replace(early, report_date=date(2025, 9, 3)), "11383", OLD_NAME)
    city.ask("remind", "--round", "lan-1", "--as-of", "2025-09-03")
    yield city.checkpoint("lan-1", date(2025, 9, 4), "the last day; one return is wrong")
    city.returns("lan-1", replace(early, report_date=date(2025, 9, 8)), ERRONEOUS, name="{} sửa.xlsx")
    city.returns("lan-1", replace(early, report_date=date(2025, 9, 7)), "11948", "TLDD")
    inbox = city.project / "inbox"
    send_again(inbox / "2025-09-07" / "TLDD.xlsx", inbox / "2025-09-08" / "TLDD (2).xlsx")
    city.ask("remind", "--round", "lan-1", "--as-of", "2025-09-06")
    city.ask("diff", "--round", "lan-1", "--as-of", "2025-09-08")
    yield city.checkpoint("lan-1", date(2025, 9, 8), "late and corrected returns")
    city.ask("remind", "--round", "lan-1", "--as-of", "2025-09-15")
    yield city.checkpoint("lan-1", date(2025, 10, 1), "a due date has passed meanwhile")


def _ad_hoc_round(city: _City) -> Iterator[Checkpoint]:
    city.edit("decision.yaml", lambda text: text.replace("  - code: lan-2\n", f"{AD_HOC}  - code: lan-2\n"))
    city.call("templates", "--round", "dot-xuat-1", "--as-of", "2025-10-07")
    filling = Filling(report_date=date(2025, 10, 14), done=50)
    city.returns("dot-xuat-1", filling, "SNV", "11383", "10888")
    city.returns("dot-xuat-1", replace(filling, report_date=date(2025, 10, 17)), "10903")
    city.ask("status", "--round", "dot-xuat-1", "--as-of", "2025-10-17")
    yield city.checkpoint("dot-xuat-1", date(2025, 10, 17), "an ad hoc round of two tasks, with a late return")


def _second_round(city: _City) -> Iterator[Checkpoint]:
    city.call("templates", "--round", "lan-2", "--as-of", "2025-11-03")
    filling = Filling(report_date=date(2025, 12, 3), done=70)
    city.returns("lan-2", filling, "SNV", "STC", "11383", INTO, NEW_NAME)
    city.ask("remind", "--round", "lan-2", "--as-of", "2025-12-03")
    yield city.checkpoint("lan-2", date(2025, 12, 4), "the second round on its last day")
    city.returns("lan-2", replace(filling, report_date=date(2025, 12, 8)), NEVER)
    city.ask("diff", "--round", "lan-2", "--as-of", "2025-12-09", "--since", "2025-12-04")
    city.ask("status", "--round", "lan-2", "--as-of", "2025-12-09")
    yield city.checkpoint("lan-2", date(2025, 12, 9), "who was silent before reports, late")


def _with_waiver(text: str) -> str:
    agency, task = WAIVED
    record = f'{{agency: "{agency}", round: lan-1, task: "{task}", by: Giám đốc Sở, on: 2025-08-20, why: Bão lụt}}'
    return text.replace("waivers: []", f"waivers:\n  - {record}")


def _only_the_small_city(text: str) -> str:
    """Switch off the agencies that are named as leads only, and give the others an address each but one."""
    head, *rows = csv.reader(io.StringIO(text))
    for row in rows:
        code = row[head.index("code")]
        if row[head.index("group")] != "other_bodies" and code not in AGENCIES:
            row[head.index("active")] = "no"
        elif code in AGENCIES and code != "TLDD":
            row[head.index("email")] = f"{code.lower()}@example.gov.vn"
    return _table([head, *rows])


def _with_changes(text: str) -> str:
    """Merge one commune into another and give a unit a new name, from 01/11/2025 on."""
    head, *rows = csv.reader(io.StringIO(text))
    column = {name: head.index(name) for name in head}
    for row in list(rows):
        heirs = {MERGED: INTO, OLD_NAME: NEW_NAME}
        if (heir := heirs.get(row[column["code"]])) is None:
            continue
        if heir == NEW_NAME:
            renamed = list(row)
            renamed[column["code"]], renamed[column["valid_from"]] = NEW_NAME, "2025-11-01"
            renamed[column["name"]], renamed[column["aliases"]] = "Công ty TNHH MTV Thoát nước thành phố", ""
            rows.append(renamed)
        row[column["valid_to"]], row[column["successors"]] = "2025-10-31", heir
    return _table([head, *rows])


def _table(rows: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    for _ in half_year(folder, lambda line: sys.stdout.write(f"{line}\n")):
        pass
    sys.stdout.write(f"\nKết quả: {folder / 'outbox'}\n")
