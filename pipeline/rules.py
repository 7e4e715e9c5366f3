"""The one catalogue of rules: code, severity and the sentences that users see."""

from enum import Enum, StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """What a problem does to the value: refused, used but to be looked at, used after a recorded change."""

    ERROR = "error"
    WARNING = "warning"
    NORMALISED = "normalised"

    @property
    def label(self) -> str:
        """Return the word users see."""
        return {"error": "Lỗi", "warning": "Lưu ý", "normalised": "Đã chuẩn hóa"}[self.value]


class Detail(NamedTuple):
    """Everything that is said of one rule, to agencies in Vietnamese and to maintainers in English."""

    #: Stable: outside programs see it.
    code: str
    severity: Severity
    #: What is wrong, and what to do; both are templates over the problem's parameters.
    message: str
    hint: str
    #: When the rule is broken, in English, for `docs/rules.md`.
    gloss: str
    #: What follows, where gate and severity do not say it; in English, for `docs/rules.md`.
    consequence: str | None = None


#: Across agencies, a text with fewer characters («Đã ban hành kế hoạch») is the same by chance.
LONG_TEXT = 200
#: Fewer coordinating agencies that reported are no measure of a task.
FEWEST_COORDINATORS = 3
#: Spreadsheets keep 15 digits of a number.
LARGEST_NUMBER = 1e15
#: A newer return is suspect that fills less than this share of the rows of the one it replaces, and so many fewer.
FEWER_ROWS_SHARE, FEWEST_ROWS_LOST = 0.5, 3
#: Letters of an old encoding in a text without its font; a foreign name or a unit may bring one along.
FEWEST_LEGACY_LETTERS = 2

#: Results that say nothing, whatever their case, marks and punctuation; so do texts without letters or figures.
SAYING_NOTHING = (
    *(
        "nt",
        "n/t",
        "như trên",
        "như vậy",
        "như đã nêu",
        "như mục trên",
        "như nội dung trên",
        "như báo cáo",
        "như báo cáo trên",
    ),
    *(
        "như đã báo cáo",
        "như lần trước",
        "như kỳ trước",
        "như báo cáo lần trước",
        "xem trên",
        "xem ở trên",
        "xem mục trên",
    ),
    *(
        "xem báo cáo",
        "xem văn bản",
        "xem phụ lục",
        "xem tệp đính kèm",
        "xem file đính kèm",
        "có báo cáo kèm theo",
        "kèm theo",
    ),
    *(
        "theo báo cáo",
        "có báo cáo riêng",
        "đã báo cáo",
        "đã có báo cáo",
        "báo cáo sau",
        "sẽ báo cáo sau",
        "bổ sung sau",
    ),
    *("cập nhật sau", "sẽ cập nhật sau", "đang cập nhật", "chưa cập nhật", "thực hiện", "đã thực hiện", "có thực hiện"),
    *(
        "đã thực hiện xong",
        "đã thực hiện tốt",
        "đã thực hiện đầy đủ",
        "thực hiện tốt",
        "thực hiện đầy đủ",
        "đang thực hiện",
    ),
    *(
        "đã làm",
        "đã làm xong",
        "đang làm",
        "đã xong",
        "xong",
        "hoàn thành",
        "đã hoàn thành",
        "hoàn thành tốt",
        "hoàn thành 100%",
    ),
    *(
        "đạt 100%",
        "100%",
        "đạt",
        "đã đạt",
        "tốt",
        "đủ",
        "đầy đủ",
        "có",
        "đã có",
        "không",
        "không có",
        "chưa",
        "chưa có",
    ),
    *(
        "đã triển khai",
        "đang triển khai",
        "triển khai thực hiện",
        "đã triển khai thực hiện",
        "đang triển khai thực hiện",
    ),
    *("đã tổ chức thực hiện", "đang tiến hành", "theo quy định", "đúng quy định", "thực hiện theo quy định"),
    *(
        "thực hiện đúng quy định",
        "đã thực hiện theo quy định",
        "đã thực hiện đúng quy định",
        "theo kế hoạch",
        "đúng kế hoạch",
    ),
    *("thực hiện theo kế hoạch", "đã thực hiện theo kế hoạch", "đúng tiến độ", "ok", "done", "yes", "x", "vv", "v.v"),
)
#: Said of a form that came filled in from the round before.
UNCHANGED_IS_SENT_BACK = "; nếu phần điền sẵn vẫn đúng, không có gì thêm thì ghi «Ngày báo cáo», «Người ký» rồi gửi lại"

_ERROR, _WARNING, _NORMALISED = Severity.ERROR, Severity.WARNING, Severity.NORMALISED
_IN_ERROR = "The row counts as in error (`L`)"
_DATE_HINT = "Gõ ngày theo dạng ngày/tháng/năm, ví dụ {example}."


