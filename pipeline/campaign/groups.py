"""Groups of agencies (khối): what `groups.yaml` says of each; their order is the order of every table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One group of agencies, an entry of `groups.yaml`; frames and references hold its code.

    Source: the decision names the groups that report; others are there because it gives them a part in a task.
    """

    code: str
    #: As it stands inside a sentence: "sở, ban, ngành".
    name: str
    #: The same in few words, for narrow columns.
    short: str
    #: One of its agencies: "xã có rừng".
    one: str
    #: All of them as a letter addresses them: "Các chủ rừng là tổ chức".
    addressed: str
    #: Whether its agencies owe reports; others only coordinate, and get no form.
    reports: bool = True
    #: Its people: "thợ rừng"; "" where nothing is said.
    staff: str = ""
    #: What the form of such an agency shows as an example of its address, and of a document of its own; "" takes the schema's.
    example_email: str = ""
    example_document: str = ""

    def __hash__(self) -> int:
        """Return the hash of the code, which no other group of a campaign has."""
        return hash(self.code)

    @property
    def title(self) -> str:
        """Return the name as it stands in a table."""
        return self.name[0].upper() + self.name[1:]

    @property
    def short_title(self) -> str:
        """Return the short name as it heads a narrow column."""
        return self.short[0].upper() + self.short[1:]


def parse_group(entry: Mapping[str, Any]) -> Group:
    """Return one entry of `groups.yaml`, which its schema has accepted; what it does not say follows from the name."""
    name, examples = entry["name"], entry.get("examples", {})
    return Group(
        code=entry["code"],
        name=name,
        short=entry.get("short", name),
        one=entry.get("one", name),
        addressed=entry.get("addressed", f"Các {name}"),
        reports=entry.get("reports", True),
        staff=entry.get("staff", ""),
        example_email=examples.get("email", ""),
        example_document=examples.get("document", ""),
    )
