"""What T7 computes and checks: states sum to the villages due, who is left is named."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from accountability.intake.declare import Finding, Row, Setting
from accountability.intake.rules import Severity
from accountability.ledgers.rules.elections import ElectionRules, election_rules
from accountability.ledgers.rules.months import months_after
from accountability.ledgers.rules.unfinished import FORM, Entry, read_entries
from accountability.ledgers.sheets.election_columns import STATES
from accountability.ledgers.sheets.village_checks import Balance, balanced, exact, plain
from accountability.parameters.queries import parameters_on
from villages.places.models import Division, Level

ERROR, WARNING = Severity.ERROR, Severity.WARNING
_BODIES: Final = (("party", "村党组织"), ("committee", "村委会"))
_AGES: Final = ("up_to_35", "from_36_to_50", "from_51_to_60", "over_60")
_OF_SECRETARIES: Final = (
    ("both_posts", "一肩挑"),
    ("first_secretaries", "第一书记兼任"),
    ("sent_secretaries", "县乡选派"),
    ("women", "女"),
    ("college", "大专及以上"),
)


@dataclass(frozen=True)
class Month:
    """What a month's progress is checked by: bounds, and the villages by their names.

    `named` maps 乡镇+村 and every village name that is the only one of its kind to the village.
    """

    rules: ElectionRules
    named: Mapping[str, int]

    def village(self, entry: Entry) -> int | None:
        """Return the village an entry names."""
        return self.named.get(entry.village)


def month_of(setting: Setting) -> Month:
    """Read the bounds and the county's villages; two queries."""
    rows = (
        Division.objects.as_of(setting.period.last_day)
        .filter(county_id=setting.county_id, level=Level.VILLAGE)
        .values_list("id", "name", "parent__name")
    )
    named: dict[str, int] = {}
    twice: set[str] = set()
    for village, name, town in rows:
        named[f"{town}{name}"] = village
        if name in named:
            twice.add(name)
        named.setdefault(name, village)
    for name in twice:
        del named[name]
    return Month(election_rules(parameters_on(setting.period.last_day)), named)


def left_over(values: Mapping[str, Any]) -> tuple[int, int] | None:
    """Return the least and the most villages that are not finished; None where it is not told."""
    due = values.get("due_count")
    done = [values.get(f"{body}_done") for body, _ in _BODIES]
    if due is None or None in done:
        return None
    left = [max(0, due - one) for one in done]
    return max(left), sum(left)


def derive(values: Mapping[str, Any], setting: Setting) -> dict[str, Any]:
    """Fill the rates, and the villages the list names."""
    month: Month = setting.context
    found: dict[str, Any] = {}
    for body, _ in _BODIES:
        rate = _rate(values, body)
        if rate is not None and values.get(f"{body}_rate") is None:
            found[f"{body}_rate"] = rate
    entries = read_entries(values.get("unfinished_list") or "")
    known = [month.village(entry) for entry in entries]
    found["unfinished_villages"] = list(dict.fromkeys(pk for pk in known if pk is not None))
    return found


def _rate(values: Mapping[str, Any], body: str) -> Decimal | None:
    due, done = values.get("due_count"), values.get(f"{body}_done")
    if not due or done is None or done > due:
        return None
    return (Decimal(100 * int(done)) / int(due)).quantize(Decimal("0.01"))


check_sums = balanced(
    *(
        Balance(
            "T7-SUM",
            "due_count",
            f"应换届村数（{label}）",
            tuple(f"{body}_{state}" for state, _ in STATES),
            formula="+".join(name for _, name in STATES),
        )
        for body, label in _BODIES
    )
)


def check_rates(row: Row, setting: Setting) -> Iterator[Finding]:
    """Compare typed rates with what the villages give."""
    rules: ElectionRules = setting.context.rules
    for body, label in _BODIES:
        rate, typed = _rate(row.values, body), row[f"{body}_rate"]
        if rate is None or typed is None:
            continue
        if abs(exact(typed) - rate) > Decimal(str(rules.rate_tolerance)):
            sentence = f"{label}完成率填的是{plain(typed)}%，按村数计算为{plain(rate)}%。"
            remedy = "请核对；本列由系统计算，可不填。"
            yield Finding(
                "T7-RATE", ERROR, sentence, f"{body}_rate", remedy, "完成率与计算不符", f"{rate}"
            )


def check_secretaries(row: Row, setting: Setting) -> Iterator[Finding]:
    """Secretaries counted are those of the villages that are done (G-09)."""
    del setting
    done = row["party_done"]
    if done is None:
        return
    for column, label in _OF_SECRETARIES:
        count = row[column]
        if count is not None and count > done:
            sentence = f"“{label}”{count}人，多于村党组织已完成的{done}个村。"
            yield Finding("G-09", ERROR, sentence, column, "请核对人数。", "人数多于已完成村数")
    outside = [row["first_secretaries"], row["sent_secretaries"]]
    if None not in outside and max(outside) <= done < sum(outside):
        sentence = f"第一书记兼任和县乡选派共{sum(outside)}人，多于已完成的{done}个村。"
        yield Finding(
            "G-09", ERROR, sentence, "sent_secretaries", "请核对人数。", "人数多于已完成村数"
        )
    ages = [row[column] for column in _AGES]
    if None not in ages and sum(ages) != done:
        sentence = f"书记年龄各段相加为{sum(ages)}人，村党组织已完成{done}个村，两数应相等。"
        yield Finding("G-09", ERROR, sentence, "up_to_35", "请核对各年龄段。", "年龄结构与村数不符")


