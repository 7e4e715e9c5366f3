"""Files that are no returns and that nobody means to be: traces of systems, programs and unfinished downloads."""

from pathlib import PurePosixPath

_NAMES = {"thumbs.db", "ehthumbs.db", "desktop.ini"}
_ENDINGS = (".crdownload", ".part", ".partial", ".tmp", ".download")
#: The folder's own notice.
_NOTICE = "README.md"


def is_system_file(path: str) -> bool:
    """Return whether a path relative to the inbox is left aside unread; `a.zip!/b` inside an archive."""
    if path == _NOTICE:
        return True
    parts = PurePosixPath(path.replace("!/", "/")).parts
    name = parts[-1].lower() if parts else ""
    if any(part.startswith(".") for part in parts) or "__MACOSX" in parts:
        return True
    return name in _NAMES or name.startswith("~$") or name.endswith(_ENDINGS)
