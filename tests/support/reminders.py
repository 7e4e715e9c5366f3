"""Reminders of the small city, three of whose agencies have a mail address."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from pipeline.campaign.decision import Campaign
from pipeline.forms.schema.schema import Schemas
from pipeline.intake.received import ReceivedFile
from pipeline.reports.letters.reminder import Reminder, reminder
from tests.support.consolidation import consolidated, small_campaign

LATE = date(2025, 9, 8)


def campaign_with_addresses(folder: Path) -> Campaign:
    """Return the small city; 10001 (waived from 1.2), 10002 and SNV have an address."""
    campaign = small_campaign(folder)
    mails = {"10001": "hoabinh@example.vn", "10002": "camgiang@example.vn"}
    agencies = tuple(replace(agency, email=mails.get(agency.code, agency.email)) for agency in campaign.agencies)
    return replace(campaign, agencies=agencies)


def reminded(
    campaign: Campaign,
    schemas: Schemas,
    files: Sequence[ReceivedFile] = (),
    as_of: date = LATE,
    until: date | None = None,
) -> Reminder:
    """Return the reminder for what lies in the inbox."""
    done = consolidated(campaign, schemas, files, as_of=as_of)
    return reminder(done.merged, done.files, until=until)