def check_review(row: Row, setting: Setting) -> Iterator[Finding]:
    """Look at the joint review: who is refused is among the reviewed, with a reason (G-04)."""
    del setting
    reviewed, rejected, settled = (
        row["reviewed_count"], row["rejected_count"], row["settled_count"],
    )  # fmt: skip
    if rejected is not None and reviewed is not None and rejected > reviewed:
        sentence = f"取消{rejected}人，多于参审{reviewed}人。"
        yield Finding("G-04", ERROR, sentence, "rejected_count", "请核对人数。", "联审人数不符")
    if rejected is not None and settled is not None and settled > rejected:
        sentence = f"已处理{settled}人，多于取消{rejected}人。"
        yield Finding("G-04", ERROR, sentence, "settled_count", "请核对人数。", "联审人数不符")
    if rejected and not row["rejected_reason"]:
        sentence = f"取消{rejected}人的资格，没有填原因。"
        remedy = "请填写取消资格原因。"
        yield Finding("G-04", ERROR, sentence, "rejected_reason", remedy, "取消资格没有原因")


def check_unfinished(row: Row, setting: Setting) -> Iterator[Finding]:
    """Ask that every village left is named, with reason, day and leader (F-05)."""
    month: Month = setting.context
    entries = read_entries(row["unfinished_list"] or "")
    yield from _counted(left_over(row.values), len(entries))
    for entry in entries:
        if month.village(entry) is None:
            sentence = f"未完成村名单中的“{entry.village[:20]}”，区划中没有或不止一个。"
            remedy = "请写乡镇和村的全称，如“青岭镇双河村”。"
            yield Finding("D19", ERROR, sentence, "unfinished_list", remedy, "村名对不上")
        if entry.missing:
            listed = "、".join(entry.missing)
            sentence = f"未完成村名单中“{entry.village[:20]}”没有写{listed}。"
            remedy = f"每村请写明：{FORM}，各村用“；”隔开。"
            yield Finding("F-05", ERROR, sentence, "unfinished_list", remedy, "未完成村情况不全")


def _counted(left: tuple[int, int] | None, named: int) -> Iterator[Finding]:
    if left is None:
        return
    least, most = left
    if least and not named:
        sentence = f"有{least}个村没有完成换届，没有填未完成村名单。"
        remedy = f"请逐村写明：{FORM}。"
        yield Finding("F-05", ERROR, sentence, "unfinished_list", remedy, "没有未完成村名单")
    elif not least <= named <= most:
        due = f"{least}个" if least == most else f"{least}至{most}个"
        sentence = f"未完成村名单写了{named}个村，按村数应为{due}。"
        remedy = "请核对名单和各项村数。"
        yield Finding("F-05", ERROR, sentence, "unfinished_list", remedy, "名单与村数不符")


def check_extension(row: Row, setting: Setting) -> Iterator[Finding]:
    """Ask for the approval where the term is over and villages are left (G-01)."""
    rules: ElectionRules = setting.context.rules
    left, ends = left_over(row.values), row["term_ends_on"]
    if left is None or not left[0]:
        return
    if ends is None:
        sentence = "还有村没有完成换届，没有填任期届满日期，无法核对是否延期。"
        yield Finding("G-01", WARNING, sentence, "term_ends_on", "请补填。", "没有届满日期")
        return
    today = setting.period.last_day
    if today > ends and not row["extension_number"]:
        sentence = f"任期{ends}届满，还有{left[0]}个村没有完成换届，没有填延期批准文号。"
        remedy = "延期须经上级党委批准，请填写批准文号。"
        yield Finding("G-01", ERROR, sentence, "extension_number", remedy, "延期没有批准文号")
    most = rules.extension_most_months
    if most is not None and today > months_after(ends, most):
        sentence = f"任期{ends}届满，到{today}延期已超过{most}个月。"
        remedy = "延期最长不超过规定时间，请核对并说明。"
        yield Finding("G-01", WARNING, sentence, "term_ends_on", remedy, "延期过长")


def check_one_row(rows: Sequence[Row], setting: Setting) -> Iterator[tuple[Row, Finding]]:
    """Ask for one row a county (D18)."""
    del setting
    for row in rows[1:]:
        sentence = f"本县已在第{rows[0].row_no}行填报。"
        remedy = "一个县只填一行，请合并。"
        yield row, Finding("D18", ERROR, sentence, "county_name", remedy, "县重复")


ROW_CHECKS: Final = (
    check_sums,
    check_rates,
    check_secretaries,
    check_review,
    check_unfinished,
    check_extension,
)
