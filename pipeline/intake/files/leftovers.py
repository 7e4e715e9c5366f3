"""What desktops, shares and downloads leave in a folder beside the returns; told by name, for it has nothing of its own to tell."""

from pathlib import PurePosixPath

from pipeline.intake.formats.limits import Rejection, not_the_file

_NAMES = {
    *("thumbs.db", "thumbs.db:encryptable", "ehthumbs.db", "ehthumbs_vista.db", "desktop.ini", "folder.jpg"),
    *("icon\r", "icon\uf00d", "icon", "sync.ffs_db", "sync.ffs_lock", "zone.identifier"),
}
_STARTS = ("~$", "~wr", "~fs")
_ENDINGS = (
    # unfinished downloads and copies
    *(".crdownload", ".part", ".partial", ".tmp", ".download", ".opdownload", ".filepart", ".aria2", ".!ut", ".~tmp"),
    *(".temp", ".swp", ".sb-conflict"),
    # what Windows, the Mac and Dropbox put beside a file; on shares the colon becomes another sign
    *("zone.identifier", ":smartscreen", "\uf03asmartscreen", "afp_afpinfo", "afp_resource"),
    *(":com.dropbox.attrs", ":com.dropbox.attributes", "\uf03acom.dropbox.attrs"),
)
#: Folders of systems and of shares (Synology, QNAP, Windows, the Mac, Linux); nothing under them was sent by anybody.
_FOLDERS = {
    *("__macosx", "@eadir", "@tmp", "#recycle", "#snapshot", "@recycle", "@recently-snapshot", "~snapshot"),
    *("$recycle.bin", "system volume information", "lost+found", "found.000"),
}
_ICLOUD = not_the_file("tệp giữ chỗ của iCloud, tệp thật chưa tải về")
_PLACEHOLDERS = {
    ".icloud": _ICLOUD,
    ".gsheet": not_the_file("đường dẫn tới bảng tính trên Google Drive"),
    ".gdoc": not_the_file("đường dẫn tới tài liệu trên Google Drive"),
    ".webloc": not_the_file("lối tắt tới một trang web"),
    ".cloud": not_the_file("tệp giữ chỗ của dịch vụ lưu trữ, tệp thật chưa tải về"),
    ".nextcloud": not_the_file("tệp giữ chỗ của Nextcloud, tệp thật chưa tải về"),
    ".owncloud": not_the_file("tệp giữ chỗ của ownCloud, tệp thật chưa tải về"),
}


def is_system_file(path: str) -> bool:
    """Return whether a path relative to the inbox (`a.zip!/b` inside an archive) is no return and nobody means it to be one."""
    parts = PurePosixPath(path.replace("!/", "/")).parts
    if not parts or placeholder(path) is not None:
        return False
    if any(part.startswith(".") and part not in {".", ".."} for part in parts):
        return True
    if any(part.lower() in _FOLDERS for part in parts[:-1]):
        return True
    name = parts[-1].lower()
    return name in _NAMES or name.startswith(_STARTS) or name.endswith(_ENDINGS)


def placeholder(path: str) -> Rejection | None:
    """Return what stands at a path in place of a file that is kept elsewhere; None for anything else."""
    return _PLACEHOLDERS.get(PurePosixPath(path).suffix.lower())
