"""The closed list of `Trạng thái`: the words of the form that rules and states refer to."""

from enum import StrEnum


class Status(StrEnum):
    """What an agency says of a task."""

    DONE = "Hoàn thành"
    IN_PROGRESS = "Đang thực hiện"
    NOT_STARTED = "Chưa thực hiện"
    NIL = "Không phát sinh"
