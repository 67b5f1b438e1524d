"""What T10 checks: classes and their lists agree, nobody sits in two classes on one day."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Final

from accountability.intake.declare import Finding, Row, Setting
from accountability.intake.rules import Severity
from accountability.ledgers.rules.members import TrainingRules, training_rules
from accountability.ledgers.sheets.member_words import HEAD, ONLINE, SECRETARY, TOWNSHIP_STAFF
from accountability.parameters.queries import parameters_on

ERROR, WARNING, NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE
COURSE, TRAINEE = "course", "trainee"
Found = Iterator[tuple[Row | None, Finding]]


def rules_for(setting: Setting) -> TrainingRules:
    """Return the rules in force at the end of the period."""
    return training_rules(parameters_on(setting.period.last_day))


def check_dates(row: Row, setting: Setting) -> Iterator[Finding]:
    """Ask that a class ends after it begins, within the quarter and not in the future."""
    first, last = row["started_on"], row["ended_on"]
    if first is None or last is None:
        return
    if last < first:
        sentence = f"结束日期{last}早于开始日期{first}。"
        yield Finding("T10-DATE", ERROR, sentence, "ended_on", "请核对日期。", "日期先后颠倒")
    elif last > setting.today:
        sentence = f"结束日期{last}还没有到。"
        remedy = "没有办完的班次下期再报。"
        yield Finding("T10-DATE", ERROR, sentence, "ended_on", remedy, "日期在将来")
    elif not setting.period.first_day <= last <= setting.period.last_day:
        sentence = f"班次于{last}结束，不在{setting.period.label}。"
        remedy = "班次按结束日期报一次，请核对；补报以前漏报的请说明。"
        yield Finding("T10-DATE", WARNING, sentence, "ended_on", remedy, "不在本期")


def check_village(row: Row, setting: Setting) -> Iterator[Finding]:
    """Ask for the village of whoever is not of a township."""
    del setting
    if not row["village_name"] and row["post"] not in ("", TOWNSHIP_STAFF, "其他"):
        sentence = f"职务是“{row['post']}”，没有填村。"
        yield Finding("REQ", ERROR, sentence, "village_name", "请填写所在村。", "没有填村")


def check_courses_twice(rows: Sequence[Row], setting: Setting) -> Found:
    """Find a class listed twice (D18)."""
    del setting
    seen: dict[str, Row] = {}
    for row in rows:
        first = seen.setdefault(row["course_name"], row)
        if row["course_name"] and first is not row:
            sentence = f"班次名称与第{first.row_no}行相同。"
            remedy = "请删去重复的一行；同名的不同班次请加“第几期”。"
            yield row, Finding("D18", ERROR, sentence, "course_name", remedy, "班次重复")


def check_lists(rows: Sequence[Row], setting: Setting) -> Found:
    """Ask that each list has its class, and as many persons as the class says."""
    del setting
    courses = _courses(rows)
    sizes: dict[str, int] = defaultdict(int)
    for row in rows:
        if row.part != TRAINEE or not row["course_name"]:
            continue
        sizes[row["course_name"]] += 1
        if courses and row["course_name"] not in courses:
            sentence = f"“班次统计”中没有“{row['course_name']}”。"
            remedy = "请补上这个班次，或改成与班次统计一致的名称。"
            yield row, Finding("T10-LIST", ERROR, sentence, "course_name", remedy, "班次对不上")
    for name, course in courses.items():
        stated = course["trainees_count"]
        if stated is not None and sizes and stated != sizes[name]:
            sentence = f"参训人数为{stated}，“参训名单”中有{sizes[name]}人。"
            yield (
                course,
                Finding(
                    "T10-LIST", ERROR, sentence, "trainees_count", "请核对人数和名单。",
                    "人数与名单不符",
                ),
            )  # fmt: skip


def check_same_day(rows: Sequence[Row], setting: Setting) -> Found:
    """Find who is listed twice in a class, or sits in two classes on one day."""
    del setting
    courses = _courses(rows)
    attended: dict[Any, list[tuple[Row, Row | None]]] = defaultdict(list)
    for row in rows:
        if row.part != TRAINEE or not row["person_name"]:
            continue
        course = courses.get(row["course_name"])
        for earlier, other in attended[_who(row)]:
            if earlier["course_name"] == row["course_name"]:
                sentence = f"与第{earlier.row_no}行是同一个人、同一个班次。"
                yield (
                    row,
                    Finding(
                        "D18", ERROR, sentence, "person_name", "请删去重复的一行。", "人员重复"
                    ),
                )
            elif course and other and _overlap(course, other):
                sentence = (
                    f"{row['person_name']}同一天还在“{earlier['course_name']}”"
                    f"（第{earlier.row_no}行）。"
                )
                remedy = "请核对两个班次的日期和名单；确是同名的请说明。"
                yield (
                    row,
                    Finding(
                        "T10-TWICE", WARNING, sentence, "person_name", remedy, "同一天参加两个班"
                    ),
                )
        attended[_who(row)].append((row, course))


def check_online(rows: Sequence[Row], setting: Setting) -> Found:
    """Point out who counts as trained by an online class too short to count."""
    rules: TrainingRules = setting.context
    least, courses = rules.online_hours_min, _courses(rows)
    if least is None:
        return
    for row in rows:
        course = courses.get(row["course_name"]) if row.part == TRAINEE else None
        if course is None or course["method"] != ONLINE or not row["is_counted"]:
            continue
        hours = course["hours"]
        if hours is not None and hours < least:
            sentence = (
                f"网络班次{hours.normalize():f}学时，不足{least.normalize():f}学时{rules.mark}，"
                "不计入轮训。"
            )
            remedy = "请改为否；属实应计入的请说明。"
            yield row, Finding("H-06", WARNING, sentence, "is_counted", remedy, "网络学时不足")


def tell_coverage(rows: Sequence[Row], setting: Setting) -> Found:
    """Say how many different persons the list has: a person counts once however often listed."""
    del setting
    counted = [row for row in rows if row.part == TRAINEE and row["person_name"]]
    if not counted:
        return
    by_post = {
        post: len({_who(row) for row in counted if row["post"] == post and row["is_counted"]})
        for post in (SECRETARY, HEAD)
    }
    persons = len({_who(row) for row in counted})
    sentence = (
        f"名单{len(counted)}人次，去重后{persons}人；计入轮训的村党组织书记{by_post[SECRETARY]}人、"
        f"村主任{by_post[HEAD]}人。"
    )
    yield None, Finding("H-06", NOTICE, sentence, cause="参训人数去重")


def _courses(rows: Sequence[Row]) -> dict[str, Row]:
    courses: dict[str, Row] = {}
    for row in rows:
        if row.part == COURSE and row["course_name"]:
            courses.setdefault(row["course_name"], row)
    return courses


def _who(row: Row) -> tuple[object, str]:
    """Return by what a person is told apart: the village or township, and the name."""
    return row["village_id"] or row["village_name"] or row["township_name"], row["person_name"]


def _overlap(one: Row, other: Row) -> bool:
    days = (one["started_on"], one["ended_on"], other["started_on"], other["ended_on"])
    return None not in days and bool(days[0] <= days[3] and days[2] <= days[1])


OF_COURSES: Final = (check_dates,)
OF_TRAINEES: Final = (check_village,)
OF_BOTH: Final = (check_lists, check_same_day, check_online, tell_coverage)
