"""What each rule means, in English, for those who mend the program; the sentences for users stand in `pipeline/rules.py`."""

from pipeline.rules import Rule

GLOSSES: dict[Rule, str] = {
    Rule.NOT_A_WORKBOOK: "By its content the file is no workbook, whatever its name says.",
    Rule.FORMAT_NOT_READ: "A sound workbook in a format or form that is not read here; its own program can save it as .xlsx.",
    Rule.OTHER_ARCHIVE: "An archive that is not opened: another kind, within another archive, or with a password.",
    Rule.NOT_THE_FILE: "A shortcut, placeholder or half-synchronised file: what it stands for is elsewhere.",
    Rule.REPACKED: "The parts of one workbook in a folder, zipped.",
    Rule.EMPTY_FILE: "The file has no bytes.",
    Rule.ENCRYPTED: "The file cannot be opened without a password.",
    Rule.TOO_LARGE: "A limit on size, unpacked size, ratio, entries, sheets or cells is exceeded.",
    Rule.DAMAGED: "The package or one of its parts is cut off, fails its checksum or is not well-formed.",
    Rule.UNSAFE: "The package has a structure that no ordinary program writes and two readers could take differently.",
    Rule.UNREADABLE: "The reader gave up, crashed or ran out of its time or memory; only its own process suffered.",
    Rule.OUTSIDE_INBOX: "A link, device or path that leads out of the inbox.",
    Rule.MEMBER_REFUSED: "One file of an archive is not taken out; the others are.",
    Rule.LOCAL_TROUBLE: "The coordinator's machine does not let a file or folder be read; says nothing of its content.",
    Rule.VANISHED: "A file was listed and gone when its turn came.",
    Rule.MACROS: "The workbook holds macros, which are never run.",
    Rule.EXTERNAL_LINKS: "Formulas or tables take values from other files; links are not followed, the stored values are used.",
    Rule.DDE: "A formula or link calls another program; nothing is called, the stored values are used.",
    Rule.ARCHIVE_OPENED: "An archive: not a return itself, the files in it are taken one by one.",
    Rule.SYSTEM_FILE: "A lock file, thumbnail or partial download.",
    Rule.NOT_A_RETURN: "A workbook without the report sheet and without identity.",
    Rule.UNKNOWN_CAMPAIGN: "The form of another campaign.",
    Rule.UNKNOWN_ROUND: "The form names a round that the campaign does not have.",
    Rule.OTHER_ROUND: "A valid return of another round of this campaign.",
    Rule.UNKNOWN_AGENCY: "No agency that owes a return can be told from the file.",
    Rule.IDENTITY_CONFLICT: "Hidden sheet, properties and header block name different agencies or rounds.",
    Rule.IDENTITY_FROM_HEADER: "The hidden sheet is lost; what is left told whose return it is.",
    Rule.IDENTITY_TASKS: "The codes in the table are those of another agency's form, against hidden sheet and header block.",
    Rule.OLD_TEMPLATE: "Filled in an older template whose rows and columns still fit.",
    Rule.SUPERSEDED: "A later return of the same agency took its place.",
    Rule.SUPERSEDED_BY_CHANCE: "Of several returns none is later by its dates; name or digest decided.",
    Rule.COMPETING_RETURNS: "Two different returns of one agency with the same report date, from different people.",
    Rule.DUPLICATE: "The same bytes as another file.",
    Rule.DUPLICATE_OF_REJECTED: "The same bytes as a file that was rejected.",
    Rule.SHEET_MISSING: "A sheet of the form is not there.",
    Rule.COLUMN_MISSING: "A column without which the table cannot be read is not there.",
    Rule.EXTRA_SHEET: "A sheet that the form does not have; it is not read.",
    Rule.LAYOUT_CHANGED: "Rows or columns were inserted, moved, sorted or hidden; rows are found by code, columns by heading.",
    Rule.TASK_ROW_MISSING: "The row of an assigned task or indicator is not there.",
    Rule.TASK_ROW_NEW: "An older template has no row for a task or indicator that is asked now.",
    Rule.TASK_ROW_GONE: "An older template has a filled row that is not asked of the agency any more.",
    Rule.COLUMN_NEW: "An older template lacks a column that the newest has.",
    Rule.UNKNOWN_TASK_CODE: "A row with a code that was not asked of the agency.",
    Rule.REPEATED_TASK_CODE: "Several rows with the same code; nobody can say which is meant.",
    Rule.LOCKED_CELL_CHANGED: "A printed cell was overwritten; the catalogue's wording stands.",
    Rule.TEXT_OUTSIDE: "Text outside the tables; it is not read.",
    Rule.MERGED_CELLS: "Open cells were merged; the value counts for the first one only.",
    Rule.NOT_IN_LIST: "A word that means none of a closed list, or more than one.",
    Rule.LIST_VALUE_NORMALISED: "A word with one meaning, in another spelling or in short.",
    Rule.NOT_A_DATE: "No date, or none that exists.",
    Rule.DATE_NORMALISED: "A date typed as text or left as a serial number; day first always.",
    Rule.DATE_OUTSIDE_YEAR: "A date outside the campaign's year.",
    Rule.DATE_BEFORE_PERIOD: "A date in the campaign's year but before its period: done early.",
    Rule.DATE_IN_FUTURE: "A date after the as-of date.",
    Rule.DATE_SWAPPED: "A date cell that fits the period only with day and month exchanged, as an en-US machine leaves it.",
    Rule.NOT_A_NUMBER: "No number, or one with words that could change the amount.",
    Rule.NUMBER_AMBIGUOUS: "A number with two readings.",
    Rule.NUMBER_NORMALISED: "A number typed as text, with its unit or sign, or shown as a percentage; one reading.",
    Rule.OUT_OF_RANGE: "A number outside the column's limits.",
    Rule.NEGATIVE: "A number below zero.",
    Rule.NOT_WHOLE: "A fraction where the unit is counted in whole numbers.",
    Rule.TOO_LONG: "A text over the column's length; all of it is kept.",
    Rule.ERROR_VALUE: "An error value such as #REF!.",
    Rule.FORMULA: "A formula in an open cell; its stored value counts.",
    Rule.FORMULA_WITHOUT_VALUE: "A formula for which no value was stored.",
    Rule.LEGACY_ENCODING: "Text in TCVN3 or VNI, told by its letters or its font; never converted, a reading is proposed.",
    Rule.TEXT_CLEANED: "Hidden characters, foreign blanks or letters composed otherwise; the words are the same.",
    Rule.TEXT_FROM_VALUE: "A number, date or truth value in a text column, kept as the officer sees it.",
    Rule.STATUS_MISSING: "A row with content but no status.",
    Rule.LED_ROW_EMPTY: "Nothing said of a task that the agency leads.",
    Rule.COORDINATED_ROW_EMPTY: "Nothing said of a task that the agency coordinates.",
    Rule.DONE_WITHOUT_DATE: "Done, without the day.",
    Rule.RESULT_MISSING: "Done or in progress, without what was done.",
    Rule.EVIDENCE_MISSING: "Done, without a document to show for it.",
    Rule.REASON_MISSING: "Not started or nil, without the reason.",
    Rule.OVERDUE_REASON_MISSING: "Past its due date on the round's last day, not done, no reason.",
    Rule.PERCENT_AGAINST_STATUS: "A percentage that contradicts the status.",
    Rule.DATE_AGAINST_STATUS: "A completion date although not done.",
    Rule.NIL_NOT_ALLOWED: "«Không phát sinh» where the decision leaves no such choice.",
    Rule.FIELD_MISSING: "A cell that a filled row needs is empty.",
    Rule.FIELD_NOT_APPLICABLE: "A cell filled that does not apply; for columns added in `schemas/`.",
    Rule.SIGNER_MISSING: "The header block names nobody who signs.",
    Rule.REPORT_DATE_MISSING: "The header block has no report date.",
    Rule.PART_EXCEEDS_WHOLE: "A part larger than its whole, both of the same return.",
    Rule.DONE_WITHOUT_MODEL: "The task measured by the list of models is done, but none is listed.",
    Rule.MODEL_WITHOUT_DONE: "Models are listed although the task is said not to be started, or nil.",
    Rule.PROPOSAL_WITHOUT_CONTENT: "A proposal that proposes nothing.",
    Rule.PROPOSAL_UNKNOWN_TASK: "A proposal for a task that the catalogue does not have.",
    Rule.DONE_BEFORE: "Done in the round before, not done any more.",
    Rule.COMPLETION_DATE_CHANGED: "Done in both rounds, on different days.",
    Rule.CUMULATIVE_FELL: "A number counted from the start of the period is smaller than in the round before.",
    Rule.LEAD_DONE_ALONE: "The only lead says done; more than half of at least three coordinators that reported say not started.",
    Rule.SAME_RESULT: "The same result of at least 100 characters from several agencies, but for case, blanks and tone placement.",
}

