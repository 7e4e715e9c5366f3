"""Files made by other processes: in order, the same bytes, and made here where a process did not live to make them."""

import os
import subprocess
import sys
import time
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from pipeline.campaign.decision import Campaign
from pipeline.forms.schema.schema import Schemas
from pipeline.forms.template import template_bytes
from pipeline.processes.writers import background_call, results, writer_processes
from tests.support.forms import form_of

NUMBERS = list(range(13))
POWERS = [str(number**3).encode() for number in NUMBERS]


def power(number: int, exponent: int) -> bytes:
    return str(number**exponent).encode()


def slowly(content: bytes) -> bytes:
    time.sleep(0.01)
    return content


def test_workbooks_come_in_order_and_are_the_same_whoever_writes_them(campaign: Campaign, schemas: Schemas) -> None:
    forms = [form_of(campaign, schemas, agency.code) for agency in campaign.agencies[:13]]
    with writer_processes(2) as executor:
        written = list(results(executor, template_bytes, forms, schemas))
    assert written == [template_bytes(form, schemas) for form in forms]
    assert written == list(results(None, template_bytes, forms, schemas))


def test_a_few_files_start_no_process() -> None:
    with writer_processes() as executor:
        executor.shutdown()
        assert list(results(executor, power, NUMBERS[:11], 3)) == POWERS[:11]


def test_what_a_process_did_not_live_to_make_is_made_here() -> None:
    with writer_processes(1) as executor:
        files = results(executor, power, NUMBERS, 3)
        ended = executor.submit(os._exit, 1)
        assert list(files) == POWERS
        assert isinstance(ended.exception(), BrokenProcessPool)
        assert list(results(executor, power, NUMBERS, 3)) == POWERS


def test_one_call_is_made_in_the_background_too() -> None:
    with writer_processes(1) as executor:
        assert background_call(executor, bytes.fromhex, "0aff")() == b"\x0a\xff"
        assert background_call(None, bytes.fromhex, "0aff")() == b"\x0a\xff"
        before = background_call(executor, slowly, b"before")
        ended = executor.submit(os._exit, 1)
        assert isinstance(ended.exception(), BrokenProcessPool)
        assert before() == b"before"
        assert background_call(executor, slowly, b"after")() == b"after"


def test_no_process_outlives_a_parent_that_was_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        "import os\n"
        "from pipeline.processes.writers import writer_processes\n"
        "if __name__ == '__main__':\n"
        "    with writer_processes(1) as executor:\n"
        "        print(executor.submit(os.getpid).result(), flush=True)\n"
        "        os.kill(os.getpid(), 9)\n",
        encoding="utf-8",
    )
    root = str(Path(__file__).parents[3])
    parent = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "PYTHONPATH": root},
    )
    process = Path("/proc", parent.stdout.strip())
    assert parent.stdout.strip()
    end = time.monotonic() + 10
    while process.exists() and time.monotonic() < end:
        time.sleep(0.05)
    assert not process.exists()
