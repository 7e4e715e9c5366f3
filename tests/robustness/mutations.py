"""Every kind of mutation of a faultless return, in one table."""

from tests.robustness.kinds_cells import CELLS
from tests.robustness.kinds_containers import CONTAINERS
from tests.robustness.kinds_desktop import DESKTOP
from tests.robustness.kinds_folder import FOLDER
from tests.robustness.kinds_forms import FORMS, REWRITTEN_FORMS
from tests.robustness.kinds_hostile_mails import HOSTILE_MAILS
from tests.robustness.kinds_identity import IDENTITY, SEVERAL
from tests.robustness.kinds_layout import HARMLESS
from tests.robustness.kinds_mails import MAILS
from tests.robustness.kinds_programs import PROGRAMS
from tests.robustness.kinds_rows import ROWS
from tests.robustness.kinds_seen import SEEN
from tests.robustness.kinds_shown import SHOWN
from tests.robustness.kinds_structure import STRUCTURE
from tests.robustness.kinds_tables import TABLES
from tests.robustness.kinds_texts import TEXTS
from tests.robustness.kinds_written import REWRITTEN, WRITTEN

#: Without what needs LibreOffice.
QUICK = (
    *(*HARMLESS, *WRITTEN, *REWRITTEN, *TABLES, *CELLS, *SHOWN, *TEXTS, *SEEN, *ROWS, *STRUCTURE),
    *(*IDENTITY, *FORMS, *REWRITTEN_FORMS, *SEVERAL, *CONTAINERS, *DESKTOP, *FOLDER, *MAILS, *HOSTILE_MAILS),
)
MUTATIONS = (*PROGRAMS, *QUICK)
