"""What matching tells the user about the book, its columns, its rows and the facts around them."""

import datetime as dt
from typing import Any, Final

from accountability.intake.checked import FoundProblem
from accountability.intake.cleaning.outcome import ERROR, NOTICE, WARNING, short
from accountability.intake.declare import Setting, Sheet
from accountability.intake.matching.columns import Assignment, header_text
from accountability.intake.matching.facts import year_alone, year_month
from accountability.intake.matching.fit import Fit
from accountability.intake.matching.headers import Header
from accountability.intake.matching.matched import Table
from accountability.intake.matching.rows import Role, Sorted
from accountability.intake.reading.grid import Grid, Workbook, address, column_letters
from accountability.intake.rules import Period, PeriodKind, Severity

_LISTED: Final = 8
CAUSES: Final = frozenset(
    {
        "读取说明",
        "隐藏的工作表",
        "未读取的工作表",
        "其他期次的工作表",
        "没有数据",
        "缺少一张表",
        "列名须确认",
        "列名重复",
        "缺少必填列",
        "缺少选填列",
        "多出的列",
        "隐藏的列",
        "隐藏的行",
        "批注",
        "模板不对",
        "旧版模板",
        "期次不符",
        "跳过的栏次行",
        "跳过的重复的表头行",
        "跳过的合计、小计行",
        "跳过的只有一格文字的行",
    }
)


def _book(
    rule: str, severity: Severity, sentence: str, cause: str, remedy: str = "", **place: Any
) -> FoundProblem:
    return FoundProblem(rule, severity, sentence, cause, remedy=remedy, **place)


def _listed(names: list[str]) -> str:
    more = f"等{len(names)}个" if len(names) > _LISTED else ""
    return "、".join(f"“{short(name)}”" for name in names[:_LISTED]) + more


def about_book(
    workbook: Workbook, others: list[Grid], other_periods: list[str]
) -> list[FoundProblem]:
    """Name the sheets of the file that were not read, and pass on what the reader said."""
    found = [_book("READ", NOTICE, text, "读取说明") for text in workbook.notices]
    if workbook.hidden_sheets:
        sentence = f"隐藏的工作表{_listed(workbook.hidden_sheets)}未读取。"
        found.append(
            _book("D16", NOTICE, sentence, "隐藏的工作表", "需要采集的请取消隐藏后重新上传。")
        )
    names = [grid.name for grid in others if any(any(row) for row in grid.rows)]
    names = [name for name in names if name not in other_periods]
    if names:
        sentence = f"工作表{_listed(names)}的表头对不上，未读取。"
        found.append(_book("D17", NOTICE, sentence, "未读取的工作表"))
    if other_periods:
        sentence = f"工作表{_listed(other_periods)}是其他期次的，未读取。"
        found.append(_book("D29", NOTICE, sentence, "其他期次的工作表"))
    return found


def of_this_period(fits: list[Fit], setting: Setting) -> tuple[list[Fit], list[str]]:
    """Leave out sheets whose name says another month, where one says this month."""
    months = {id(fit): _month_in(fit.grid.name, setting.period) for fit in fits}
    if not any(month is True for month in months.values()):
        return fits, []
    kept = [fit for fit in fits if months[id(fit)] is not False]
    return kept, [fit.grid.name for fit in fits if months[id(fit)] is False]


def _month_in(name: str, period: Period) -> bool | None:
    found = year_month(name)
    if found is None or period.kind is not PeriodKind.MONTH:
        return None
    return found[:2] == (period.first_day.year, period.first_day.month)


def no_rows(sheet: Sheet, sheet_name: str) -> FoundProblem:
    """Say that the header is there and nothing below it; a nil return wants a word."""
    return _book(
        "EMPTY",
        WARNING,
        f"《{sheet.title}》的表头下面没有数据行。",
        "没有数据",
        "请填写后重新上传；本期确实没有的，请写明情况后提交（零报告）。",
        sheet_name=sheet_name,
    )


