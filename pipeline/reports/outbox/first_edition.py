"""What lies where the first edition put it, before paths named the campaign, and where it belongs now."""

import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pipeline.intake.formats.properties import custom_properties
from pipeline.reports.outbox.ledger import content_of, read_lines
from pipeline.reports.outbox.places import HISTORY, LEDGER, REMINDERS, CampaignOutbox, is_link
from pipeline.reports.outbox.record import MANIFEST, read_record

#: What a campaign may be called: the name of a folder comes from nothing else.
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PROPERTIES = "docProps/custom.xml"
#: Units: bytes. Properties of a template are far smaller.
_LARGEST_PROPERTIES = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A folder or a file and its new place."""

    source: Path
    target: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class LineMove:
    """Lines of ledger or history that go to that of a campaign."""

    source: Path
    target: Path
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclear:
    """What stays where it is, and why."""

    path: Path
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstEdition:
    """All that the first edition left."""

    moves: tuple[Move, ...] = ()
    lines: tuple[LineMove, ...] = ()
    unclear: tuple[Unclear, ...] = ()

    @property
    def is_to_move(self) -> bool:
        """Return whether anything is to go to a new place."""
        return bool(self.moves or self.lines)

    @property
    def sources(self) -> tuple[Path, ...]:
        """Return what is to go, each folder of workbooks once."""
        paths = (move.source.parent if move.source.is_file() else move.source for move in self.moves)
        return tuple(dict.fromkeys((*paths, *(move.source for move in self.lines))))


def read_first_edition(
    outbox: Path, templates: Path, rounds: Callable[[], Mapping[str, Sequence[str]]]
) -> FirstEdition:
    """Return what lies in the places of the first edition.

    Args:
        outbox: the base of the outbox.
        templates: the folder of all workbooks that were made.
        rounds: gives the codes of the rounds of each campaign, by its name; called only where something is there.
    """
    places = _OldPlaces(outbox, templates, rounds)
    findings = [*places.workbooks(), *places.reminders(), *places.lines(), *places.results()]
    return FirstEdition(
        moves=tuple(finding for finding in findings if isinstance(finding, Move)),
        lines=tuple(finding for finding in findings if isinstance(finding, LineMove)),
        unclear=tuple(finding for finding in findings if isinstance(finding, Unclear)),
    )


@dataclass
class _OldPlaces:
    outbox: Path
    templates: Path
    rounds: Callable[[], Mapping[str, Sequence[str]]]

    @cached_property
    def _campaigns(self) -> Mapping[str, Sequence[str]]:
        return self.rounds()

    def results(self) -> Iterator[Move | Unclear]:
        """Give the folders of rounds: those that hold a manifest themselves, or are named as a round and no campaign."""
        for folder in _folders(self.outbox):
            if folder.name == REMINDERS:
                continue
            if not (folder / MANIFEST).is_file() and not self._is_only_a_round(folder):
                continue
            campaign = self._campaign_of_results(folder) or self._only_campaign_with(folder.name)
            if campaign is None or campaign == folder.name:
                yield Unclear(path=folder, why="không rõ thuộc đợt công tác nào")
            else:
                yield Move(source=folder, target=CampaignOutbox(self.outbox, campaign).round(folder.name))

    def reminders(self) -> Iterator[Move | Unclear]:
        """Give the folders of letters and drafts; where several campaigns have such a round, it is as of the results."""
        for folder in _folders(self.outbox / REMINDERS):
            campaign = self._only_campaign_with(folder.name) or self._campaign_of_results(self.outbox / folder.name)
            if campaign is None:
                yield Unclear(path=folder, why="không rõ thuộc đợt công tác nào")
            else:
                yield Move(source=folder, target=CampaignOutbox(self.outbox, campaign).reminders(folder.name))

    def workbooks(self) -> Iterator[Move | Unclear]:
        """Give the files in folders of rounds, workbooks under their new names."""
        for folder in _folders(self.templates):
            files = [path for path in sorted(folder.iterdir()) if path.is_file() and not is_link(path)]
            if not any(path.suffix == ".xlsx" for path in files):
                continue
            for path in files:
                campaign = _campaign_of_workbook(path) or self._only_campaign_with(folder.name)
                if campaign is None:
                    yield Unclear(path=path, why="không rõ thuộc đợt công tác nào")
                    continue
                prefix = f"{campaign}_" if path.name.startswith(f"{folder.name}_") else ""
                target = self.templates / campaign / folder.name / f"{prefix}{path.name}"
                if target.exists():
                    yield Unclear(path=path, why=f"đã có {target}")
                else:
                    yield Move(source=path, target=target)

    def lines(self) -> Iterator[LineMove | Unclear]:
        """Give the lines of history and ledger, each by its campaign."""
        histories = {path: read_lines(path) for path in (self.outbox / HISTORY, *self.outbox.glob(f"*/{HISTORY}"))}
        yield from self._line_moves(
            self.outbox / HISTORY, histories[self.outbox / HISTORY], lambda line: _campaign_and_files(line)[0]
        )
        ledger = read_lines(self.outbox / LEDGER)
        if ledger:
            by_content = self._campaigns_by_content([line for lines in histories.values() for line in lines])
            only = next(iter(self._campaigns)) if len(self._campaigns) == 1 else None
            yield from self._line_moves(
                self.outbox / LEDGER, ledger, lambda line: by_content.get(content_of(line) or "", only)
            )

    def _line_moves(
        self, source: Path, lines: Sequence[str], campaign_of: Callable[[str], str | None]
    ) -> Iterator[LineMove | Unclear]:
        by_campaign: dict[str | None, list[str]] = {}
        for line in lines:
            campaign = campaign_of(line)
            by_campaign.setdefault(campaign if campaign and _NAME.fullmatch(campaign) else None, []).append(line)
        unclear = by_campaign.pop(None, [])
        for campaign, of_campaign in by_campaign.items():
            target = CampaignOutbox(self.outbox, str(campaign)).folder / source.name
            yield LineMove(source=source, target=target, lines=tuple(of_campaign))
        if unclear:
            yield Unclear(path=source, why=f"{len(unclear)} dòng không rõ thuộc đợt công tác nào")

    def _campaigns_by_content(self, history: Sequence[str]) -> dict[str, str]:
        """Return the campaign that each content belongs to: the only one that met it, or the only one that knew its agency."""
        met: dict[str, set[str]] = {}
        certain: dict[str, set[str]] = {}
        for line in history:
            campaign, files = _campaign_and_files(line)
            for digest, has_agency in files:
                if campaign is not None:
                    met.setdefault(digest, set()).add(campaign)
                    if has_agency:
                        certain.setdefault(digest, set()).add(campaign)
        clear: dict[str, str] = {}
        for digest, campaigns in met.items():
            for candidates in (certain.get(digest, set()), campaigns):
                if len(candidates) == 1:
                    clear.setdefault(digest, next(iter(candidates)))
        return clear

    def _is_only_a_round(self, folder: Path) -> bool:
        # a folder in the new places holds folders of rounds; places catalogues to tell is left for what else is there
        if any((path / MANIFEST).is_file() for path in _folders(folder)) or not any(_files(folder)):
            return False
        return folder.name not in self._campaigns and self._only_campaign_with(folder.name) is not None

    def _only_campaign_with(self, round_: str) -> str | None:
        names = [name for name, rounds in self._campaigns.items() if round_ in rounds]
        return names[0] if len(names) == 1 else None

    @staticmethod
    def _campaign_of_results(folder: Path) -> str | None:
        account = read_record(folder / MANIFEST)
        campaign = account.get("campaign") if account is not None else None
        return campaign if isinstance(campaign, str) and _NAME.fullmatch(campaign) else None


def _folders(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    paths = (path for path in sorted(folder.iterdir()) if not path.name.startswith("."))
    return [path for path in paths if path.is_dir() and not is_link(path)]


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))


def _campaign_and_files(line: str) -> tuple[str | None, list[tuple[str, bool]]]:
    """Return the campaign of a line of the history, and of each of its files the SHA-256 and whether its agency was known.

    What is no line of ours has no campaign.
    """
    try:
        fields = json.loads(line)
        files = [(str(digest), agency is not None) for _, digest, _, agency, _, _ in fields["files"]]
        return str(fields["campaign"]), files
    except (ValueError, KeyError, TypeError, RecursionError):
        return None, []


def _campaign_of_workbook(path: Path) -> str | None:
    """Return the campaign that a workbook names in its properties; None where it names none."""
    try:
        with zipfile.ZipFile(path) as package:
            if package.getinfo(_PROPERTIES).file_size > _LARGEST_PROPERTIES:
                return None
            properties = custom_properties({_PROPERTIES: package.read(_PROPERTIES)})
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, RuntimeError, NotImplementedError):
        return None
    campaign = properties.get("campaign", "")
    return campaign if _NAME.fullmatch(campaign) else None
