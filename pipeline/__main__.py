"""`python -m pipeline` is the command `tonghop`; next to nothing is imported before Ctrl-C is heard."""

import sys

from pipeline.interrupts import exit_code, listen


def main() -> None:
    """Run the command that this process was started with."""
    listen()
    try:
        from pipeline.cli.commands import main as run  # noqa: PLC0415  # takes a while

        run()
    except BaseException as error:  # an import that is interrupted may raise anything
        if exit_code() is None or isinstance(error, SystemExit):
            raise
        sys.exit(exit_code())


if __name__ == "__main__":
    main()
