"""What one file holds, a workbook or a mail: what a worker is asked, and how large the answer lets the file be.

Mails are imported where one is met: nearly every file is a workbook, and workers start faster without.
"""

from typing import TYPE_CHECKING

from pipeline.intake.formats.gate import read_workbook
from pipeline.intake.formats.kinds import is_compound, is_zip
from pipeline.intake.formats.limits import LIMITS, Limits, Rejection, megabytes, too_large
from pipeline.intake.formats.workbook import RawWorkbook
from pipeline.rules import Rule

if TYPE_CHECKING:
    from pipeline.intake.files.mail_parts import Mail

#: Bytes from the start of a file that tell how large it may be.
START = 64 * 1024
#: Answer to a mail or a mailbox that lies in an archive or in a mail: the one nesting there is, is an archive in a mail.
NESTED_MAIL = Rejection(rule=Rule.MAIL_NESTED)
#: How documents are called where a file is refused for being one: what people read and sign, and send beside a return.
_DOCUMENTS = (
    "tệp PDF",
    "văn bản Word",
    "văn bản RTF",
    "văn bản OpenDocument",
    "tài liệu XPS",
    "bài trình chiếu",
    "ảnh ",
)
#: Pictures that telephones take, by what stands at some place of the file.
_PICTURES = ((4, b"ftyphei"), (4, b"ftypmif1"), (4, b"ftypavif"), (8, b"WEBP"))


def size_limit(start: bytes, limits: Limits) -> int:
    """Return how many bytes a file may have that starts so."""
    if is_zip(start):
        return limits.archive
    if is_compound(start):
        # whether it is a message of Outlook stands further on
        return limits.mail
    from pipeline.intake.files.mail import MailKind, mail_kind  # noqa: PLC0415

    match mail_kind(start):
        case MailKind.MBOX:
            return limits.archive
        case None:
            return limits.file
        case _:
            return limits.mail


def over_limit(start: bytes, limits: Limits, measured: str) -> Rejection:
    """Return the refusal of a file that starts so and is larger; `measured` says in words how large."""
    limit = size_limit(start, limits)
    if is_compound(start):
        return too_large(f"{megabytes(limits.file)} một tệp, {megabytes(limits.mail)} một thư", measured)
    if limit == limits.file or is_zip(start):
        return too_large(f"{megabytes(limit)} một tệp", measured)
    kind = "thư" if limit == limits.mail else "hộp thư"
    return mail_refusal(too_large(f"{megabytes(limit)} một {kind}", measured))


def read_file(
    content: bytes, limits: Limits = LIMITS, sheets: frozenset[str] | None = None
) -> "RawWorkbook | Mail | Rejection":
    """Return the workbook or the mail that a file is, or why it is not read. Depends on its arguments only.

    Mails are asked for first: a message of Outlook with a sheet in it looks like an old workbook.
    """
    if not is_zip(content):
        from pipeline.intake.files.mail import MailKind, mail_kind  # noqa: PLC0415

        kind = mail_kind(content)
        if kind is not None:
            return NESTED_MAIL if kind is MailKind.MBOX else read_message(content, limits)
        if len(content) > limits.file:
            return too_large(f"{megabytes(limits.file)} một tệp", megabytes(len(content)))
    return read_workbook(content, limits, sheets)


def read_every_sheet(
    content: bytes, limits: Limits = LIMITS, _sheets: frozenset[str] | None = None
) -> "RawWorkbook | Mail | Rejection":
    """Return what `read_file` does, with the contents of all sheets: of a workbook that is no return."""
    return read_file(content, limits)


def read_message(content: bytes, limits: Limits = LIMITS) -> "Mail | Rejection":
    """Return the mail that some bytes are, or why it is not read: in words that are true of a mail."""
    from pipeline.intake.files.mail import read_mail  # noqa: PLC0415

    mail = read_mail(content, limits)
    return mail_refusal(mail) if isinstance(mail, Rejection) else mail


def mail_refusal(rejection: Rejection) -> Rejection:
    """Return why a mail is not opened; the rules of workbooks give advice that does not fit one."""
    return Rejection(rule=Rule.MAIL_REFUSED, parameters={"reason": _reason(rejection)})


def attachment_refusal(rejection: Rejection) -> Rejection:
    """Return why what is attached to a mail could not be taken out of it."""
    return Rejection(rule=Rule.ATTACHMENT_REFUSED, parameters={"reason": _reason(rejection)})


def _reason(rejection: Rejection) -> str:
    parameters = rejection.parameters
    if rejection.rule is Rule.TOO_LARGE:
        return f"quá giới hạn {parameters['limit']}: {parameters['measured']}"
    return str(parameters.get("kind") or parameters.get("reason") or "")


def is_document(rejection: Rejection, content: bytes) -> bool:
    """Return whether a file that is no workbook is a scan, a picture, a text or slides."""
    if rejection.rule is not Rule.NOT_A_WORKBOOK:
        return False
    kind = str(rejection.parameters.get("kind", ""))
    return kind.startswith(_DOCUMENTS) or any(content.startswith(mark, at) for at, mark in _PICTURES)
