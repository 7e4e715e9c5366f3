"""An inbox that is not a folder of this machine: any place that fsspec reads (S3, SFTP, a share), by its address."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import OperatorError
from pipeline.intake.files.folder import InboxEntry, read_stream, shown_path, unique
from pipeline.intake.files.troubles import file_trouble, local_trouble
from pipeline.intake.formats.limits import Limits, Rejection

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem


@dataclass(frozen=True, slots=True)
class RemoteInbox:
    """The address of an inbox, as fsspec has it: `s3://bucket/inbox`, `sftp://host/inbox`, `memory://inbox`."""

    url: str

    def __str__(self) -> str:
        return self.url


Inbox = Path | RemoteInbox


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteEntry(InboxEntry):
    """One file of a remote inbox."""

    filesystem: "AbstractFileSystem" = field(compare=False)
    #: Path in the file system.
    name: str
    size: int

    def content(self, limits: Limits) -> bytes | Rejection:
        """Read the file, as far as the limits allow."""
        try:
            with self.filesystem.open(self.name, "rb") as stream:
                return read_stream(stream, self.size, limits)
        except Exception as error:  # each file system raises its own
            if isinstance(error, FileNotFoundError):
                return file_trouble(error)
            return local_trouble(f"không tải được tệp: {type(error).__name__}")


def remote_entries(inbox: RemoteInbox) -> tuple[InboxEntry, ...]:
    """Return every file of a remote inbox, sorted by path, each path once.

    Raises: OperatorError when it cannot be listed, or fsspec or what it needs for the address is not installed.
    """
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415  # an extra

        filesystem, root = url_to_fs(inbox.url)
        exists = filesystem.exists(root)
        facts_by_name: dict[str, dict[str, Any]] = filesystem.find(root, detail=True)
    except ImportError as error:
        package = f" ({error.name})" if error.name else ""
        raise OperatorError(
            f"Cần cài thêm thành phần để đọc {inbox.url}{package}: pip install 'tonghop[cluster]'; "
            "hoặc chép báo cáo về một thư mục của máy này."
        ) from error
    except Exception as error:  # each file system raises its own
        raise OperatorError(
            f"Không mở được hộp thư đến {inbox.url} ({type(error).__name__}); kiểm tra địa chỉ, mạng và quyền đọc."
        ) from error
    if not exists:
        raise OperatorError(f"Không có hộp thư đến {inbox.url}; kiểm tra lại địa chỉ.")
    base = str(root).rstrip("/")
    entries: list[InboxEntry] = [
        RemoteEntry(
            path=shown_path(name.removeprefix(base).lstrip("/")),
            location=Path(name),
            filesystem=filesystem,
            name=name,
            size=int(facts.get("size") or 0),
        )
        for name, facts in sorted(facts_by_name.items())
    ]
    return unique(sorted(entries, key=lambda entry: entry.path))
