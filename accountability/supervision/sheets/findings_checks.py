"""Row and sheet checks of T6: number, wording, who answers, and what is computed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from accountability.intake.declare import Finding, Row, Setting
from accountability.intake.rules import Severity
from accountability.ledgers.rules import Likeness, likeness_on
from accountability.parameters.queries import parameters_on
from accountability.parameters.rules import Parameters
from accountability.supervision.models import FindingRow
from accountability.supervision.rules.findings import (
    FindingNumber,
    batch_in,
    has_personal_number,
    is_empty_talk,
    is_vague,
    number_of,
    skeleton,
)
from villages.places.models import Division

ERROR, WARNING = Severity.ERROR, Severity.WARNING
_COUNTY_DIGITS: Final = 6
_TEXTS: Final = (
    ("description", "问题描述"),
    ("goal", "整改目标"),
    ("action", "整改措施"),
    ("progress", "整改进展"),
    ("extension_reason", "延期理由"),
    ("remark", "备注"),
)
_ANSWERING: Final = (
    ("owner_name", "责任单位"),
    ("leader", "牵头领导"),
    ("responsible", "责任人"),
)
_COPIED: Final = (("goal", "整改目标"), ("action", "整改措施"))
_NAMES: Final = (
    "township_name", "village_name", "place_unit", "owner_name", "leader", "responsible"
)  # fmt: skip


@dataclass(frozen=True)
class Ledger:
    """What the checks of a month need: parameters in force, the county's code, earlier findings.

    `serials` is the highest running number by (year, batch); `people` the person concerned by
    finding number.
    """

    parameters: Parameters
    likeness: Likeness
    county_code: str
    serials: Mapping[tuple[int, int], int]
    people: Mapping[str, int]


def ledger_of(setting: Setting) -> Ledger:
    """Read the parameters in force and the county's earlier findings; three queries."""
    code = Division.objects.values_list("code", flat=True).get(pk=setting.county_id)
    known = FindingRow.objects.filter(
        county_id=setting.county_id, revision__pointers__closed_at__isnull=True,
        revision__pointers__isnull=False,
    )  # fmt: skip
    serials: dict[tuple[int, int], int] = {}
    people: dict[str, int] = {}
    for text, person in known.values_list("finding_number", "person_id").distinct():
        if number := number_of(text):
            batch = (number.year, number.batch)
            serials[batch] = max(serials.get(batch, 0), number.serial)
        if person:
            people[text] = person
    day = setting.period.last_day
    return Ledger(parameters_on(day), likeness_on(day), code[:_COUNTY_DIGITS], serials, people)


def derive(values: Mapping[str, Any], setting: Setting) -> dict[str, Any]:
    """Fill what follows: closed or not, and the person named in an earlier month."""
    ledger: Ledger = setting.context
    found: dict[str, Any] = {}
    if values.get("is_closed") is None:
        found["is_closed"] = values.get("closed_on") is not None
    known = ledger.people.get(values.get("finding_number") or "")
    if values.get("person_id") is None and not values.get("person_name") and known:
        found["person_id"] = known
    return found


def check_number(row: Row, setting: Setting) -> Iterator[Finding]:
    """Check the form of the number, its county and its year."""
    ledger: Ledger = setting.context
    text = row["finding_number"]
    if not text:
        return
    number = number_of(text)
    if number is None:
        sentence = f"问题编号“{text}”写法不对，应为“年度-批次-县代码-流水”。"
        remedy = f"请改为2020-03-{ledger.county_code}-001这样的形式。"
        yield Finding("T6-NO", ERROR, sentence, "finding_number", remedy, "问题编号写法不对")
    elif number.county_code != ledger.county_code:
        own = f"{setting.county_name}是{ledger.county_code}"
        sentence = f"问题编号中的县代码是{number.county_code}，{own}。"
        remedy = "请核对编号；其他县的问题不在本表填报。"
        yield Finding("T6-NO", ERROR, sentence, "finding_number", remedy, "编号不是本县的")
    elif row["found_on"] and row["found_on"].year != number.year:
        sentence = f"问题编号的年度是{number.year}，督查日期是{row['found_on']}。"
        yield Finding(
            "T6-NO", WARNING, sentence, "finding_number", "请核对编号和日期。", "编号年度与日期不符"
        )


def check_found(row: Row, setting: Setting) -> Iterator[Finding]:
    """Ask where it was, on a day that has come, and that who is concerned is known."""
    if row["found_on"] and row["found_on"] > setting.today:
        sentence = f"督查日期{row['found_on']}还没有到。"
        yield Finding("T6-DATE", ERROR, sentence, "found_on", "请核对日期。", "督查日期在将来")
    if not (row["township_name"] or row["village_name"] or row["place_unit"]):
        sentence = "乡镇、村、单位都没有填，不知道问题发生在哪里。"
        yield Finding("T6-PLACE", ERROR, sentence, "place_unit", "请至少填一处。", "没有发生地点")
    if row["person_name"] and row["person_id"] is None:
        sentence = "“涉及人员”在花名册中没有对应的人。"
        remedy = "请核对姓名、村和身份证号后4位；不在花名册中的请说明。"
        yield Finding("X10", WARNING, sentence, "person_name", remedy, "涉及人员不在名册")


