"""What a command that writes makes sure of first: that nothing lies in old places, and that no other run writes."""

from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.campaign.files.reading import campaign_names, read_rounds_of
from pipeline.errors import OperatorError
from pipeline.reports.outbox.first_edition import FirstEdition, read_first_edition
from pipeline.reports.outbox.locking import LockedOutbox, Tell, locked_outbox
from pipeline.reports.outbox.places import CampaignOutbox
from pipeline.round_inputs import RoundInputs
from pipeline.run import Stages
from pipeline.workspace import Request

#: Units: paths that the refusal names.
_PATHS_TOLD = 3


def unheard(_line: str) -> None:
    """Tell nobody."""


def read_first_edition_of(request: Request) -> FirstEdition:
    """Return what lies in the places of the first edition.

    Raises: OperatorError when they cannot be read.
    """
    project = request.workspace.project

    def rounds() -> dict[str, tuple[str, ...]]:
        return {
            name: tuple(round_.code for round_ in read_rounds_of(project, name)) for name in campaign_names(project)
        }

    try:
        return read_first_edition(request.outbox, request.workspace.templates, rounds)
    except OSError as error:
        raise OperatorError(
            f"Không đọc được {error.filename or request.outbox}; hãy kiểm tra quyền đọc, ổ đĩa rồi chạy lại."
        ) from error


def refuse_first_edition(request: Request) -> None:
    """Make sure that nothing of the first edition waits to be moved. Raises: OperatorError when something does."""
    sources = read_first_edition_of(request).sources
    if sources:
        names = ", ".join(str(path) for path in sources[:_PATHS_TOLD])
        more = f" và {len(sources) - _PATHS_TOLD} chỗ khác" if len(sources) > _PATHS_TOLD else ""
        raise OperatorError(
            f"Còn kết quả ở chỗ của phiên bản trước ({names}{more}), nay mỗi đợt công tác có thư mục riêng. "
            "Hãy chạy một lần: tonghop doctor --move"
        )


@contextmanager
def locked_round(
    request: Request, *, stages: Stages | None = None, tell: Tell
) -> Iterator[tuple[RoundInputs, LockedOutbox]]:
    """Read campaign and round, then keep other runs out of the campaign's outbox until the block ends.

    Raises: OperatorError as `Request.read_round_inputs` does, or when something lies in old places; OutputError when the
        outbox cannot be written, or another run is writing into it.
    """
    refuse_first_edition(request)
    with (stages or Stages()).stage("đọc danh mục"):
        inputs = request.read_round_inputs()
    with locked_outbox(CampaignOutbox(request.outbox, inputs.campaign.decision.campaign), tell) as locked:
        yield inputs, locked
