"""File names as people send them: the template's own, with and without diacritics, in folders by day."""

import unicodedata
from datetime import date

from pipeline.campaign.agencies import Agency
from pipeline.campaign.decision import Campaign
from pipeline.campaign.rounds import Round
from pipeline.forms.form import template_file_name
from pipeline.simulation.random_source import RandomSource


def file_name(campaign: Campaign, round_: Round, agency: Agency, day: date, *, ending: str, seed: int) -> str:
    """Return where a file of an agency lies below the inbox, with "/"."""
    random = RandomSource(seed, round_.code, agency.code, "file name")
    short = agency.name.removeprefix("UBND ")
    subject = campaign.decision.subject
    names = (
        template_file_name(round_, agency).removesuffix(".xlsx"),
        template_file_name(round_, agency).removesuffix(".xlsx"),
        f"Bao cao {_plain(subject)} {_plain(short)} (1)",
        f"Báo cáo {subject} {round_.name} - {agency.name}",
        f"BC {short}",
        f"{_plain(agency.name)} {round_.code}".upper(),
        f"{template_file_name(round_, agency).removesuffix('.xlsx')} (2)",
        unicodedata.normalize("NFD", f"{agency.name} báo cáo {round_.name}"),  # as a Mac names files
    )
    folders = ("", "", f"{day.isoformat()}/", f"Ngay {day.day}-{day.month}/", "Email/")
    return f"{random.one_of(folders)}{random.one_of(names)}{ending}"


def _plain(text: str) -> str:
    """Return the text without diacritics, capitals kept."""
    letters = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
