"""Many workbooks, written here or by other processes."""

import os
import subprocess
import sys
import time
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from pipeline.campaign.decision import Campaign
from pipeline.forms.form import Form
from pipeline.forms.schema.schema import Schemas
from pipeline.forms.template import template_bytes
from pipeline.forms.writing import begun, workbooks, writers
from tests.support.forms import form_of


def forms_of(campaign: Campaign, schemas: Schemas, count: int) -> list[Form]:
    return [form_of(campaign, schemas, agency.code) for agency in campaign.agencies[:count]]


def test_they_come_in_order_and_are_the_same_whoever_writes_them(campaign: Campaign, schemas: Schemas) -> None:
    forms = forms_of(campaign, schemas, 13)
    with writers(processes=2) as executor:
        written = list(workbooks(forms, schemas, executor))
    assert written == [template_bytes(form, schemas) for form in forms] == list(workbooks(forms, schemas))


def test_a_few_start_no_process(campaign: Campaign, schemas: Schemas) -> None:
    forms = forms_of(campaign, schemas, 1)
    with writers() as executor:
        executor.shutdown()
        assert list(workbooks(forms, schemas, executor)) == [template_bytes(forms[0], schemas)]


def test_what_a_process_did_not_live_to_write_is_written_here(campaign: Campaign, schemas: Schemas) -> None:
    forms = forms_of(campaign, schemas, 13)
    with writers(processes=1) as executor:
        written = workbooks(forms, schemas, executor)
        ended = executor.submit(os._exit, 1)
        assert list(written) == [template_bytes(form, schemas) for form in forms]
        assert isinstance(ended.exception(), BrokenProcessPool)
        assert len(list(workbooks(forms, schemas, executor))) == len(forms)


def test_other_bytes_are_made_beside_too(campaign: Campaign, schemas: Schemas) -> None:
    with writers(processes=1) as executor:
        assert begun(executor, bytes.fromhex, "0aff")() == b"\x0a\xff" == begun(None, bytes.fromhex, "0aff")()
        before = begun(executor, _slowly, b"before")
        ended = executor.submit(os._exit, 1)
        assert isinstance(ended.exception(), BrokenProcessPool)
        assert before() == b"before"
        assert begun(executor, _slowly, b"after")() == b"after"


def _slowly(content: bytes) -> bytes:
    time.sleep(0.01)
    return content


def test_no_process_outlives_a_parent_that_was_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        "import os\n"
        "from pipeline.forms.writing import writers\n"
        "if __name__ == '__main__':\n"
        "    with writers(processes=1) as executor:\n"
        "        print(executor.submit(os.getpid).result(), flush=True)\n"
        "        os.kill(os.getpid(), 9)\n",
        encoding="utf-8",
    )
    root = str(Path(__file__).parents[3])
    done = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "PYTHONPATH": root},
    )
    process = Path("/proc", done.stdout.strip())
    assert done.stdout.strip()
    end = time.monotonic() + 10
    while process.exists() and time.monotonic() < end:
        time.sleep(0.05)
    assert not process.exists()
