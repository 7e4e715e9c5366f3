"""What the placeholders of the schemas say in one form: examples from its own campaign, round, agency and its group."""

import re
from collections import Counter

from pipeline.campaign.causes import NOT_OPEN
from pipeline.campaign.decision import Campaign
from pipeline.forms.form import Form
from pipeline.values import date_text

#: What stands in an example for what nobody knows.
_UNKNOWN_DOMAIN, _UNKNOWN_SYMBOL = "coquan.vn", "…"
#: What a group that says nothing is taken to write, and to consist of.
_DOCUMENT, _STAFF = "Kế hoạch số 12/KH-…", "cán bộ, nhân viên"
#: The issuer at the end of a document's symbol: UBND of 12/KH-UBND.
_ISSUER = re.compile(r"/\w+-(\S+)$")


def example_values(form: Form) -> dict[str, str]:
    """Return the value of each of `PLACEHOLDERS`."""
    decision, agency = form.campaign.decision, form.agency
    document = agency.group.example_document or _DOCUMENT
    issuer = _ISSUER.search(document)
    symbol = agency.abbreviation or (issuer[1] if issuer is not None else _UNKNOWN_SYMBOL)
    tasks = [row.task.code for row in form.rows] or [task.code for task in form.campaign.reportable_tasks]
    return {
        "day": date_text(form.past_dates.example),
        "cut_off": date_text(form.round.cut_off),
        "period_end": date_text(decision.period_end),
        "task": tasks[0],
        "addressee": decision.addressee,
        "email": agency.email or agency.group.example_email or f"hoten@{_domain(form.campaign)}",
        "document": document if issuer is None else f"{document[: issuer.start(1)]}{symbol}",
        "report_number": f"45/BC-{symbol}",
        "staff": agency.group.staff or _STAFF,
        "one": agency.group.one,
        "promised_day": date_text(form.promised_dates.example),
        "cause": next((cause.label for cause in form.campaign.causes if cause.code != NOT_OPEN), ""),
    }


def _domain(campaign: Campaign) -> str:
    """Return the domain that most agencies of the register have, the first of equals."""
    domains = Counter(agency.email.rpartition("@")[2] for agency in campaign.agencies if "@" in agency.email)
    return next((domain for domain, _ in domains.most_common(1)), _UNKNOWN_DOMAIN)
