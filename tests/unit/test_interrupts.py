"""Requests to end: the first raises KeyboardInterrupt, wherever it comes; each as a process of its own."""

import signal
import subprocess
import sys
import textwrap

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sends itself signals as POSIX has them")


def ran(code: str) -> tuple[int, str, str]:
    """Run code that listens; return its exit code and what it printed."""
    start = "import os, signal, sys, time\nfrom pipeline.interrupts import exit_code, held_off, listen, stop_listening\nlisten()\n"
    command = [sys.executable, "-c", start + textwrap.dedent(code)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=30)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_request_is_an_interrupt_with_the_exit_code_of_shells(number: int) -> None:
    code = f"""
        try:
            signal.raise_signal({int(number)})
        except KeyboardInterrupt:
            sys.exit(exit_code())
    """
    assert ran(code) == (128 + number, "", "")


def test_the_second_does_not_disturb_the_clearing_up_and_one_much_later_ends_it() -> None:
    code = """
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt:
            signal.raise_signal(signal.SIGINT)
            print("cleared up", flush=True)
        import pipeline.interrupts
        pipeline.interrupts._CLEARING_UP = 0
        time.sleep(0.01)
        signal.raise_signal(signal.SIGINT)
        print("never")
    """
    assert ran(code) == (130, "cleared up\n", "")


def test_within_a_block_that_holds_it_off_it_waits_for_the_end() -> None:
    code = """
        try:
            with held_off():
                with held_off():
                    signal.raise_signal(signal.SIGTERM)
                print("all of it", flush=True)
            print("never")
        except KeyboardInterrupt:
            sys.exit(exit_code())
    """
    assert ran(code) == (143, "all of it\n", "")


@pytest.mark.parametrize("name", ["SIGINT", "SIGHUP"])
def test_a_process_started_within_such_a_block_does_not_hear_what_a_terminal_sends(name: str) -> None:
    code = f"""
        import subprocess
        command = [sys.executable, "-c", "import signal; signal.raise_signal(signal.{name}); print('goes on')"]
        with held_off():
            process = subprocess.Popen(command)
        sys.exit(process.wait())
    """
    assert ran(code) == (0, "goes on\n", "")


def test_an_interrupt_that_python_drops_comes_again() -> None:
    code = """
        class Dropping:
            def __del__(self):
                signal.raise_signal(signal.SIGTERM)
        try:
            Dropping()
            time.sleep(20)
        except KeyboardInterrupt:
            sys.exit(exit_code())
    """
    assert ran(code) == (143, "", "")


def test_another_exception_that_python_drops_is_told_as_ever() -> None:
    code = """
        class Dropping:
            def __del__(self):
                raise ValueError("x")
        Dropping()
    """
    assert "ValueError: x" in ran(code)[2]


def test_when_all_is_done_nothing_disturbs_python_s_own_end() -> None:
    code = """
        import atexit
        stop_listening()
        atexit.register(signal.raise_signal, signal.SIGINT)
        sys.exit(3)
    """
    assert ran(code) == (3, "", "")


def test_an_interrupt_in_code_that_was_text_does_not_change_the_exit_code() -> None:
    code = """
        try:
            exec("signal.raise_signal(signal.SIGINT)")
        except KeyboardInterrupt:
            stop_listening()
            sys.exit(exit_code())
    """
    assert ran(code) == (130, "", "")


def test_what_is_not_listened_for_is_left_as_it_was() -> None:
    code = "signal.signal(signal.SIGINT, signal.default_int_handler)\nstop_listening()\n"
    assert ran(code + "print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)") == (0, "True\n", "")


def test_what_the_caller_has_ignored_stays_ignored() -> None:
    code = (
        "signal.raise_signal(signal.SIGHUP)\nstop_listening()\nsignal.raise_signal(signal.SIGHUP)\nprint(exit_code())"
    )
    ignoring = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        assert ran(code) == (0, "None\n", "")
    finally:
        signal.signal(signal.SIGHUP, ignoring)