class Rule(Enum):
    """Every rule of validation, in the order of the gates: container, identity, structure, cells, rows, workbook, across."""

    # container: the whole file is refused, or ignored
    NOT_A_WORKBOOK = Detail(
        "container.not-a-workbook",
        _ERROR,
        "Tệp không phải là bảng tính Excel (nội dung là {kind}).",
        "Mở biểu mẫu đã nhận, điền và lưu dưới dạng Excel (.xlsx) rồi gửi lại.",
        "By its content the file is no workbook, whatever its name says.",
    )
    FORMAT_NOT_READ = Detail(
        "container.format-not-read",
        _ERROR,
        "Chương trình không đọc được định dạng của tệp này ({kind}).",
        "Mở tệp bằng chương trình đã lưu ra nó, dùng Lưu thành (Save As) hoặc Xuất ra (Export), chọn Excel Workbook (.xlsx) rồi "
        "gửi lại.",
        "A sound workbook in a format or form that is not read here; its own program can save it as .xlsx.",
    )
    OTHER_ARCHIVE = Detail(
        "container.other-archive",
        _ERROR,
        "Chương trình không mở được loại tệp nén này ({kind}).",
        "Giải nén rồi gửi các tệp bên trong, hoặc nén lại thành .zip.",
        "An archive that is not opened: another kind, within another archive, or with a password.",
    )
    NOT_THE_FILE = Detail(
        "container.not-the-file",
        _ERROR,
        "Đây không phải chính tệp báo cáo mà chỉ là {kind}.",
        "Mở nơi lưu tệp gốc, chờ tải về (đồng bộ) xong, rồi gửi hoặc chép chính tệp Excel đó.",
        "A shortcut, placeholder or half-synchronised file: what it stands for is elsewhere.",
    )
    REPACKED = Detail(
        "container.repacked",
        _ERROR,
        "Bảng tính đã bị giải nén thành nhiều tệp rời rồi nén lại nên không mở được.",
        "Gửi chính tệp .xlsx ban đầu, không giải nén.",
        "The parts of one workbook in a folder, zipped.",
    )
    EMPTY_FILE = Detail(
        "container.empty",
        _ERROR,
        "Tệp rỗng, không có nội dung.",
        "Kiểm tra lại tệp trên máy, gửi lại tệp mở được bằng Excel.",
        "The file has no bytes.",
    )
    ENCRYPTED = Detail(
        "container.encrypted",
        _ERROR,
        "Tệp đặt mật khẩu nên không đọc được.",
        "Mở tệp, bỏ mật khẩu mở tệp (Tệp > Thông tin > Bảo vệ sổ làm việc), lưu và gửi lại.",
        "The file cannot be opened without a password.",
    )
    TOO_LARGE = Detail(
        "container.too-large",
        _ERROR,
        "Tệp vượt giới hạn {limit}: {measured}.",
        "Chép nội dung đã điền sang biểu mẫu gốc (không kèm ảnh, tệp nhúng) rồi gửi lại.",
        "A limit on size, unpacked size, ratio, entries, sheets or cells is exceeded.",
    )
    DAMAGED = Detail(
        "container.damaged",
        _ERROR,
        "Tệp bị hỏng, không đọc được ({reason}).",
        "Mở tệp bằng Excel, dùng Lưu thành (Save As) để lưu một bản mới rồi gửi lại.",
        "The package or one of its parts is cut off, fails its checksum or is not well-formed.",
    )
    UNSAFE = Detail(
        "container.unsafe",
        _ERROR,
        "Tệp có cấu trúc không an toàn ({reason}) nên không được mở.",
        "Chép nội dung đã điền sang biểu mẫu gốc rồi gửi lại.",
        "The package has a structure that no ordinary program writes and two readers could take differently.",
    )
    UNREADABLE = Detail(
        "container.unreadable",
        _ERROR,
        "Chương trình không đọc xong tệp: {reason}.",
        "Mở tệp bằng Excel, chép nội dung đã điền sang biểu mẫu gốc rồi gửi lại.",
        "The reader gave up, crashed or ran out of its time or memory; only its own process suffered.",
    )
    OUTSIDE_INBOX = Detail(
        "container.outside-inbox",
        _ERROR,
        "Mục này không phải tệp thường (liên kết hoặc thiết bị) nên không được mở.",
        "Chép chính tệp báo cáo vào thư mục tiếp nhận.",
        "A link, device or path that leads out of the inbox.",
    )
    MEMBER_REFUSED = Detail(
        "container.member-refused",
        _ERROR,
        "Tệp này trong tệp nén không được lấy ra ({reason}); các tệp khác trong đó vẫn được tiếp nhận.",
        "Gửi riêng tệp này, hoặc nén lại thành .zip thường, không đặt mật khẩu.",
        "One file of an archive is not taken out; the others are.",
    )
    LOCAL_TROUBLE = Detail(
        "container.local-trouble",
        _ERROR,
        "Máy tổng hợp không mở được mục này ({reason}); chưa biết nội dung có gì.",
        "Đầu mối tổng hợp kiểm tra quyền đọc, ổ đĩa, đường truyền rồi chạy lại; cơ quan gửi không phải làm gì.",
        "The coordinator's machine does not let a file or folder be read; says nothing of its content.",
    )
    VANISHED = Detail(
        "container.vanished",
        _ERROR,
        "Tệp có trong thư mục lúc bắt đầu nhưng đến lượt đọc thì không còn (đã bị xóa, chuyển đi hoặc đổi tên).",
        "Đầu mối tổng hợp chạy lại; nếu tệp bị xóa nhầm thì chép lại vào thư mục tiếp nhận.",
        "A file was listed and gone when its turn came.",
    )
    MACROS = Detail(
        "container.macros",
        _WARNING,
        "Tệp có chứa macro; macro không được chạy.",
        "Lưu báo cáo dưới dạng Excel thường (.xlsx) rồi gửi, không kèm macro.",
        "The workbook holds macros, which are never run.",
    )
    EXTERNAL_LINKS = Detail(
        "container.external-links",
        _WARNING,
        "Tệp có liên kết lấy số liệu từ tệp khác ({links}); liên kết không được mở, chỉ dùng giá trị đã lưu trong ô.",
        "Gõ trực tiếp giá trị, ngắt liên kết (Dữ liệu > Sửa liên kết > Ngắt liên kết) rồi lưu.",
        "Formulas or tables take values from other files; links are not followed, the stored values are used.",
    )
    DDE = Detail(
        "container.dde",
        _WARNING,
        "Tệp có lệnh DDE gọi chương trình khác; lệnh không được chạy, chỉ dùng giá trị đã lưu trong ô.",
        "Kiểm tra máy tính xem có mã độc không; chép nội dung đã điền sang biểu mẫu gốc rồi gửi lại.",
        "A formula or link calls another program; nothing is called, the stored values are used.",
    )
    ARCHIVE_OPENED = Detail(
        "container.archive",
        _WARNING,
        "Tệp nén, không phải báo cáo; {count} tệp bên trong được tiếp nhận riêng.",
        "Không phải làm gì.",
        "An archive: not a return itself, the files in it are taken one by one.",
        "Listed as ignored; the files in it are judged each by itself.",
    )
    MAIL_OPENED = Detail(
        "container.mail",
        _WARNING,
        "Thư điện tử, không phải báo cáo; {count} tệp đính kèm được tiếp nhận riêng.",
        "Không phải làm gì.",
        "A mail (.eml, .msg): not a return itself, what is attached is taken one by one.",
        "Listed as ignored; sender, day and subject are evidence of who sent the files in it.",
    )
    MAILBOX_OPENED = Detail(
        "container.mailbox",
        _WARNING,
        "Hộp thư, không phải báo cáo; {count} thư bên trong được tiếp nhận riêng.",
        "Không phải làm gì.",
        "A mailbox (.mbox): its mails are taken one by one, `a.mbox!/3/b.xlsx`.",
        "Listed as ignored; the mails in it are judged each by itself.",
    )
    MAIL_REST = Detail(
        "container.mail-rest",
        _WARNING,
        "Phần khác của thư ({parts}), không phải báo cáo.",
        "Không phải làm gì.",
        "The text of a mail, its signatures, pictures, appointments and cards: one row a mail.",
        "Listed as ignored.",
    )
    MAIL_WITHOUT_FILES = Detail(
        "container.mail-without-files",
        _ERROR,
        "Thư không kèm tệp nào.",
        "Gửi lại thư, đính kèm tệp biểu mẫu (.xlsx) đã điền.",
        "A mail with nothing attached.",
    )
    MAIL_REFUSED = Detail(
        "container.mail-refused",
        _ERROR,
        "Thư không mở được ({reason}).",
        "Gửi lại thư thường, chỉ đính kèm tệp biểu mẫu (.xlsx) đã điền.",
        "A mail over a limit, too deeply nested or damaged.",
    )
    ATTACHMENT_REFUSED = Detail(
        "container.attachment-refused",
        _ERROR,
        "Không lấy được tệp này ra khỏi thư ({reason}).",
        "Gửi lại thư thường, đính kèm chính tệp biểu mẫu (.xlsx) đã điền.",
        "Something attached that cannot be taken out: encrypted, a link, an object of Outlook.",
    )
    MAIL_NESTED = Detail(
        "container.mail-nested",
        _ERROR,
        "Thư nằm trong tệp nén hoặc trong thư khác nên không được mở; chỉ mở một cấp.",
        "Lấy thư ra, đặt trực tiếp vào thư mục tiếp nhận.",
        "A mail in an archive or a mailbox in a mail; the one nesting allowed is an archive in a mail.",
    )
    SYSTEM_FILE = Detail(
        "container.system-file",
        _WARNING,
        "Tệp phụ của hệ thống hoặc tệp tạm, không phải báo cáo.",
        "Không phải làm gì.",
        "A lock file, thumbnail or partial download.",
        "Listed as ignored.",
    )

    # identity: whose return, which round
    NOT_A_RETURN = Detail(
        "identity.not-a-return",
        _ERROR,
        "Bảng tính này không phải biểu mẫu báo cáo: không có trang «Báo cáo» và thông tin nhận dạng.",
        "Dùng đúng biểu mẫu đã gửi cho cơ quan, điền và gửi lại.",
        "A workbook without the report sheet and without identity.",
    )
    UNKNOWN_CAMPAIGN = Detail(
        "identity.unknown-campaign",
        _ERROR,
        "Biểu mẫu thuộc đợt công tác «{found}», không phải «{expected}».",
        "Dùng biểu mẫu của đợt {expected}.",
        "The form of a campaign that the project does not have.",
    )
    OTHER_CAMPAIGN = Detail(
        "identity.other-campaign",
        _WARNING,
        "Báo cáo thuộc đợt công tác «{found}», không phải «{expected}»; không dùng trong lần tổng hợp này.",
        "Không phải làm gì nếu gửi đúng đợt; nếu nhầm, dùng biểu mẫu của đợt {expected}.",
        "The form of another campaign of the same project: its folder is in `catalogue/`.",
        "Counted as of the other campaign; no problem.",
    )
    UNKNOWN_ROUND = Detail(
        "identity.unknown-round",
        _ERROR,
        "Biểu mẫu ghi lần báo cáo «{found}» không có trong đợt công tác.",
        "Dùng biểu mẫu của {expected}.",
        "The form names a round that the campaign does not have.",
    )
    OTHER_ROUND = Detail(
        "identity.other-round",
        _WARNING,
        "Báo cáo thuộc {found}, không phải {expected}; không dùng trong lần tổng hợp này.",
        "Không phải làm gì nếu gửi đúng lần; nếu nhầm, dùng biểu mẫu của {expected}.",
        "A valid return of another round of this campaign.",
        "Set aside for its round.",
    )
    UNKNOWN_AGENCY = Detail(
        "identity.unknown-agency",
        _ERROR,
        "Không nhận ra cơ quan báo cáo («{found}»).",
        "Dùng đúng biểu mẫu mang tên cơ quan, không sửa phần tên cơ quan ở đầu trang «Báo cáo».",
        "No agency that owes a return can be told from the file.",
    )
    IDENTITY_CONFLICT = Detail(
        "identity.conflict",
        _ERROR,
        "Thông tin nhận dạng mâu thuẫn: {first_source} ghi «{first}» nhưng {second_source} ghi «{second}».",
        "Mỗi cơ quan dùng biểu mẫu của mình; chép nội dung sang đúng biểu mẫu rồi gửi lại.",
        "Hidden sheet, properties and header block name different agencies or rounds.",
    )
    IDENTITY_FROM_HEADER = Detail(
        "identity.from-header",
        _WARNING,
        "Tệp đã mất phần nhận dạng ẩn; cơ quan và lần báo cáo được xác định theo {source}.",
        "Lần sau điền trực tiếp vào biểu mẫu đã nhận, không chép sang tệp mới.",
        "The hidden sheet is lost; what is left told whose return it is.",
    )
    IDENTITY_TASKS = Detail(
        "identity.other-tasks",
        _WARNING,
        "Tệp mang tên {name} nhưng các mã trong bảng là của biểu mẫu {others}; chỉ dùng các mục giao cho {name}.",
        "Điền vào đúng biểu mẫu của cơ quan mình rồi gửi lại.",
        "The codes in the table are those of another agency's form, against hidden sheet and header block.",
    )
    OLD_TEMPLATE = Detail(
        "identity.old-template",
        _WARNING,
        "Biểu mẫu không phải bản mới nhất (mã {found}, bản mới nhất {expected}); nội dung vẫn được dùng.",
        "Lần sau dùng biểu mẫu mới nhất.",
        "Filled in an older template whose rows and columns still fit.",
    )
    NEWER_FORM = Detail(
        "identity.newer-form",
        _ERROR,
        "Biểu mẫu của phiên bản mới hơn ({found}); chương trình này chỉ đọc được đến phiên bản {known}.",
        "Đầu mối tổng hợp cập nhật chương trình rồi chạy lại; cơ quan không phải sửa gì.",
        "A form of a format that this version of the program does not know; reading it would be guessing.",
    )
    FORMAT_VERSION = Detail(
        "identity.format-version",
        _WARNING,
        "Phiên bản biểu mẫu ghi trong phần nhận dạng ẩn không hợp lệ («{found}»); nội dung được đọc như biểu mẫu hiện nay.",
        "Không sửa phần nhận dạng ẩn; nếu nghi ngờ, chép nội dung sang biểu mẫu gốc rồi gửi lại.",
        "The format version of the hidden sheet is no number; the form is read as one of today.",
    )
    UNFILLED = Detail(
        "identity.unfilled",
        _WARNING,
        "Biểu mẫu gửi về còn nguyên như khi được gửi đi, chưa điền nội dung báo cáo.",
        "Điền kết quả vào biểu mẫu rồi gửi lại{unchanged}.",
        "The form as it was sent out: its open table cells equal the digest of them that it carries.",
        "Not used, and no return is superseded by it; the agency has not reported.",
    )
    SUPERSEDED = Detail(
        "identity.superseded",
        _WARNING,
        "Đã có báo cáo mới hơn của cùng cơ quan ({by}); căn cứ: {ground}.",
        "Không phải làm gì nếu bản mới hơn là bản đúng.",
        "A later return of the same agency took its place.",
        "Not used: the later return is.",
    )
    SUPERSEDED_BY_CHANCE = Detail(
        "identity.superseded-by-chance",
        _WARNING,
        "Cơ quan gửi nhiều báo cáo khác nhau, không phân biệt được bản nào mới hơn theo ngày; tạm dùng {used} theo {ground}.",
        "Ghi «Ngày báo cáo» khác nhau ở mỗi lần gửi, hoặc báo cho đầu mối tổng hợp biết bản đúng.",
        "Of several returns none is later by its dates; name or digest decided.",
    )
    COMPETING_RETURNS = Detail(
        "identity.competing-returns",
        _WARNING,
        "Hai người của cùng cơ quan gửi hai báo cáo khác nhau cùng ngày {day}: {used} ({first}) và {other} ({second}); tạm dùng "
        "{used}, hai bản khác nhau ở {cells}.",
        "Thống nhất trong cơ quan rồi gửi một báo cáo với «Ngày báo cáo» mới.",
        "Two different returns of one agency with the same report date, from different people.",
    )
    FAR_FEWER_ROWS = Detail(
        "identity.far-fewer-rows",
        _WARNING,
        "{used} thay cho {other} vì mới hơn, nhưng điền ít hơn hẳn: {counts}.",
        "Kiểm tra xem có gửi nhầm tệp không; nếu {other} mới là bản đúng thì gửi lại bản ấy với «Ngày báo cáo» sau ngày của {used}.",
        f"A newer return fills less than {FEWER_ROWS_SHARE:.0%} of the rows of the one that it replaces on some sheet, and at least "
        f"{FEWEST_ROWS_LOST} fewer; the newer one counts all the same.",
    )
    DUPLICATE = Detail(
        "identity.duplicate",
        _WARNING,
        "Tệp giống hệt tệp {of}.",
        "Không phải làm gì.",
        "The same bytes as another file.",
        "Not used: the first copy is.",
    )
    DUPLICATE_OF_REJECTED = Detail(
        "identity.duplicate-of-rejected",
        _WARNING,
        "Tệp giống hệt tệp {of}, tệp ấy đã bị từ chối.",
        "Xem lý do ở tệp {of}; sửa theo đó rồi gửi lại một bản.",
        "The same bytes as a file that was rejected.",
        "Not used: neither is the first copy.",
    )
    BESIDE_RETURN = Detail(
        "identity.beside-return",
        _WARNING,
        "Tài liệu gửi cùng báo cáo của {name} ({beside}), không phải báo cáo.",
        "Không phải làm gì.",
        "A scan, picture or text that came with a usable return of the same agency: in its mail, archive or folder, or by its name.",
        "Verdict `not-a-return`; alone such a file is rejected.",
    )

    # structure: sheets, columns, rows
    SHEET_MISSING = Detail(
        "structure.sheet-missing",
        _ERROR,
        "Thiếu trang «{sheet}».",
        "Dùng lại biểu mẫu gốc, không xóa hay đổi tên trang.",
        "A sheet of the form is not there.",
    )
    SHEET_AMBIGUOUS = Detail(
        "structure.sheet-ambiguous",
        _ERROR,
        "Thiếu trang «{sheet}», trong khi có nhiều trang khác cùng mang bảng này ({sheets}); không rõ dùng trang nào.",
        "Đổi tên trang đúng thành «{sheet}», xóa các trang còn lại rồi gửi lại.",
        "A sheet of the form is not there, and several others hold its table.",
    )
    SHEET_RENAMED = Detail(
        "structure.sheet-renamed",
        _WARNING,
        "Trang «{original}» đã bị đổi tên thành «{sheet}»; nội dung vẫn được dùng.",
        "Giữ nguyên tên trang của biểu mẫu.",
        "A sheet of the form has another name; it is known by its headings, which no other sheet has.",
    )
    SHEET_COPIED = Detail(
        "structure.sheet-copied",
        _WARNING,
        "Trang «{sheet}» là bản sao của trang «{original}» ({about}); chỉ trang «{original}» được tổng hợp.",
        "Chép nội dung còn thiếu vào trang «{original}» rồi xóa bản sao; báo cáo của cơ quan khác gửi bằng tệp riêng.",
        "Another sheet holds a table of the form too: whose it is, and whether it says anything else.",
    )
    COLUMN_MISSING = Detail(
        "structure.column-missing",
        _ERROR,
        "Thiếu cột «{column}» trên trang «{sheet}».",
        "Dùng lại biểu mẫu gốc, không xóa hay đổi tên cột.",
        "A column without which the table cannot be read is not there.",
    )
    EXTRA_SHEET = Detail(
        "structure.extra-sheet",
        _WARNING,
        "Có trang «{sheet}» ngoài biểu mẫu; nội dung trang này không được tổng hợp.",
        "Đưa nội dung cần báo cáo vào các trang của biểu mẫu.",
        "A sheet that the form does not have; it is not read.",
    )
    LAYOUT_CHANGED = Detail(
        "structure.layout-changed",
        _WARNING,
        "Bố cục trang «{sheet}» đã thay đổi ({change}); số liệu vẫn được đọc theo mã và tên cột.",
        "Giữ nguyên thứ tự dòng, cột của biểu mẫu.",
        "Rows or columns were inserted, moved, sorted or hidden; rows are found by code, columns by heading.",
    )
    TASK_ROW_MISSING = Detail(
        "structure.row-missing",
        _ERROR,
        "Thiếu dòng của mục {task} ({place}).",
        "Chép lại dòng này từ biểu mẫu gốc vào đúng chỗ và điền kết quả.",
        "The row of an assigned task or indicator is not there.",
        "The task counts as not reported (`X`), an indicator as not given.",
    )
    TASK_ROW_NEW = Detail(
        "structure.row-new",
        _ERROR,
        "Biểu mẫu cũ không có dòng của mục {task}; mục này được tính là chưa báo cáo.",
        "Điền mục này trong biểu mẫu mới nhất rồi gửi lại.",
        "An older template has no row for a task that is asked now.",
        "The task counts as not reported (`X`).",
    )
    INDICATOR_NEW = Detail(
        "structure.indicator-new",
        _WARNING,
        "Biểu mẫu cũ chưa có chỉ tiêu {task}; chỉ tiêu này được tính là chưa điền.",
        "Điền chỉ tiêu này trong biểu mẫu mới nhất rồi gửi lại.",
        "An older template, or one that has lost what tells its age, has no row for an indicator that is asked now.",
        "The indicator counts as not given.",
    )
    TASK_ROW_GONE = Detail(
        "structure.row-gone",
        _WARNING,
        "Biểu mẫu cũ có dòng «{code}» nay không còn giao cho cơ quan; nội dung đã điền không được tổng hợp.",
        "Không phải làm gì; lần sau dùng biểu mẫu mới nhất.",
        "An older template has a filled row that is not asked of the agency any more.",
        "The row is not used.",
    )
    COLUMN_NEW = Detail(
        "structure.column-new",
        _WARNING,
        "Biểu mẫu cũ chưa có cột «{column}» trên trang «{sheet}»; cột này được tính là chưa điền.",
        "Điền cột này trong biểu mẫu mới nhất rồi gửi lại.",
        "An older template lacks a column that the newest has.",
        "Its cells count as not filled.",
    )
    LIST_NEW = Detail(
        "structure.list-new",
        _WARNING,
        "Biểu mẫu cũ chưa có trang «{sheet}»; danh sách này được tính là chưa điền.",
        "Điền trang này trong biểu mẫu mới nhất rồi gửi lại.",
        "An older template lacks the sheet of a list that the agency is asked for.",
        "The list counts as not filled.",
    )
    LIST_NOT_ASKED = Detail(
        "structure.list-not-asked",
        _WARNING,
        "Cơ quan không phải điền trang «{sheet}»; nội dung đã ghi ở trang này không được tổng hợp.",
        "Không phải sửa; nội dung cần báo cáo thì ghi vào các trang của biểu mẫu mới nhất.",
        "A list that the agency is not asked for holds something.",
        "The list is not used.",
    )
    UNKNOWN_TASK_CODE = Detail(
        "structure.unknown-code",
        _ERROR,
        "Mã «{code}» không phải mục được giao cho cơ quan.",
        "Ghi nội dung vào đúng dòng của biểu mẫu; nhiệm vụ mới ghi ở trang «Đề xuất».",
        "A row with a code that was not asked of the agency.",
        "The row is not used.",
    )
    REPEATED_TASK_CODE = Detail(
        "structure.repeated-code",
        _ERROR,
        "Mã {task} xuất hiện nhiều lần ({cells}).",
        "Chỉ giữ một dòng cho mỗi mục.",
        "Several rows with the same code; nobody can say which is meant.",
        "The first of the rows is shown, as in error (`L`).",
    )
    LOCKED_CELL_CHANGED = Detail(
        "structure.locked-changed",
        _WARNING,
        "{count} ô in sẵn trên trang «{sheet}» đã bị sửa ({cells}); danh mục gốc vẫn có giá trị.",
        "Không sửa các cột đã in sẵn; nếu muốn đề nghị sửa, ghi ở trang «Đề xuất».",
        "Printed cells were overwritten; the catalogue's wording stands. Told once a sheet; what only looks different (a code as a "
        "number, a date as text) is no change.",
    )
    ROW_CONTINUED = Detail(
        "structure.row-continued",
        _WARNING,
        "Dưới mục {task} có thêm dòng không ghi mã ({cells}); phần chữ của dòng này được nối vào mục {task}.",
        "Ghi tất cả vào ô của mục {task} (xuống dòng trong ô: Alt+Enter), rồi xóa dòng thêm.",
        "A row without a code right under a task: more lines of the same answer. Its texts are put behind those of the task.",
    )
    TEXT_OUTSIDE = Detail(
        "structure.text-outside",
        _WARNING,
        "Có nội dung nằm ngoài bảng, không được tổng hợp: «{value}».",
        "Đưa nội dung vào đúng ô của bảng.",
        "Text outside the tables; it is not read.",
    )
    MERGED_CELLS = Detail(
        "structure.merged",
        _ERROR,
        "Các ô {cells} bị gộp; giá trị chỉ tính cho ô đầu.",
        "Bỏ gộp ô (Unmerge) và điền từng ô.",
        "Open cells were merged; the value counts for the first one only.",
        "Only the first cell has a value. The rows of the others count as in error (`L`).",
    )

    # cells
    NOT_IN_LIST = Detail(
        "cell.not-in-list",
        _ERROR,
        "«{value}» không có trong danh sách của cột «{column}».",
        "Chọn một trong: {allowed}.",
        "A word that means none of a closed list, or more than one.",
    )
    LIST_VALUE_NORMALISED = Detail(
        "cell.list-normalised",
        _NORMALISED,
        "«{value}» được hiểu là «{read}».",
        "Lần sau chọn từ danh sách thả xuống.",
        "A word with one meaning, in another spelling or in short.",
    )
    NOT_A_DATE = Detail(
        "cell.not-a-date",
        _ERROR,
        "«{value}» không phải là ngày hợp lệ ở cột «{column}».",
        _DATE_HINT,
        "No date, or none that exists.",
    )
    DATE_NORMALISED = Detail(
        "cell.date-normalised",
        _NORMALISED,
        "«{value}» được hiểu là ngày {read}.",
        _DATE_HINT,
        "A date typed as text or left as a serial number; day first always.",
    )
    DATE_OUTSIDE_PERIOD = Detail(
        # the code is older than periods that span several years; outside programs know it
        "cell.date-outside-year",
        _ERROR,
        "Ngày {value} ở cột «{column}» nằm ngoài thời gian của đợt công tác ({earliest} đến {end}).",
        "Kiểm tra lại năm; gõ ngày thực tế, ví dụ {example}.",
        "A date before the earliest day that a campaign admits (`earliest`, by default the first of January of the year in which "
        "its period starts), or after the as-of date in a year after its period.",
    )
    DATE_OUTSIDE_LIMITS = Detail(
        "cell.date-outside-limits",
        _ERROR,
        "Ngày {value} ở cột «{column}» không thuộc khoảng cho phép ({days}).",
        "Kiểm tra lại; gõ một ngày {days}.",
        "A date of a list outside the days that the checks of its column name; the campaign's period sets lists no limits.",
    )
    CAUSE_NOT_IN_LIST = Detail(
        "cell.cause-not-in-list",
        _WARNING,
        "Giá trị «{value}» ở cột «{column}» không có trong danh sách nên không dùng để thống kê.",
        "Chọn trong danh sách thả xuống: {allowed}.",
        "A cause that the campaign's list does not have.",
        "The cause counts as not given; the row is used.",
    )
    PROMISE_NOT_A_DATE = Detail(
        "cell.promise-not-a-date",
        _WARNING,
        "Giá trị «{value}» ở cột «{column}» không phải là một ngày nên không dùng được.",
        "Gõ ngày, tháng, năm dự kiến làm xong bằng chữ số, dạng ngày/tháng/năm.",
        "A promised date that is no date.",
        "The promise counts as not given; the row is used.",
    )
    DATE_BEFORE_PERIOD = Detail(
        "cell.date-before-period",
        _WARNING,
        "Ngày {value} ở cột «{column}» sớm hơn thời gian bắt đầu đợt công tác ({start}).",
        "Nếu đúng là làm sớm thì không phải sửa; nếu gõ nhầm, sửa lại ngày.",
        "A date before the campaign's period, but not too early to be true: done early.",
    )
    DATE_IN_FUTURE = Detail(
        "cell.date-in-future",
        _ERROR,
        "Ngày {value} ở cột «{column}» sau ngày tổng hợp ({as_of}).",
        "Gõ ngày thực tế, không sau {as_of}; việc chưa xong thì chọn «Đang thực hiện» và để trống ngày hoàn thành.",
        "A date after the as-of date, in a year of the period.",
    )
    DATE_SWAPPED = Detail(
        "cell.date-swapped",
        _ERROR,
        "Ngày {value} ở cột «{column}» có vẻ bị đảo ngày và tháng; có phải ý là {read}?",
        "Gõ lại là {read}, kiểm tra ô hiện đúng ngày/tháng/năm.",
        "A date cell that fits the period only with day and month exchanged, as an en-US machine leaves it.",
    )
    NOT_A_NUMBER = Detail(
        "cell.not-a-number",
        _ERROR,
        "«{value}» không phải là số ở cột «{column}».",
        "Chỉ gõ chữ số, không kèm đơn vị hay chữ, ví dụ 12.",
        "No number, or one with words that could change the amount.",
    )
    NUMBER_AMBIGUOUS = Detail(
        "cell.number-ambiguous",
        _ERROR,
        "«{value}» ở cột «{column}» có thể hiểu là {first} hoặc {second}.",
        "Gõ lại đúng một trong hai số: {first} hoặc {second} (không dùng dấu phân cách hàng nghìn).",
        "A number with two readings.",
    )
    NUMBER_NORMALISED = Detail(
        "cell.number-normalised",
        _NORMALISED,
        "«{value}» được hiểu là {read}.",
        "Lần sau chỉ gõ chữ số.",
        "A number typed as text, with its unit or sign, or shown as a percentage; one reading.",
    )
    OUT_OF_RANGE = Detail(
        "cell.out-of-range",
        _ERROR,
        "{value} ở cột «{column}» nằm ngoài khoảng cho phép ({minimum} đến {maximum}).",
        "Gõ số từ {minimum} đến {maximum}.",
        f"A number outside the column's limits, or beyond ±{LARGEST_NUMBER:,.0f}.",
    )
    NEGATIVE = Detail(
        "cell.negative",
        _ERROR,
        "{value} ở cột «{column}» là số âm.",
        "Gõ số từ 0 trở lên.",
        "A number below zero.",
    )
    NOT_WHOLE = Detail(
        "cell.not-whole",
        _ERROR,
        "{value} ở cột «{column}» không phải số nguyên, trong khi đơn vị tính là «{unit}».",
        "Gõ số nguyên, không có phần thập phân.",
        "A fraction where the unit is counted in whole numbers.",
    )
    TOO_LONG = Detail(
        "cell.too-long",
        _WARNING,
        "Nội dung cột «{column}» dài {length} ký tự, quá {limit} ký tự; toàn bộ vẫn được giữ.",
        "Rút gọn nội dung chính; phần chi tiết để trong văn bản kèm theo.",
        "A text over the column's length; all of it is kept.",
    )
    ERROR_VALUE = Detail(
        "cell.error-value",
        _ERROR,
        "Ô ở cột «{column}» chỉ có báo lỗi của công thức ({value}), không có nội dung.",
        "Gõ trực tiếp nội dung vào ô, thay cho báo lỗi hoặc công thức bị lỗi.",
        "An error value such as #REF!, or nothing but its words as text: Err:502, #ERROR!, Loading...",
    )
    FORMULA = Detail(
        "cell.formula",
        _WARNING,
        "Ô ở cột «{column}» chứa công thức {formula}; giá trị đã lưu được dùng.",
        "Gõ trực tiếp giá trị thay cho công thức.",
        "A formula in an open cell; its stored value counts.",
    )
    FORMULA_WITHOUT_VALUE = Detail(
        "cell.formula-without-value",
        _ERROR,
        "Ô ở cột «{column}» chứa công thức {formula} nhưng không có kết quả.",
        "Xóa công thức và gõ trực tiếp giá trị.",
        "A formula for which no value was stored.",
    )
    PICTURE = Detail(
        "cell.picture",
        _WARNING,
        "Ô ở cột «{column}» có {kind}, không đọc được.",
        "Gõ nội dung thành chữ trong ô (ví dụ số, ký hiệu, ngày của văn bản); ảnh, tệp kèm theo thì gửi riêng.",
        "A picture or a document in a cell, or over it, whose content nobody reads here.",
        "The text of the cell is used. Where a picture can be what is asked for, as for evidence, it counts as there.",
    )
    STRUCK_THROUGH = Detail(
        "cell.struck-through",
        _WARNING,
        "Ô ở cột «{column}» có chữ bị gạch ngang: «{words}»; chữ này vẫn được tính là nội dung.",
        "Nếu đã bỏ thì xóa hẳn chữ bị gạch; nếu vẫn dùng thì bỏ gạch ngang.",
        "Words that the officer struck through; a reader of values sees no difference.",
    )
    LINK_KEPT = Detail(
        "cell.link-kept",
        _NORMALISED,
        "Chữ trong ô ở cột «{column}» có liên kết; địa chỉ {link} được ghi thêm vào sau chữ.",
        "Không phải làm gì.",
        "The address behind a text with a link, which would be lost, is added to the text.",
    )
    LEGACY_ENCODING = Detail(
        "cell.legacy-encoding",
        _WARNING,
        "Nội dung cột «{column}» gõ bằng bảng mã cũ ({encoding}); có thể là: «{read}».",
        "Gõ lại bằng bảng mã Unicode (phông Times New Roman, Arial).",
        f"Text in TCVN3 or VNI, told by its font or by at least {FEWEST_LEGACY_LETTERS} of its letters; never converted, a reading is "
        "proposed.",
    )
    TEXT_CLEANED = Detail(
        "cell.text-cleaned",
        _NORMALISED,
        "Khoảng trắng thừa, ký tự ẩn hoặc cách ghép dấu trong ô ở cột «{column}» đã được chuẩn hóa; lời văn giữ nguyên.",
        "Không phải làm gì.",
        "Hidden characters, foreign blanks or letters composed otherwise; the words are the same.",
    )

    TEXT_FROM_VALUE = Detail(
        "cell.text-from-value",
        _NORMALISED,
        "Ô ở cột «{column}» chứa {kind}, được ghi lại thành «{read}».",
        "Không phải làm gì nếu nội dung đúng.",
        "A number, date or truth value in a text column, kept as the officer sees it; what is stored stands in `problems.json`.",
    )
    FORMAT_UNKNOWN = Detail(
        "cell.format-unknown",
        _WARNING,
        "Ô ở cột «{column}» hiện theo định dạng số «{format}» mà chương trình không đọc được; dùng giá trị lưu trong ô: {value}.",
        "Xem «{value}» có đúng là nội dung cần báo cáo không; nếu không thì gõ lại dưới dạng chữ.",
        "A number or date in a text column under a number format that is not known, or that shows nothing.",
    )

    # rows of Báo cáo
    STATUS_MISSING = Detail(
        "row.status-missing",
        _ERROR,
        "Mục {task} đã điền nội dung nhưng chưa chọn «Trạng thái».",
        "Chọn một trong: {allowed}.",
        "A row with content but no status.",
    )
    LED_ROW_EMPTY = Detail(
        "row.led-empty",
        _ERROR,
        "Mục {task} do cơ quan chủ trì nhưng chưa báo cáo.",
        "Chọn «Trạng thái» và điền kết quả thực hiện.",
        "Nothing said of a task that the agency leads.",
        "The task counts as not reported (`X`); the file has problems.",
    )
    COORDINATED_ROW_EMPTY = Detail(
        "row.coordinated-empty",
        _WARNING,
        "Mục {task} do cơ quan phối hợp thực hiện nhưng chưa báo cáo.",
        "Chọn «Trạng thái» và điền kết quả phối hợp.",
        "Nothing said of a task that the agency coordinates.",
        "The task counts as not reported (`X`).",
    )
    DONE_WITHOUT_DATE = Detail(
        "row.done-without-date",
        _ERROR,
        "Mục {task} ghi «Hoàn thành» nhưng chưa có «Ngày hoàn thành».",
        "Gõ ngày hoàn thành, ví dụ {example}.",
        "Done, without the day.",
    )
    RESULT_MISSING = Detail(
        "row.result-missing",
        _ERROR,
        "Mục {task} ghi «{status}» nhưng chưa có «Kết quả thực hiện».",
        "Nêu ngắn gọn việc đã làm, số văn bản, số liệu chính.",
        "Done or in progress, without what was done.",
    )
    EVIDENCE_MISSING = Detail(
        "row.evidence-missing",
        _WARNING,
        "Mục {task} ghi «Hoàn thành» nhưng chưa có «Văn bản, minh chứng».",
        "Ghi số, ký hiệu, ngày văn bản; ví dụ Kế hoạch số 12/KH-… ngày {example}.",
        "Done, without a document to show for it.",
    )
    REASON_MISSING = Detail(
        "row.reason-missing",
        _ERROR,
        "Mục {task} ghi «{status}» nhưng chưa nêu lý do ở cột «Khó khăn, vướng mắc; nguyên nhân».",
        "Nêu ngắn gọn lý do.",
        "Not started or nil, without the reason.",
    )
    OVERDUE_REASON_MISSING = Detail(
        "row.overdue-reason-missing",
        _ERROR,
        "Mục {task} đã quá hạn ({due}) mà chưa hoàn thành, chưa nêu nguyên nhân ở cột «Khó khăn, vướng mắc; nguyên nhân».",
        "Nêu ngắn gọn nguyên nhân chậm và thời gian dự kiến hoàn thành.",
        "Past its due date on the round's last day, not done, no reason.",
    )
    DONE_NOT_ALLOWED = Detail(
        "row.done-not-allowed",
        _WARNING,
        "Mục {task} là việc thường xuyên nhưng ghi «Hoàn thành».",
        "Việc còn tiếp tục thì chọn «Đang thực hiện» và nêu kết quả đến nay.",
        "Done, of a task that goes on (`done_allowed: false` of the catalogue).",
    )
    CAUSE_MISSING = Detail(
        "row.cause-missing",
        _WARNING,
        "Mục {task} đã quá hạn ({due}) mà chưa hoàn thành, chưa chọn «{column}».",
        "Chọn nhóm nguyên nhân trong danh sách thả xuống.",
        "Past its due date on the round's last day, not done, no cause; silent for those who follow a single lead.",
    )
    PROMISE_MISSING = Detail(
        "row.promise-missing",
        _WARNING,
        "Mục {task} đã quá hạn ({due}) mà chưa hoàn thành, chưa ghi «{column}».",
        "Gõ ngày, tháng, năm dự kiến làm xong bằng chữ số, dạng ngày/tháng/năm.",
        "Past its due date on the round's last day, not done, no promised date; silent for those who follow a single lead.",
    )
    PROMISE_OUTSIDE = Detail(
        "row.promise-outside",
        _WARNING,
        "Mục {task} ghi «{column}» là {value}; ngày này phải từ {first} đến {last}.",
        "Gõ ngày dự kiến làm xong, không trước ngày báo cáo.",
        "A promised date before the report date, or more than a year after the period.",
    )
    PERCENT_AGAINST_STATUS = Detail(
        "row.percent-against-status",
        _ERROR,
        "Mục {task} ghi «{status}» nhưng tỷ lệ hoàn thành là {value}.",
        "«Hoàn thành»: 100 hoặc để trống; «Đang thực hiện»: 1 đến 99 hoặc để trống; «Chưa thực hiện»: 0 hoặc để trống.",
        "A percentage that contradicts the status.",
    )
    COMPLETED_AFTER_REPORT = Detail(
        "row.completed-after-report",
        _WARNING,
        "Mục {task} ghi hoàn thành ngày {value}, sau «Ngày báo cáo» của chính báo cáo này ({reported}).",
        "Ghi đúng ngày đã hoàn thành, hoặc sửa «Ngày báo cáo»; việc chưa xong thì chọn «Đang thực hiện» và để trống ngày hoàn thành.",
        "Completed on a day after the report date of the same return.",
    )
    COMPLETED_BEFORE_WINDOW = Detail(
        "row.completed-before-window",
        _WARNING,
        "Mục {task} ghi hoàn thành ngày {value}, trước khi thời gian thực hiện bắt đầu ({start}).",
        "Nếu đúng là làm sớm thì không phải sửa; nếu gõ nhầm, sửa lại ngày.",
        "Completed before the task's time limit begins, though within the campaign's period.",
    )
    VAGUE_RESULT = Detail(
        "row.vague-result",
        _WARNING,
        "Kết quả thực hiện mục {task} («{value}») không nêu việc gì đã làm.",
        "Nêu ngắn gọn việc đã làm, số văn bản, số liệu chính; mỗi mục ghi kết quả của mục ấy.",
        "A result that only repeats the status or points elsewhere (`SAYING_NOTHING` in `pipeline/rules.py`), or has no letter or figure.",
    )
    RESULT_AGAINST_STATUS = Detail(
        "row.result-against-status",
        _WARNING,
        "Mục {task} ghi «{status}» nhưng lại có «Kết quả thực hiện».",
        "Đã làm một phần thì chọn «Đang thực hiện»; nội dung của mục khác dán nhầm thì chuyển về đúng dòng; lý do thì ghi ở cột «Khó "
        "khăn, vướng mắc; nguyên nhân».",
        "A result although nothing is said to have been begun: a status forgotten, or a text pasted into the wrong row.",
    )
    DATE_AGAINST_STATUS = Detail(
        "row.date-against-status",
        _ERROR,
        "Mục {task} ghi «{status}» nhưng lại có «Ngày hoàn thành» ({value}).",
        "Xóa ngày hoàn thành, hoặc chọn «Hoàn thành» nếu đã xong.",
        "A completion date although not done.",
    )
    NIL_NOT_ALLOWED = Detail(
        "row.nil-not-allowed",
        _ERROR,
        "Mục {task} không được chọn «Không phát sinh».",
        "Chọn một trong: {allowed}.",
        "«Không phát sinh» where the decision leaves no such choice.",
    )
    PASTED_SPILL = Detail(
        "row.pasted-spill",
        _WARNING,
        "Nội dung cột «{column}» của mục {task} có vẻ là đoạn tiếp theo của phần dán vào ô {above} (mục {first}), rơi xuống mục này.",
        "Nếu đúng vậy: bấm đúp vào ô {above} rồi dán lại cả các đoạn vào đó, và ghi lại nội dung của mục {task}. Nếu không thì không "
        "phải sửa.",
        "A text that goes on with the one in the cell above, or is all that stands in its row: paragraphs pasted from Word spill into the "
        "rows of other tasks.",
    )
    FIELD_MISSING = Detail(
        "row.field-missing",
        _ERROR,
        "Thiếu «{column}» ở dòng đã điền.",
        "Điền ô này, hoặc xóa cả dòng nếu không dùng.",
        "A cell that a filled row needs is empty.",
        f"{_IN_ERROR}; an entry of a list or a proposal without it is shown as it is.",
    )
    FIELD_NOT_APPLICABLE = Detail(
        "row.field-not-applicable",
        _ERROR,
        "«{column}» không điền khi «{when}» là «{status}».",
        "Xóa nội dung ô này.",
        "A cell filled that does not apply; for columns added in `schemas/`.",
    )

    # the workbook as a whole
    SIGNER_MISSING = Detail(
        "workbook.signer-missing",
        _WARNING,
        "Chưa ghi «Người ký» ở đầu trang «Báo cáo».",
        "Ghi họ và tên người ký báo cáo.",
        "The header block names nobody who signs.",
    )
    REPORT_DATE_MISSING = Detail(
        "workbook.report-date-missing",
        _WARNING,
        "Chưa ghi «Ngày báo cáo» ở đầu trang «Báo cáo».",
        "Gõ ngày báo cáo, ví dụ {example}.",
        "The header block has no report date.",
    )
    MAILED_LATE = Detail(
        "workbook.mailed-late",
        _WARNING,
        "«Ngày báo cáo» ghi {value}, trong hạn, nhưng thư gửi báo cáo ngày {sent}, sau ngày cuối nhận báo cáo ({last_day}).",
        "Vẫn tính theo «Ngày báo cáo»; đầu mối tổng hợp xem lại, cơ quan ghi đúng ngày báo cáo.",
        "Dated within the round's time, but the mail that brought it was sent after its last day.",
    )
    INDICATORS_BLANK = Detail(
        "workbook.indicators-blank",
        _WARNING,
        "Trang «{sheet}» để trống cả {count} chỉ tiêu.",
        "Gõ số liệu; không có thì gõ 0; chưa có số liệu thì ghi lý do ở cột «Ghi chú».",
        "Nothing stands in the sheet of indicators, though tasks that ask for them are not nil; told once.",
        "Used; the indicators count as not given.",
    )
    PART_EXCEEDS_WHOLE = Detail(
        "workbook.part-exceeds-whole",
        _ERROR,
        "«{part}» ({value}) lớn hơn «{whole}» ({whole_value}).",
        "Kiểm tra lại hai số; số thành phần không thể lớn hơn tổng số.",
        "A part larger than its whole, both of the same return.",
        "The part is left out of the totals and shown as in error.",
    )
    DONE_WITHOUT_LISTED = Detail(
        "workbook.done-without-model",
        _WARNING,
        "Mục {task} ghi «Hoàn thành» nhưng trang «{list}» {lacking}.",
        "Liệt kê {noun} ở trang «{list}».",
        "The task that a list measures is done, but the list has no row, or fewer than the campaign asks for.",
    )
    LISTED_WITHOUT_DONE = Detail(
        "workbook.model-without-done",
        _WARNING,
        "Trang «{list}» có {count} {noun} nhưng mục {task} ghi «{status}».",
        "Đã có {noun} thì chọn «Đang thực hiện» hoặc «Hoàn thành» ở mục {task}; chưa có thì xóa dòng ở trang «{list}».",
        "A list has rows although the task that it measures is said not to be started, or nil.",
    )
    PROPOSAL_WITHOUT_CONTENT = Detail(
        "workbook.proposal-without-content",
        _ERROR,
        "Đề xuất chưa có «Nội dung đề xuất».",
        "Ghi nội dung đề xuất, hoặc xóa cả dòng.",
        "A proposal that proposes nothing.",
        "The proposal is shown as in error.",
    )
    PROPOSAL_WITHOUT_TASK = Detail(
        "workbook.proposal-without-task",
        _ERROR,
        "Đề xuất «{status}» chưa ghi «TT nhiệm vụ».",
        "Ghi mã nhiệm vụ cần sửa hoặc bỏ như ở cột «TT» của trang «Báo cáo»; đề nghị thêm nhiệm vụ mới thì chọn «Bổ sung».",
        "A proposal to change or drop a task that names none.",
        "The proposal is shown as in error.",
    )
    PROPOSAL_UNKNOWN_TASK = Detail(
        "workbook.proposal-unknown-task",
        _ERROR,
        "Mã nhiệm vụ «{value}» không có trong danh mục.",
        "Ghi đúng mã như ở cột «TT» của trang «Báo cáo»; đề xuất nhiệm vụ mới thì để trống ô này.",
        "A proposal for a task that the catalogue does not have.",
        "The code is not used; the proposal is shown as in error.",
    )

    # across rounds and agencies
    DONE_BEFORE = Detail(
        "across.done-before",
        _WARNING,
        "Mục {task} đã báo cáo «Hoàn thành» ở {round}, nay lại ghi «{read}».",
        "Nếu phải làm lại hoặc lần trước báo nhầm thì nêu rõ ở cột «Khó khăn, vướng mắc; nguyên nhân»; nếu gõ nhầm thì sửa "
        "«Trạng thái».",
        "Done in the round before, not done any more.",
    )
    COMPLETION_DATE_CHANGED = Detail(
        "across.completion-date-changed",
        _WARNING,
        "Ngày hoàn thành của mục {task} khác lần trước: {round} ghi {before}, nay ghi {read}.",
        "Ghi đúng ngày hoàn thành thực tế; nếu lần trước ghi sai thì không phải sửa.",
        "Done in both rounds, on different days.",
    )
    COMPLETED_BEFORE_CUT_OFF = Detail(
        "across.completed-before-cut-off",
        _WARNING,
        "Mục {task} nay ghi hoàn thành ngày {value}, trước ngày chốt số liệu {round} ({cut_off}), nhưng {round} lại báo cáo «{before}».",
        "Ghi đúng ngày hoàn thành thực tế; nếu {round} báo cáo chưa đúng thì không phải sửa.",
        "Done on a day on which the return of the round before still said otherwise: before that round's cut-off, and before that "
        "return's own date.",
    )
    CUMULATIVE_FELL = Detail(
        "across.cumulative-fell",
        _WARNING,
        "«{name}» giảm so với lần trước: {round} báo cáo {before}, nay {read}, trong khi đây là số cộng dồn từ đầu kỳ.",
        "Ghi số cộng dồn từ đầu kỳ đến nay, gồm cả số đã báo cáo lần trước; nếu lần trước báo sai thì nêu ở cột «Ghi chú».",
        "A number counted from the start of the period is smaller than in the round before.",
    )
    LEAD_DONE_ALONE = Detail(
        "across.lead-done-alone",
        _WARNING,
        "Mục {task}: cơ quan chủ trì ghi «Hoàn thành» nhưng {count}/{reported} cơ quan phối hợp đã báo cáo ghi «Chưa thực "
        "hiện» ({agencies}).",
        "Rà soát lại với các cơ quan phối hợp; nếu nhiệm vụ chưa xong thì chọn «Đang thực hiện».",
        f"The only lead says done; more than half of at least {FEWEST_COORDINATORS} coordinators that reported say not started.",
    )
    SAME_RESULT = Detail(
        "across.same-result",
        _WARNING,
        "Kết quả thực hiện mục {task} giống hệt báo cáo của {agencies}.",
        "Nêu kết quả của chính cơ quan: số, ngày văn bản, số liệu; nếu đúng là cùng một kết quả thì không phải sửa.",
        f"The same result of at least {LONG_TEXT} characters from several agencies, but for case, blanks and tone placement.",
    )

    @property
    def code(self) -> str:
        """Return the stable code that outside programs see."""
        return self.value.code

    @property
    def severity(self) -> Severity:
        """Return how grave a problem of this rule is, unless a campaign or a waiver asks less."""
        return self.value.severity

    @property
    def excusable(self) -> bool:
        """Return whether what breaks the rule can be used all the same, so that a campaign may ask less.

        No decision makes anything of a file that is not taken, a cell that cannot be read, or a row without the status
        or the date that its state rests on. What was normalised is a record, not a demand.
        """
        judging = self.code.partition(".")[0] in {"cell", "row", "workbook", "across"}
        return judging and self.severity is not Severity.NORMALISED and self not in _INDISPENSABLE

    @classmethod
    def of(cls, code: str) -> "Rule":
        """Return the rule of a code; KeyError when there is none."""
        return _BY_CODE[code]


_BY_CODE = {rule.code: rule for rule in Rule}
_INDISPENSABLE = frozenset(
    {
        Rule.NOT_IN_LIST,
        Rule.CAUSE_NOT_IN_LIST,
        Rule.PROMISE_NOT_A_DATE,
        Rule.NOT_A_DATE,
        Rule.NOT_A_NUMBER,
        Rule.NUMBER_AMBIGUOUS,
        Rule.ERROR_VALUE,
        Rule.FORMULA_WITHOUT_VALUE,
        Rule.STATUS_MISSING,
        Rule.NIL_NOT_ALLOWED,
        Rule.DONE_WITHOUT_DATE,
        Rule.PROPOSAL_UNKNOWN_TASK,
    }
)
