"""The command as a user calls it, and the request that it makes of its options."""

import contextlib
import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.cli.commands import main
from pipeline.workspace import Request, Workspace


@dataclass(frozen=True, slots=True)
class Done:
    """What a call left: exit code, standard output, error stream."""

    code: int
    output: str
    error: str


def tonghop(*arguments: str, project: Path) -> Done:
    """Call the command in a project folder."""
    output, error = io.StringIO(), io.StringIO()
    code = 0
    placed = arguments if "--project" in arguments else (*arguments, "--project", str(project))
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(error):
        try:
            main(placed)
        except SystemExit as exit_:
            code = int(exit_.code or 0)
    return Done(code, output.getvalue(), error.getvalue())


def request(project: Path, round_code: str | None = None, as_of: date = date.max) -> Request:
    """Ask for a round of the only campaign of a project, from its inbox to its outbox."""
    workspace = Workspace(project=project)
    return Request(
        workspace=workspace, round_code=round_code, as_of=as_of, inbox=workspace.inbox, outbox=workspace.outbox
    )
