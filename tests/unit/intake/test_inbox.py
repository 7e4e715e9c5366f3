"""Every file of the inbox once, opened once for all rounds asked for, each time with a true verdict."""

from pathlib import Path

from pipeline.campaign.decision import Campaign
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.inbox import read_inbox, read_rounds
from pipeline.intake.received import Verdict
from pipeline.rules import Rule
from tests.support.intake import (
    COMMUNE,
    DEPARTMENT,
    OTHER_COMMUNE,
    intake,
    return_bytes,
    zipped,
)


class TestDuplicates:
    """The same bytes count once, whatever they are."""

    def test_the_first_by_path_counts(self, tmp_path: Path, campaign, schemas) -> None:
        content = return_bytes(campaign, schemas)
        received = intake(tmp_path, {"b.xlsx": content, "a/c.xlsx": content, "x.xlsx": content}, campaign, schemas)
        assert [received[path].verdict for path in ("a/c.xlsx", "b.xlsx", "x.xlsx")] == [
            Verdict.ACCEPTED,
            Verdict.DUPLICATE,
            Verdict.DUPLICATE,
        ]
        assert "a/c.xlsx" in (received["b.xlsx"].reason or "")
        assert received["b.xlsx"].content is None

    def test_refused_files_too_but_empty_ones_are_each_empty(self, tmp_path: Path, campaign, schemas) -> None:
        received = intake(
            tmp_path, {"a.pdf": b"%PDF-1", "b.pdf": b"%PDF-1", "c.xlsx": b"", "d.xlsx": b""}, campaign, schemas
        )
        assert [file.verdict for file in received.values()] == [
            Verdict.REJECTED,
            Verdict.DUPLICATE,
            Verdict.REJECTED,
            Verdict.REJECTED,
        ]
        assert received["d.xlsx"].rule == Rule.EMPTY_FILE.code

    def test_a_copy_of_a_refused_file_is_not_told_that_nothing_is_to_be_done(
        self, tmp_path: Path, campaign, schemas
    ) -> None:
        received = intake(tmp_path, {"a.pdf": b"%PDF-1", "b.pdf": b"%PDF-1"}, campaign, schemas)
        (told,) = received["b.pdf"].problems
        assert told.rule is Rule.DUPLICATE_OF_REJECTED
        assert "a.pdf" in told.hint
        assert "Không phải làm gì" not in told.hint


def test_progress_counts_every_file(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    (tmp_path / "a.txt").write_bytes(b"a")
    (tmp_path / "b.txt").write_bytes(b"b")
    counts: list[tuple[int, int]] = []
    read_inbox(
        tmp_path,
        campaign=campaign,
        round_=campaign.round_by_code["lan-1"],
        schemas=schemas,
        progress=lambda done, total: counts.append((done, total)),
    )
    assert counts == [(1, 2), (2, 2)]


def test_the_order_of_writing_changes_nothing(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    contents = {f"{code}.xlsx": return_bytes(campaign, schemas, code) for code in (COMMUNE, OTHER_COMMUNE, DEPARTMENT)}
    contents["copy.xlsx"] = contents[f"{COMMUNE}.xlsx"]
    forwards = intake(tmp_path / "1", contents, campaign, schemas)
    backwards = intake(tmp_path / "2", dict(reversed(contents.items())), campaign, schemas)
    assert forwards == backwards


def test_each_round_sees_what_it_would_see_alone(tmp_path: Path, campaign: Campaign, schemas: Schemas) -> None:
    first = return_bytes(campaign, schemas)
    files = {
        "a-1.xlsx": first,
        "a-1 (2).xlsx": first,
        "a-2.xlsx": return_bytes(campaign, schemas, round_="lan-2"),
        "khac.zip": zipped({"b-1.xlsx": return_bytes(campaign, schemas, OTHER_COMMUNE)}),
        "hong.xlsx": first[:900],
        "Thumbs.db": b"x",
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    rounds = campaign.rounds
    together = read_rounds(tmp_path, campaign=campaign, rounds=rounds, schemas=schemas)
    alone = [read_inbox(tmp_path, campaign=campaign, round_=round_, schemas=schemas) for round_ in rounds]
    assert [list(files) for files in together] == [list(files) for files in alone]
    first_round, second_round = ({file.path: file for file in files} for files in together)
    assert (first_round["a-1.xlsx"].verdict, second_round["a-1.xlsx"].verdict) == (Verdict.DUPLICATE, Verdict.DUPLICATE)
    assert first_round["a-2.xlsx"].verdict is Verdict.OTHER_ROUND
    used = [
        {file.identity.agency for file in files.values() if file.verdict.used and file.identity is not None}
        for files in (first_round, second_round)
    ]
    assert used == [{COMMUNE, OTHER_COMMUNE}, {COMMUNE}]