_IN_ERROR = "The row counts as in error (`L`)"
_REFUSED = f"The value is not used. {_IN_ERROR}; an indicator is left out of the totals."
_USED = "Used; somebody should look."
_RECORDED = "Used after the recorded change."

#: What follows, where the gate and the severity do not say it.
CONSEQUENCES: dict[Rule, str] = {
    Rule.OTHER_ROUND: "Set aside for its round.",
    Rule.SUPERSEDED: "Not used: the later return is.",
    Rule.DUPLICATE: "Not used: the first copy is.",
    Rule.ARCHIVE_OPENED: "Listed as ignored; the files in it are judged each by itself.",
    Rule.SYSTEM_FILE: "Listed as ignored.",
    Rule.TASK_ROW_MISSING: "The task counts as not reported (`X`), an indicator as not given.",
    Rule.TASK_ROW_NEW: "The task counts as not reported (`X`), an indicator as not given.",
    Rule.TASK_ROW_GONE: "The row is not used.",
    Rule.COLUMN_NEW: "Its cells count as not filled.",
    Rule.UNKNOWN_TASK_CODE: "The row is not used.",
    Rule.REPEATED_TASK_CODE: "The first of the rows is shown, as in error (`L`).",
    Rule.MERGED_CELLS: "Only the first cell has a value. The rows of the others count as in error (`L`).",
    Rule.LED_ROW_EMPTY: "The task counts as not reported (`X`); the file has problems.",
    Rule.COORDINATED_ROW_EMPTY: "The task counts as not reported (`X`).",
    Rule.PART_EXCEEDS_WHOLE: "The part is left out of the totals and shown as in error.",
    Rule.PROPOSAL_WITHOUT_CONTENT: "The proposal is shown as in error.",
    Rule.PROPOSAL_UNKNOWN_TASK: "The code is not used; the proposal is shown as in error.",
    Rule.FIELD_MISSING: f"{_IN_ERROR}; a model or proposal without it is shown as it is.",
}


def consequence(rule: Rule) -> str:
    """What a problem of a rule does, unless a campaign or a waiver asks less."""
    gate = rule.code.partition(".")[0]
    match (rule.severity.value, gate):
        case _ if rule in CONSEQUENCES:
            return CONSEQUENCES[rule]
        case ("error", "container" | "identity" | "structure"):
            return "The file is rejected: nothing of it is used."
        case ("error", "cell"):
            return _REFUSED
        case ("error", _):
            return f"{_IN_ERROR}; what was typed is shown."
        case ("warning", _):
            return _USED
    return _RECORDED
