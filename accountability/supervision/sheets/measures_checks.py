"""What T15 computes and checks: forms, who decides, the days of influence and of appeal."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from accountability.intake.declare import Finding, Row, Setting
from accountability.intake.rules import Severity
from accountability.parameters.models import Parameter
from accountability.parameters.rules import Value
from accountability.supervision.models import MeasureRow
from accountability.supervision.rules.measures import (
    CODES,
    LADDER,
    OF_UNITS,
    PROPOSAL,
    RECALL,
    SUSPENSION,
    Rung,
    Terms,
    appeal_due_on,
    influence_to,
    is_fact_only,
    is_organization_department,
    may_only_propose,
    months_later,
    rung_of,
)
from accountability.supervision.sheets.people import is_same_person, personal_numbers
from villages.postings.models import EndReason, Posting

ERROR, WARNING = Severity.ERROR, Severity.WARNING
_IDENTITY: Final = ("person_name", "unit_name", "category", "decided_on")
_TEXTS: Final = (("reason", "事由"), ("remark", "备注"))


@dataclass(frozen=True)
class Ladder:
    """The months of each rung, and the ID numbers (fingerprint, masked) known already.

    `identities` is by name, unit, category and day of decision, as told in earlier months;
    `recalled` by name and day, of those the roster says were recalled.
    """

    terms: Terms
    identities: Mapping[tuple[Any, ...], tuple[str, str]]
    recalled: Mapping[tuple[Any, ...], tuple[str, str]]

    def identity(self, values: Mapping[str, Any]) -> tuple[str, str] | None:
        """Return whom a row names, where earlier rows or the roster leave no doubt."""
        known = self.identities.get(tuple(values.get(name) for name in _IDENTITY))
        if known or values.get("category") != RECALL:
            return known
        return self.recalled.get((values.get("person_name"), values.get("decided_on")))


def ladder_for(setting: Setting) -> Ladder:
    """Read the months of each rung with their dates, and who is known; three queries."""
    versions: dict[str, list[Value]] = {}
    for row in Parameter.objects.filter(code__in=CODES).order_by("code", "-valid_from"):
        versions.setdefault(row.code, []).append(row.value)
    told = MeasureRow.objects.filter(
        county_id=setting.county_id,
        revision__pointers__closed_at__isnull=True,
        revision__pointers__isnull=False,
    ).exclude(id_fingerprint="")
    identities = {
        tuple(row[:-2]): (row[-2], row[-1])
        for row in told.values_list(*_IDENTITY, "id_fingerprint", "id_masked").distinct()
    }
    return Ladder(Terms(versions), identities, _recalled(setting.county_id))


def _recalled(county_id: int) -> dict[tuple[Any, ...], tuple[str, str]]:
    """Return the recalled by name and day, without namesakes of the same day."""
    people = Posting.objects.filter(county_id=county_id, end_reason=EndReason.RECALLED)
    found: dict[tuple[Any, ...], set[tuple[str, str]]] = {}
    for name, day, mark, shown in people.values_list(
        "person__name", "ended_on", "person__id_fingerprint", "person__id_masked"
    ):
        found.setdefault((name, day), set()).add((mark, shown))
    return {key: marks.pop() for key, marks in found.items() if len(marks) == 1}


def derive(values: Mapping[str, Any], setting: Setting) -> dict[str, Any]:
    """Fill what follows from the form and the day: level, influence, time for appeal."""
    category, form = values.get("category") or "", values.get("form") or ""
    rung, day = rung_of(category, form), values.get("decided_on")
    ladder: Ladder = setting.context
    found: dict[str, Any] = {}
    known = ladder.identity(values)
    if known and not values.get("id_masked"):
        found["id_fingerprint"], found["id_masked"] = known
    forms = LADDER.get(category, {})
    if not form and len(forms) == 1:
        found["form"] = next(iter(forms))
    if rung is None:
        return found
    decided = values.get("standing") != PROPOSAL
    found |= {"level": rung.level, "is_counted": rung.is_counted and decided}
    if day is None or not decided:
        return found
    terms = ladder.terms
    until = influence_to(rung, day, terms)
    computed = {
        "influence_from": day if until else None,
        "influence_to": until,
        "appeal_due_on": appeal_due_on(rung, day, terms),
    }
    return found | {
        name: value for name, value in computed.items() if value and values.get(name) is None
    }


def check_form(row: Row, setting: Setting) -> Iterator[Finding]:
    """Ask that the form is one of its category, and that a person is named where it needs one."""
    del setting
    category, form = row["category"], row["form"]
    forms = LADDER.get(category or "", {})
    if forms and form and form not in forms:
        sentence = f"“{form}”不是{category}的处理方式，{category}有：{'、'.join(forms)}。"
        yield Finding("T15-FORM", ERROR, sentence, "form", "请核对类别和处理方式。", "处理方式不符")
    elif forms and not form and rung_of(category, "") is None:
        sentence = f"{category}没有填处理方式，影响期无从计算。"
        remedy = f"请填写：{'、'.join(forms)}。"
        yield Finding("T15-FORM", ERROR, sentence, "form", remedy, "没有处理方式")
    if category and not row["person_name"] and form not in OF_UNITS:
        sentence = f"{form or category}是对个人的处理，没有填姓名。"
        yield Finding("T15-NAME", ERROR, sentence, "person_name", "请填写姓名。", "没有填姓名")


def check_power(row: Row, setting: Setting) -> Iterator[Finding]:
    """Check who may decide: a department proposes level 3; 4 and 5 are facts with a number."""
    del setting
    rung = rung_of(row["category"] or "", row["form"] or "")
    authority = row["authority"] or ""
    if rung is None:
        return
    is_department = is_organization_department(authority)
    if may_only_propose(rung, authority) and row["standing"] != PROPOSAL:
        sentence = f"{row['form']}的决定机关填的是“{authority}”，组织部门只能提出建议。"
        remedy = "已由党委决定的请填写党委和文号；还没有决定的，“决定或建议”填“建议”。"
        yield Finding("T15-POWER", ERROR, sentence, "authority", remedy, "决定机关权限不符")
    if not is_fact_only(rung):
        return
    if is_department or row["standing"] == PROPOSAL:
        sentence = f"{row['category']}处分由纪检监察机关或任免机关决定，这里只登记已生效的决定。"
        yield Finding(
            "T15-POWER", ERROR, sentence, "authority", "请填写作出决定的机关。", "决定机关权限不符"
        )
    if not row["document_number"]:
        sentence = f"{row['category']}处分没有填文号。"
        remedy = "请填写处分决定的文号；没有决定的不能登记。"
        yield Finding("T15-DOC", ERROR, sentence, "document_number", remedy, "处分没有文号")


def check_dates(row: Row, setting: Setting) -> Iterator[Finding]:
    """Compare the days typed with the ladder (domain 4.12)."""
    day = row["decided_on"]
    if day and day > setting.today:
        sentence = f"决定日期{day}还没有到。"
        yield Finding("T15-DATE", ERROR, sentence, "decided_on", "请核对日期。", "决定日期在将来")
    rung = rung_of(row["category"] or "", row["form"] or "")
    if rung is None or day is None or row["standing"] == PROPOSAL:
        return
    yield from _influence(row, rung, setting.context.terms)
    due = appeal_due_on(rung, day, setting.context.terms)
    if due and row["appeal_due_on"] and row["appeal_due_on"] != due:
        sentence = f"申诉期限填的是{row['appeal_due_on']}，按决定日期计算为{due}。"
        yield Finding(
            "T15-APPEAL", WARNING, sentence, "appeal_due_on", "请核对日期。", "申诉期限不符"
        )


def _influence(row: Row, rung: Rung, terms: Terms) -> Iterator[Finding]:
    day, typed = row["decided_on"], row["influence_to"]
    until = influence_to(rung, day, terms)
    if row["form"] == SUSPENSION:
        yield from _suspension(row, terms)
    elif until is None and typed and not rung.months:
        sentence = f"{row['form'] or row['category']}没有影响期，填的是到{typed}。"
        yield Finding(
            "T15-TERM",
            WARNING,
            sentence,
            "influence_to",
            "请核对；另有规定的请说明。",
            "影响期不符",
        )
    elif until and typed and typed != until:
        sentence = (
            f"影响期止填的是{typed}，{row['form']}自{day}起计算到{until}{_mark(rung, row, terms)}。"
        )
        yield Finding(
            "T15-TERM",
            WARNING,
            sentence,
            "influence_to",
            "请核对；另有规定的请说明。",
            "影响期不符",
        )


def _mark(rung: Rung, row: Row, terms: Terms) -> str:
    values = (terms.on(code, row["decided_on"]) for code in rung.months)
    return next((value.mark for value in values if value and value.mark), "")


def _suspension(row: Row, terms: Terms) -> Iterator[Finding]:
    """Hold a suspension to its longest term; how long it lasts is for the decision to say."""
    day, until = row["decided_on"], row["influence_to"]
    most = terms.months("suspension_months", day)
    if until is None:
        sentence = "停职检查没有填到什么时候为止。"
        yield Finding(
            "T15-TERM", WARNING, sentence, "influence_to", "请按决定填写止期。", "停职没有止期"
        )
    elif most and until > months_later(day, most):
        sentence = f"停职检查到{until}，一般不超过{most}个月。"
        yield Finding("T15-TERM", WARNING, sentence, "influence_to", "请核对日期。", "停职时间过长")


def check_texts(row: Row, setting: Setting) -> Iterator[Finding]:
    """Refuse personal numbers in texts."""
    del setting
    yield from personal_numbers(row, "T15-PRIVATE", _TEXTS)


def check_doubles(rows: Sequence[Row], setting: Setting) -> Iterator[tuple[Row, Finding]]:
    """Find the same measure on the same person twice."""
    del setting
    seen: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        named = row["person_name"] or row["unit_name"]
        others = seen.setdefault((named, row["category"], row["form"], row["decided_on"]), [])
        for first in others if named else ():
            if is_same_person(first, row) or not row["person_name"]:
                sentence = f"与第{first.row_no}行是同一个人的同一次处理。"
                yield (
                    row,
                    Finding(
                        "D18", ERROR, sentence, "person_name", "请删去重复的一行。", "处理重复"
                    ),
                )
                break
        others.append(row)


def check_recalls(row: Row, setting: Setting) -> Iterator[Finding]:
    """Remind that a recall ends a posting: the roster must say so too (X11, see the SQL)."""
    del setting
    if row["category"] == RECALL and row["standing"] == PROPOSAL:
        sentence = "召回填的是“建议”，还没有决定的不列入本表。"
        yield Finding("T15-FORM", ERROR, sentence, "standing", "请在决定后填报。", "召回还没有决定")


ROW_CHECKS: Final = (check_form, check_power, check_dates, check_texts, check_recalls)
