"""Texts typed in the encodings from before Unicode, TCVN3 (fonts .VnTime …) and VNI: recognised and read as a proposal.

In both, the letters of Western Europe stand for Vietnamese ones, so that «thành phố» comes as «thµnh phè» or «thaønh phoá».
What is legal in both worlds is never converted: the reading is only shown beside the text.
"""

import re
from dataclasses import dataclass

from pipeline.intake.formats.cell_style import CellStyle
from pipeline.rules import FEWEST_LEGACY_LETTERS


@dataclass(frozen=True, slots=True)
class LegacyReading:
    """What a text may mean, and in which encoding it was typed."""

    encoding: str
    text: str


_TCVN3_LOWER = dict(
    zip(
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ",
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ",
        strict=True,
    )
)
_TCVN3 = str.maketrans({**_TCVN3_LOWER, **dict(zip("¡¢£¤¥¦§", "ĂÂÊÔƠƯĐ", strict=True))})


def _vni() -> dict[str, str]:
    """Return the VNI pairs and single letters: a vowel, then a letter that stands for its marks."""
    plain, hat, breve = "ùøûõï", "áàåãä", "éèúüë"
    vowels = {"a": "áàảãạ", "e": "éèẻẽẹ", "o": "óòỏõọ", "u": "úùủũụ", "y": "ýỳỷỹ"}
    with_hat = {"a": "âấầẩẫậ", "e": "êếềểễệ", "o": "ôốồổỗộ"}
    table = {vowel + mark: read for vowel, reads in vowels.items() for mark, read in zip(plain, reads, strict=False)}
    table |= {
        vowel + mark: read for vowel, reads in with_hat.items() for mark, read in zip("â" + hat, reads, strict=True)
    }
    table |= {"a" + mark: read for mark, read in zip("ê" + breve, "ăắằẳẵặ", strict=True)}
    table |= {"ô" + mark: read for mark, read in zip(plain, "ớờởỡợ", strict=True)}
    table |= {"ö" + mark: read for mark, read in zip(plain, "ứừửữự", strict=True)}
    table |= dict(zip("ôöíìæóòîñ", "ơưíìỉĩịỵđ", strict=True))
    cased = dict(table)
    for typed, read in table.items():
        cased[typed.upper()] = read.upper()
        cased[typed.capitalize()] = read.upper()
    return cased


_VNI = _vni()
_VNI_UNIT = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
#: Letters beyond Latin-1 (ă, đ, ơ, ạ …): whoever can type them types Unicode. Quotation marks and dashes tell nothing:
#: Word makes them in any font.
_BEYOND_LATIN_1 = re.compile("[\u0100-\u1fff\u2c00-\U0010ffff]")
#: Inside words, no Vietnamese Unicode text has these; quotation and other marks count only between two letters.
_TCVN3_SIGN = re.compile(
    r"(?<=[a-z])[©®«»·½](?=[a-z])|[µ¶¸¹¨ª¬¼¾ÆÇËÎÏÐÑÖØÜÞßäåæçëîïñö÷øûüþ](?=[a-z])|"
    r"(?<=[a-z])[µ¶¸¹¨ª¬¼¾ÆÇËÎÏÐÑÖØÜÞßäåæçëîïñö÷øûüþ]",
    re.IGNORECASE | re.ASCII,
)
_VNI_SIGN = re.compile("[ae][ùøûõïâáàåãäêéèúüë]|[ouy][øûïåäëü]|oâ|ö[ùøûõï]|ô[ùøûï]", re.IGNORECASE)


def legacy_reading(text: str, style: CellStyle | None = None) -> LegacyReading | None:
    """Return what a text typed in an old encoding may mean; None for Unicode text.

    The font tells the encoding where it is made for one; else the letters do.
    """
    if text.isascii():
        return None
    beyond = len(_BEYOND_LATIN_1.findall(text))
    if style is not None and style.encoding is not None and not beyond:
        read = _read(text, style.encoding)
        return None if read == text else LegacyReading(style.encoding, read.upper() if style.capitals else read)
    # each sign is or holds a letter of Western Europe: most texts have too few of them to be looked through twice more
    western = len(text.encode("latin-1", "ignore")) - len(text.encode("ascii", "ignore"))
    if western < max(FEWEST_LEGACY_LETTERS, 2 * beyond):
        return None
    in_tcvn3, in_vni = len(_TCVN3_SIGN.findall(text)), len(_VNI_SIGN.findall(text))
    # a few capitals have no place in the old encodings and may have been typed in Unicode
    if max(in_tcvn3, in_vni) < max(FEWEST_LEGACY_LETTERS, 2 * beyond):
        return None
    encoding = "VNI" if in_vni >= in_tcvn3 else "TCVN3"
    return LegacyReading(encoding, _read(text, encoding))


def _read(text: str, encoding: str) -> str:
    if encoding == "VNI":
        return _VNI_UNIT.sub(lambda unit: _VNI[unit[0]], text)
    return text.translate(_TCVN3)
