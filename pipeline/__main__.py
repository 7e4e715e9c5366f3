"""`python -m pipeline` is the command `tonghop`; next to nothing is imported before Ctrl-C is heard."""

import os
import signal
import sys
from types import FrameType


def main() -> None:
    """Run the command that this process was started with."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        # as long as modules are imported there is nothing to clear up
        signal.signal(signal.SIGINT, _leave)
    from pipeline import interrupts  # noqa: PLC0415
    from pipeline.cli.commands import main as run  # noqa: PLC0415  # takes a while

    interrupts.listen()
    try:
        run()
    except KeyboardInterrupt:  # while the last line was printed
        sys.exit(interrupts.exit_code())


def _leave(number: int, _frame: FrameType | None) -> None:
    os._exit(128 + number)


if __name__ == "__main__":
    main()