def other_form(other: Sheet, sheet: Sheet, sheet_name: str) -> FoundProblem:
    """Say that a table has the header of another sheet."""
    return _book(
        "FORM",
        ERROR,
        f"表头更像是《{other.title}》（{other.official_code}），"
        f"本任务要的是《{sheet.title}》（{sheet.official_code}）。",
        "模板不对",
        "请核对是否传错了文件。",
        sheet_name=sheet_name,
    )


def no_part(piece: Sheet) -> FoundProblem:
    """Say that one table of a sheet of several is not in the file."""
    return _book(
        "PART",
        ERROR,
        f"文件里没有“{piece.worksheet}”这张表。",
        "缺少一张表",
        f"请补上“{piece.worksheet}”；本期确实没有内容的，请保留工作表和表头。",
    )


def about_columns(
    grid: Grid, header: Header, columns: Assignment, sheet: Sheet
) -> list[FoundProblem]:
    """Ask about guessed, doubled and missing columns; name the ones left out."""
    guessed = sorted(columns.guessed, key=lambda name: columns.chosen[name])
    found = [_guessed(grid, header, columns.chosen[name], sheet, name) for name in guessed]
    found += [
        _doubled(grid, header, places, sheet, name) for name, places in columns.doubled.items()
    ]
    found += _missing(grid, columns, sheet)
    if columns.unknown:
        letters = [f"{text}（{column_letters(c)}列）" for c, text in columns.unknown.items()]
        sentence = f"表样中没有{_listed(letters)}这些列，未采集。"
        found.append(_book("D12", NOTICE, sentence, "多出的列", sheet_name=grid.name))
    hidden = [
        f"{column_letters(place)}列“{sheet.column(name).label}”"
        for name, place in columns.chosen.items()
        if place in grid.hidden_columns
    ]
    if hidden:
        sentence = f"{'、'.join(hidden[:_LISTED])}在文件中是隐藏的，仍按数据读取。"
        found.append(
            _book(
                "D16",
                WARNING,
                sentence,
                "隐藏的列",
                "请确认隐藏列中的数据有效。",
                sheet_name=grid.name,
            )
        )
    return found


def _guessed(grid: Grid, header: Header, place: int, sheet: Sheet, name: str) -> FoundProblem:
    column, text = sheet.column(name), header_text(header, place)
    return _book(
        "D12",
        ERROR,
        f"{column_letters(place)}列表头“{short(text)}”像是“{column.path}”，须确认。",
        "列名须确认",
        "请在列对应中确认，确认后会记住。",
        sheet_name=grid.name,
        field=name,
        column_label=column.path,
        address=address(header.bottom, place),
        raw=text,
        proposal=name,
    )


def _doubled(
    grid: Grid, header: Header, places: list[int], sheet: Sheet, name: str
) -> FoundProblem:
    column = sheet.column(name)
    listed = "、".join(f"{column_letters(place)}列" for place in places)
    return _book(
        "D12",
        ERROR,
        f"表头“{column.path}”出现了{len(places)}次（{listed}），内容不同，不知道该用哪一列。",
        "列名重复",
        "请在列对应中指定一列，或删去多余的列。",
        sheet_name=grid.name,
        field=name,
        column_label=column.path,
        address=address(header.bottom, places[-1]),
        raw=header_text(header, places[-1]),
    )


def _missing(grid: Grid, columns: Assignment, sheet: Sheet) -> list[FoundProblem]:
    absent = [
        c
        for c in sheet.columns
        if c.name not in columns.chosen and c.name not in columns.doubled and not c.optional_in_file
    ]
    found = [
        _book(
            "REQ",
            ERROR,
            f"缺少必填列“{column.path}”。",
            "缺少必填列",
            "请补上这一列；列名不同的，请在列对应中指定。",
            sheet_name=grid.name,
            field=column.name,
            column_label=column.path,
        )
        for column in absent
        if column.required or column.expected
    ]
    optional = [
        column.path
        for column in absent
        if not (column.required or column.expected) and column.type != "serial"
    ]
    if optional:
        sentence = f"文件中没有{_listed(optional)}列，按未报处理。"
        found.append(_book("D12", NOTICE, sentence, "缺少选填列", sheet_name=grid.name))
    return found


