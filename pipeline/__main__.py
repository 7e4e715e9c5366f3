"""`python -m pipeline` is the command `tonghop`."""

from pipeline.cli.commands import main

if __name__ == "__main__":
    main()
