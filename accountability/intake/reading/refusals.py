"""The sentences a refused file is answered with: what is wrong, where, and what to do.

Every sentence starts with 文件, so that the reader can put the file's name behind that word.
"""

from typing import Final

from accountability.intake.reading.grid import Reason, RefusedError

# Whoever sees this may rely on it: the bytes are removed with the refusal.
KEPT_NOTHING: Final = "本平台是非涉密系统，已拒收，文件没有保存。"
_SECRET_END: Final = (
    f"疑似涉密。{KEPT_NOTHING}"
    "请立即停止在本网络处理这个文件，并报告本单位保密工作人员；误标的请更正后重新上传。"
)
SAVE_AS: Final = "请在 WPS 或 Excel 中打开，另存为 .xlsx 后重新上传。"


def empty() -> RefusedError:
    """Refuse a file without a single byte."""
    return RefusedError(Reason.EMPTY, "文件是空的（0 字节）。请检查原文件后重新上传。")


def no_sheet() -> RefusedError:
    """Refuse a workbook in which a user sees nothing."""
    return RefusedError(
        Reason.EMPTY,
        "文件里没有可见的工作表。请取消隐藏要上报的工作表，保存后重新上传。",
    )


def not_a_workbook(what: str = "") -> RefusedError:
    """Refuse something else altogether; `what` names it when known."""
    known = f"其实是{what}" if what else "不是电子表格"
    return RefusedError(
        Reason.NOT_A_WORKBOOK,
        f"文件{known}，无法读取。请上传 .xlsx、.xls、.et、.ods 或 .csv 格式的表格。",
    )


def web_page(what: str = "网页（HTML）") -> RefusedError:
    """Refuse a page under a spreadsheet's name, as many systems export it."""
    return RefusedError(
        Reason.WEB_PAGE,
        f"文件其实是{what}，只是用了表格的文件名。请在 WPS 中打开，另存为 .xlsx 后重新上传。",
    )


def old_format() -> RefusedError:
    """Refuse a workbook older than Excel 97."""
    return RefusedError(Reason.OLD_FORMAT, f"文件格式过旧（Excel 97 以前），无法读取。{SAVE_AS}")


def secret(mark: str) -> RefusedError:
    """Refuse a file that is marked as a state secret; nobody may keep it here."""
    return RefusedError(Reason.CLASSIFIED, f"文件标有密级（{mark}），{_SECRET_END}")


def is_secret(sentence: str) -> bool:
    """Say whether a refusal was for secrecy: by its end, for a file's name stands before it."""
    return sentence.endswith(_SECRET_END)


def encrypted() -> RefusedError:
    """Refuse a file that asks for a password."""
    return RefusedError(
        Reason.ENCRYPTED,
        "文件有密码，无法读取。请在 WPS 或 Excel 中取消打开密码，保存后重新上传。",
    )


def macro(what: str = "宏") -> RefusedError:
    """Refuse a file with code that could run."""
    return RefusedError(
        Reason.MACRO,
        f"文件带有{what}，为安全起见不予接收。"
        "请在 WPS 或 Excel 中另存为 .xlsx（不含宏）后重新上传。",
    )


def corrupt(detail: str = "") -> RefusedError:
    """Refuse a damaged file; `detail` says where, when it is known."""
    where = f"（{detail}）" if detail else ""
    return RefusedError(
        Reason.CORRUPT,
        f"文件已损坏或没有传完整{where}，无法读取。"
        "请在 WPS 或 Excel 中打开检查，另存为 .xlsx 后重新上传。",
    )


def too_big(detail: str) -> RefusedError:
    """Refuse more than we read; `detail` says what and how much."""
    return RefusedError(
        Reason.TOO_BIG,
        f"文件内容过多：{detail}。请删除多余的行、列或工作表，或者拆成几个文件后重新上传。",
    )


def bomb(detail: str) -> RefusedError:
    """Refuse a file built to exhaust the machine."""
    return RefusedError(
        Reason.BOMB,
        f"文件结构异常（{detail}），为安全起见不予接收。"
        "请把内容复制到一个新建的表格，另存为 .xlsx 后重新上传。",
    )


def encoding(detail: str) -> RefusedError:
    """Refuse a text whose characters cannot be told."""
    return RefusedError(
        Reason.ENCODING,
        f"文件的文字编码有问题：{detail}。{SAVE_AS}",
    )


def timeout(seconds: int) -> RefusedError:
    """Refuse a file that is not read in time."""
    return RefusedError(
        Reason.TIMEOUT,
        f"文件读取超过 {seconds} 秒仍未完成，已停止。请删除多余的内容，另存为 .xlsx 后重新上传。",
    )
