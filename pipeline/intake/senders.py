"""Who may have sent a file that does not say so itself: guessed from its name, its folders and the mail that brought it."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import PurePosixPath

from pipeline.campaign.decision import Campaign
from pipeline.campaign.rounds import Round
from pipeline.intake.received import ReceivedFile, SenderGround, SenderGuess
from pipeline.text import folded, slug, without_marks

#: Shorter codes are abbreviations of something else too often.
_SHORTEST_CODE = 3
_WORD = re.compile(r"[^\W_]+")
_CITY_HALL = re.compile(r"\b(?:ủy ban nhân dân|uy ban nhan dan)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Register:
    """The names of the agencies that report, as they may stand inside other words."""

    #: Codes by the words of a name, with diacritics; two communes may share one.
    marked: Mapping[tuple[str, ...], frozenset[str]]
    #: The same without diacritics, which more agencies share.
    unmarked: Mapping[tuple[str, ...], frozenset[str]]
    #: Codes by addresses of the register, lower case.
    addresses: Mapping[str, frozenset[str]]
    longest: int


def sender_guess(file: ReceivedFile, *, campaign: Campaign, round_: Round) -> SenderGuess | None:
    """Return who may have sent a file, None where nothing tells or what tells contradicts itself.

    The template's own file name and an address of the register come first, and must not contradict each other. Then the
    file's name, what the mail says, the folders from the innermost out. The body that consolidates is in too many names
    and forwards too many mails to be guessed by anything but its template's name.
    """
    *folders, name = _path_names(file.path)
    register = _register(campaign)
    by_template = _template_agency(name, campaign, round_)
    by_address = None if file.mail is None else _only(register.addresses.get(file.mail.sender_address, frozenset()))
    if by_template is not None and by_address is not None and by_template != by_address:
        return None
    if by_template is not None:
        return SenderGuess(agency=by_template, ground=SenderGround.TEMPLATE_NAME, sure=True)
    if by_address is not None:
        sure = _is_of_round(None if file.mail is None else file.mail.sent_on, campaign, round_)
        return SenderGuess(agency=by_address, ground=SenderGround.MAIL_SENDER, sure=sure)
    for ground, text in _texts(file, name, folders):
        agency = named_agency(text, campaign)
        if agency is not None:
            return SenderGuess(agency=agency, ground=ground)
    return None


def named_agency(text: str, campaign: Campaign) -> str | None:
    """Return the one agency that is named in a text, by its code, a name or an alias; None where none or several are.

    Of names within each other the longest counts. A text without diacritics is compared without them.
    """
    register, body = _register(campaign), campaign.decision.reporting_body
    plain = unicodedata.normalize("NFC", text)
    codes = {word for word in _WORD.findall(plain) if len(word) >= _SHORTEST_CODE and word in campaign.agency_by_code}
    meanings = [frozenset({code}) for code in codes if campaign.agency_by_code[code].reports]
    meanings += _named(_words(plain), register)
    others = [meaning for meaning in meanings if meaning != {body}]
    return _only(frozenset.intersection(*others)) if others else None


def _texts(file: ReceivedFile, name: str, folders: list[str]) -> Iterator[tuple[SenderGround, str]]:
    yield SenderGround.FILE_NAME, name
    if file.mail is not None:
        yield SenderGround.MAIL_SUBJECT, file.mail.subject
        yield SenderGround.MAIL_SENDER_NAME, file.mail.sender_name
    for folder in reversed(folders):
        yield SenderGround.FOLDER_NAME, folder


def _path_names(path: str) -> list[str]:
    """Return the names along a path, those of archives and mails too, without their endings."""
    names = [name for part in path.split("!/") for name in PurePosixPath(part).parts]
    return [re.sub(r"\.\w{1,5}(?: \(\d+\))?$", "", name) for name in names]


def _template_agency(name: str, campaign: Campaign, round_: Round) -> str | None:
    """Return whose template was given such a name for this round: `<campaign>_<round>_<AGENCY>_<slug>`, before without campaign."""
    parts = name.casefold().split("_")
    if parts[:1] == [campaign.decision.campaign.casefold()]:
        parts = parts[1:]
    if len(parts) < 3 or parts[0] != round_.code.casefold():
        return None
    agency = _by_folded_code(campaign).get(parts[1])
    if agency is None or not "_".join(parts[2:]).startswith(slug(campaign.agency_by_code[agency].name)):
        return None
    return agency


def _is_of_round(day: date | None, campaign: Campaign, round_: Round) -> bool:
    """Return whether a mail of a day belongs to a round: no later round had opened; a mail without a day belongs to none."""
    opened = [] if day is None else [other for other in campaign.rounds if other.opens <= day]
    return max(opened, key=lambda other: other.opens, default=None) == round_


def _named(words: list[str], register: _Register) -> Iterator[frozenset[str]]:
    """Yield what each name among the words means; a name inside a longer one is none."""
    spans: list[tuple[int, int, frozenset[str]]] = []
    names = register.unmarked if all(word.isascii() for word in words) else register.marked
    for start in range(len(words)):
        for end in range(min(len(words), start + register.longest), start, -1):
            name = tuple(words[start:end])
            codes = names.get(name)
            if codes is not None:
                spans.append((start, end, codes))
                break
    for start, end, codes in spans:
        if not any(first <= start and end <= last and last - first > end - start for first, last, _ in spans):
            yield codes


def _words(text: str) -> list[str]:
    return _WORD.findall(_CITY_HALL.sub("ubnd", " ".join(_WORD.findall(folded(text)))))


@lru_cache(maxsize=4)
def _register(campaign: Campaign) -> _Register:
    marked: dict[tuple[str, ...], set[str]] = {}
    unmarked: dict[tuple[str, ...], set[str]] = {}
    addresses: dict[str, set[str]] = {}
    for agency in campaign.reporting_agencies:
        for name in (agency.name, *agency.aliases):
            words = _words(name)
            marked.setdefault(tuple(words), set()).add(agency.code)
            unmarked.setdefault(tuple(map(without_marks, words)), set()).add(agency.code)
        # an address that came in a return proves nothing of the next one
        confirmed = agency.email and not agency.has_unconfirmed_address
        if confirmed and agency.code != campaign.decision.reporting_body:
            addresses.setdefault(agency.email.strip().lower(), set()).add(agency.code)
    return _Register(
        marked=_frozen(marked.items()),
        unmarked=_frozen(unmarked.items()),
        addresses={address: frozenset(codes) for address, codes in addresses.items()},
        longest=max(map(len, marked), default=0),
    )


@lru_cache(maxsize=4)
def _by_folded_code(campaign: Campaign) -> dict[str, str]:
    return {agency.code.casefold(): agency.code for agency in campaign.reporting_agencies}


def _frozen(entries: Iterable[tuple[tuple[str, ...], set[str]]]) -> dict[tuple[str, ...], frozenset[str]]:
    return {words: frozenset(codes) for words, codes in entries if words}


def _only(codes: frozenset[str]) -> str | None:
    return next(iter(codes)) if len(codes) == 1 else None
