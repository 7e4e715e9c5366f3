"""Files that a user names one by one: each is judged for the campaign and the round that it carries."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.campaign.files.reading import campaign_names, read_rounds_of
from pipeline.forms.schema.loading import read_schemas
from pipeline.intake.stated import StatedRound, read_stated_rounds
from pipeline.workspace import Request


def requests_by_content(request: Request, files: Sequence[Path]) -> Iterator[tuple[Request, list[str]]]:
    """Give, for each folder, campaign and round among some files, what is to be read and the names of the files.

    What the request names itself goes before what a file says; what a file says counts where there is such a round.
    """
    for folder in dict.fromkeys(file.parent for file in files):
        names = list(dict.fromkeys(file.name for file in files if file.parent == folder))
        of_folder = replace(request, inbox=folder)
        if request.campaign_name is not None and request.round_code is not None:
            yield of_folder, names
            continue
        stated = read_stated_rounds(folder, names, read_schemas(request.workspace.project))
        by_request: dict[Request, list[str]] = {}
        for name in names:
            by_request.setdefault(_request(of_folder, stated[name]), []).append(name)
        yield from by_request.items()


def _request(request: Request, stated: StatedRound | None) -> Request:
    """Return the request for the round that a file names, as far as the request leaves it open."""
    project = request.workspace.project
    if stated is None or stated.campaign not in campaign_names(project):
        return request
    if request.campaign_name not in {None, stated.campaign}:
        return request
    rounds = {round_.code for round_ in read_rounds_of(project, stated.campaign)}
    return replace(
        request,
        campaign_name=stated.campaign,
        round_code=request.round_code or (stated.round if stated.round in rounds else None),
    )
