"""What T20 checks: who is in the pool and tied to a place, services on a day that came."""

from collections.abc import Iterator, Sequence
from typing import Final

from accountability.intake.declare import Finding, Row, Setting
from accountability.intake.rules import Severity
from accountability.ledgers.rules.talent import SERVING, names_in
from accountability.ledgers.sheets.village_checks import no_copies

ERROR, WARNING, NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE
POOL, SERVICE = "pool", "service"
Found = Iterator[tuple[Row | None, Finding]]


def check_pooled(row: Row, setting: Setting) -> Iterator[Finding]:
    """Ask for a day of entry that has come, and for the place of who is serving."""
    day = row["pooled_on"]
    if day is not None and day > setting.today:
        sentence = f"入库日期{day}还没有到。"
        yield Finding("T20-DATE", ERROR, sentence, "pooled_on", "请核对日期。", "日期在将来")
    if row["standing"] == SERVING and not (row["township_name"] or row["village_name"]):
        sentence = "服务中的人才没有填联系的乡镇或村。"
        remedy = "请填写联系的村，联系全乡镇的只填乡镇。"
        yield Finding("T20-PLACE", WARNING, sentence, "township_name", remedy, "没有联系村")


def check_served(row: Row, setting: Setting) -> Iterator[Finding]:
    """Ask for a day of the quarter that has come, and for somebody who was served."""
    day, period = row["served_on"], setting.period
    if day is not None and day > setting.today:
        sentence = f"服务日期{day}还没有到。"
        yield Finding("T20-DATE", ERROR, sentence, "served_on", "请核对日期。", "日期在将来")
    elif day is not None and not period.first_day <= day <= period.last_day:
        sentence = f"服务日期{day}不在{period.label}内。"
        remedy = "每次服务只在当季填一次，请核对；补报的请说明。"
        yield Finding("T20-DATE", WARNING, sentence, "served_on", remedy, "不在本期")
    if row["served_count"] == 0:
        sentence = "服务人次填的是0。"
        remedy = "没有开展的服务不列；请核对人次。"
        yield Finding("T20-COUNT", WARNING, sentence, "served_count", remedy, "服务人次为0")


def check_pool_twice(rows: Sequence[Row], setting: Setting) -> Iterator[tuple[Row, Finding]]:
    """Find somebody tied to one place in two rows (D18)."""
    del setting
    seen: dict[object, Row] = {}
    for row in rows:
        where = row["village_id"] or row["village_name"] or row["township_name"]
        first = seen.setdefault((row["person_name"], row["kind"], where), row)
        if row["person_name"] and first is not row:
            sentence = f"与第{first.row_no}行是同一个人、同一个联系村。"
            remedy = "请删去重复的一行；确是同名的请在备注中写明。"
            yield row, Finding("D18", ERROR, sentence, "person_name", remedy, "人员重复")


def check_services_twice(rows: Sequence[Row], setting: Setting) -> Iterator[tuple[Row, Finding]]:
    """Find a service listed twice (D18)."""
    del setting
    seen: dict[object, Row] = {}
    for row in rows:
        where = row["village_id"] or row["village_name"]
        told = (row["served_on"], where, row["subject"])
        first = seen.setdefault(told, row)
        if all(told) and first is not row:
            sentence = f"与第{first.row_no}行是同一天、同一个村、同一主题的服务。"
            yield row, Finding("D18", ERROR, sentence, "subject", "请删去重复的一行。", "服务重复")


def check_experts(rows: Sequence[Row], setting: Setting) -> Found:
    """Point out who served without standing in the pool; say how many persons the pool has."""
    del setting
    pool = {row["person_name"]: row["kind"] for row in rows if row.part == POOL}
    known = pool.keys() - {None, ""}
    for row in rows:
        if row.part != SERVICE or not known:
            continue
        strangers = [name for name in names_in(row["expert_names"] or "") if name not in known]
        if strangers:
            sentence = f"“人才库”中没有{'、'.join(strangers)}。"
            remedy = "请核对姓名；在库的请补入人才库，外请的请在备注中写明单位。"
            yield (
                row,
                Finding("T20-POOL", WARNING, sentence, "expert_names", remedy, "专家不在人才库"),
            )
    people = {(row["person_name"], row["kind"]) for row in rows if row.part == POOL}
    counted = len({person for person in people if person[0]})
    if counted:
        tied = sum(row.part == POOL for row in rows)
        sentence = f"人才库{tied}行，去重后{counted}人。"
        yield None, Finding("T20-POOL", NOTICE, sentence, cause="人才库去重")


OF_POOL: Final = (check_pooled,)
OF_SERVICES: Final = (check_served,)
OF_BOTH: Final = (check_experts,)
TOLD_ALIKE: Final = no_copies(("solved", "解决事项"))