def about_rows(grid: Grid, rows: Sorted, table: Table) -> list[FoundProblem]:
    """Say which rows were passed over, and ask about hidden ones."""
    found = []
    kinds = [
        (Role.NUMBERS, "D13", "栏次行"),
        (Role.HEADER, "D13", "重复的表头行"),
        (Role.TOTAL, "D14", "合计、小计行"),
        (Role.SECTION, "D15", "只有一格文字的行"),
    ]
    for role, rule, what in kinds:
        if rows.of(role):
            sentence = f"{what}未作为数据：{_row_list(rows.of(role))}。"
            found.append(_book(rule, NOTICE, sentence, f"跳过的{what}", sheet_name=grid.name))
    hidden = sorted(set(table.rows) & grid.hidden_rows)
    if hidden:
        found.append(
            _book(
                "D16",
                WARNING,
                f"有{len(hidden)}行在文件中是隐藏的：{_row_list(hidden)}，已按数据读取。",
                "隐藏的行",
                "隐藏行常是旧数据，请确认有效；无效的请删去后重新上传。",
                sheet_name=grid.name,
                address=f"A{hidden[0]}",
            )
        )
    if grid.comments:
        sentence = f"有{len(grid.comments)}处批注，不作为数据，审核时可见。"
        found.append(_book("D24", NOTICE, sentence, "批注", sheet_name=grid.name))
    return found


def _row_list(numbers: list[int]) -> str:
    shown = "、".join(str(number) for number in numbers[:_LISTED])
    return f"第{shown}行" + (f"等{len(numbers)}行" if len(numbers) > _LISTED else "")


def about_facts(facts: dict[str, Any], sheet: Sheet, setting: Setting) -> list[FoundProblem]:
    """Compare what the file says of itself with what was asked: its template and period."""
    found = []
    stamp = facts.get("stamp")
    if stamp and stamp["code"] != sheet.official_code:
        sentence = (
            f"文件标明是{stamp['code']}，本任务要的是{sheet.official_code}《{sheet.title}》。"
        )
        found.append(_book("FORM", ERROR, sentence, "模板不对", "请核对是否传错了文件。"))
    elif stamp and stamp["version"] != sheet.version:
        sentence = f"文件用的是第{stamp['version']}版模板，现行为第{sheet.version}版。"
        found.append(_book("FORM", WARNING, sentence, "旧版模板", "请核对各列，最好改用现行模板。"))
    wrong = _wrong_period(facts, setting)
    if wrong:
        remedy = f"本次应报{setting.period.label}，请核对是否传错了文件；数据无误的请说明。"
        found.append(_book("D29", WARNING, wrong, "期次不符", remedy))
    return found


def _wrong_period(facts: dict[str, Any], setting: Setting) -> str:
    period = setting.period
    stamp = facts.get("stamp", {}).get("period", "")
    if stamp and stamp != str(period):
        return f"模板上的期次是{stamp}，与本次的{period}不一致。"
    title = facts.get("title", "")
    named = year_month(title)
    if named and not period.first_day <= _day(named) <= period.last_day:
        return f"标题写的是{named[0]}年{named[1]}月，本次应报{period.label}。"
    if not named and (year := year_alone(title)) and year != period.first_day.year:
        return f"标题写的是{year}年，本次应报{period.label}。"
    as_of = year_month(facts.get("as_of", ""))
    if as_of and not period.first_day <= _day(as_of) <= period.last_day:
        return f"统计截至日期{facts['as_of']}不在{period.label}内。"
    filled = year_month(facts.get("filled_on", ""))
    if filled and _day(filled, last=True) < period.first_day:
        return f"填报日期{facts['filled_on']}早于{period.label}。"
    return ""


def _day(named: tuple[int, int, int | None], *, last: bool = False) -> dt.date:
    year, month, day = named
    try:
        return dt.date(year, month, day or (28 if last else 1))
    except ValueError:
        return dt.date(year if dt.MINYEAR <= year <= dt.MAXYEAR else 1, 1, 1)
