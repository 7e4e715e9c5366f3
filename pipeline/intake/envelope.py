"""The envelope of a mail: who sent it, when, about what."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Who sent a message, when, about what: evidence, never identity."""

    #: Lower case, without a display name; empty where the message tells none.
    sender_address: str = ""
    sender_name: str = ""
    #: The day in Viet Nam.
    sent_on: date | None = None
    subject: str = ""