def check_texts(row: Row, setting: Setting) -> Iterator[Finding]:
    """Ask for enough words and none personal; point out talk that binds nobody."""
    parameters: Parameters = setting.context.parameters
    length, least = len(row["description"] or ""), parameters.whole("finding_text_min")
    if least is not None and 0 < length < least:
        sentence = f"问题描述只有{length}个字，不少于{least}个字。"
        remedy = "请写清什么时间、什么地方、什么人、什么事。"
        yield Finding("T6-SHORT", ERROR, sentence, "description", remedy, "问题描述过短")
    for column, label in _TEXTS:
        if row[column] and has_personal_number(row[column]):
            sentence = f"“{label}”中有身份证号或电话号码。"
            remedy = "请删去号码；涉及人员写职务，姓名填在“涉及人员”一列。"
            yield Finding("T6-PRIVATE", ERROR, sentence, column, remedy, "文字中有个人信息")
    for column, label in _COPIED:
        if row[column] and is_empty_talk(row[column]):
            sentence = f"“{label}”只有“{row[column][:20]}”这样的话，没有可核查的内容。"
            remedy = "请写明做什么、做到什么程度、由谁做。"
            yield Finding("T6-EMPTY", WARNING, sentence, column, remedy, "措施空泛")
    if row["basis"] and not set(row["basis"]) & set("《〔[（号条"):
        sentence = f"政策依据“{row['basis'][:20]}”看不出是哪个文件。"
        yield Finding(
            "T6-BASIS", WARNING, sentence, "basis", "请写文件名称或文号、条款。", "政策依据不明"
        )


def check_answering(row: Row, setting: Setting) -> Iterator[Finding]:
    """Ask for a unit and persons by name: nobody in particular is refused."""
    del setting
    for column, label in _ANSWERING:
        if row[column] and is_vague(row[column]):
            sentence = f"“{label}”填的是“{row[column]}”，没有落到具体的单位和人。"
            remedy = "请填写具体的单位名称或姓名。"
            yield Finding("T6-VAGUE", ERROR, sentence, column, remedy, "责任没有落实到人")


def check_numbers(rows: Sequence[Row], setting: Setting) -> Iterator[tuple[Row, Finding]]:
    """Find a number that stands twice; offer a finding without one the next."""
    ledger: Ledger = setting.context
    seen: dict[str, Row] = {}
    serials = dict(ledger.serials)
    for row in rows:
        text = row["finding_number"]
        if not text:
            continue
        if number := number_of(text):
            batch = (number.year, number.batch)
            serials[batch] = max(serials.get(batch, 0), number.serial)
        first = seen.setdefault(text, row)
        if first is not row:
            sentence = f"问题编号与第{first.row_no}行相同，一个问题一个编号。"
            remedy = "同一个问题请删去一行，不同的问题请重新编号。"
            yield row, Finding("T6-NO", ERROR, sentence, "finding_number", remedy, "问题编号重复")
    for row in rows:
        if not row["finding_number"]:
            year = (row["found_on"] or setting.period.last_day).year
            batch = (year, batch_in(row["batch"] or ""))
            serials[batch] = serials.get(batch, 0) + 1
            proposal = str(FindingNumber(*batch, ledger.county_code, serials[batch]))
            sentence = "新问题没有编号。"
            yield (
                row,
                Finding(
                    "T6-NO", ERROR, sentence, "finding_number", f"建议编为{proposal}。",
                    "问题没有编号", proposal,
                ),
            )  # fmt: skip


def check_copies(rows: Sequence[Row], setting: Setting) -> Iterator[tuple[Row, Finding]]:
    """Point out aims and measures that differ from another row's in names and numbers only."""
    ledger: Ledger = setting.context
    for column, label in _COPIED:
        alike: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            if not row[column] or row["nature"] in ("共性", "系统性"):
                continue
            text = skeleton(row[column], [row[name] or "" for name in _NAMES])
            if len(text) >= ledger.likeness.copied_characters:
                alike[text].append(row)
        for first, *others in alike.values():
            for row in others:
                sentence = f"“{label}”与第{first.row_no}行相同，只有地名、人名或数字不一样。"
                remedy = "请按这个问题的实际填写；确是共性问题的，性质填“共性”。"
                yield row, Finding("X14", WARNING, sentence, column, remedy, "疑似照抄")
