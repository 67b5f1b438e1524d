"""A village whose first secretary was recalled and replaced, with all that was told of them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from accountability.assessment.models import ScoreRow
from accountability.intake.models import Revision, SheetRow
from accountability.ledgers.models import (
    GroupMemberRow,
    PostingSupportRow,
    PresenceRow,
    TrainingRow,
)
from accountability.supervision.models import MeasureRow
from tests import make
from villages.people.models import Person
from villages.postings.models import Posting

FULL = [5, 5, 5, 5, None]
MAY = dt.date(2020, 5, 31)


@dataclass(frozen=True)
class Told:
    """Who was recalled, who followed, who serves in a village of the county beside."""

    recalled: Person
    successor: Person
    away: Person


def tell(province, by) -> Told:
    """Report the months, group, support, training, assessment and recall of one village."""
    one, two = province.villages_a[0], province.villages_a[1]
    recalled, successor, away = (make.person(name) for name in ("周退思", "李红卫", "外县人"))
    make.posting(
        one, who=recalled, started_on=dt.date(2018, 11, 1), due_on=dt.date(2020, 11, 1),
        ended_on=dt.date(2020, 3, 1), end_reason="recalled",
    )  # fmt: skip
    make.posting(one, who=successor, started_on=dt.date(2020, 3, 1), due_on=dt.date(2020, 8, 1))
    make.posting(one, role="member", started_on=dt.date(2019, 1, 1))
    make.posting(two, started_on=dt.date(2019, 1, 1), due_on=dt.date(2021, 1, 1))
    make.posting(province.villages_b[0], who=away, due_on=dt.date(2020, 6, 1))
    place = {"village": one, "village_name": one.name, "township_name": "青岭镇"}
    _months(province, by, successor, place)
    rows(
        GroupMemberRow, file("T18", "2020Q2", province, by),
        {**place, "group_role": "成员", "person_name": "李红卫", "identity": "第一书记",
         "person_id": successor.pk, "joined_on": dt.date(2020, 3, 1), "is_resident": True},
        {**place, "group_role": "组长", "person_name": "王镇长", "identity": "乡镇干部",
         "rank": "副科级", "joined_on": dt.date(2017, 5, 8)},
        {**place, "group_role": "成员", "person_name": "周退思", "identity": "第一书记",
         "left_on": dt.date(2020, 3, 1)},
    )  # fmt: skip
    rows(
        PostingSupportRow, file("T19", "2019", province, by),
        {**place, "posted_count": 2, "allowance_due": 2, "allowance_paid": 2,
         "work_funds_due": 1, "work_funds_paid": 1, "special_funds_due": 50,
         "special_funds_paid": 30, "is_met": False, "unpaid_reason": "第二批次年拨付",
         "paid_on": dt.date(2019, 11, 8)},
    )  # fmt: skip
    rows(
        TrainingRow, file("T10", "2020Q1", province, by),
        {**place, "part": "trainee", "course_name": "第一书记示范班", "person_name": "李红卫",
         "person_id": successor.pk, "post": "第一书记", "is_counted": True, "result": "合格"},
    )  # fmt: skip
    rows(
        ScoreRow, file("T3", "2019", province, by),
        {**place, "person_name": "周退思", "person_id": recalled.pk, "organization_score": 20,
         "total_score": 71, "grade": "基本合格"},
    )  # fmt: skip
    rows(
        MeasureRow, file("T15", "2020-03", province, by),
        {"category": "召回", "person_name": "周退思", "id_fingerprint": recalled.id_fingerprint,
         "reason": "经常不在村", "authority": "嵩北县委组织部", "decided_on": dt.date(2020, 3, 1)},
    )  # fmt: skip
    return Told(recalled, successor, away)


def _months(province, by, person: Person, place: dict[str, Any]) -> None:
    own = {**place, "person_name": person.name, "person_id": person.pk, "required_days": FULL}
    for period, days, more in (
        ("2020-03", 20, {"is_met": True, "leave_days": 2, "leave_kind": "事假",
                         "leave_approver": "乡镇党委"}),
        ("2020-04", 17, {"is_met": False, "leave_days": 0}),
        ("2020-05", 12, {"is_met": False, "leave_days": 5, "leave_kind": "病假",
                         "leave_approver": "乡镇党委", "checks_count": 2, "absences_count": 1,
                         "unexcused_count": 0}),
    ):  # fmt: skip
        rows(
            PresenceRow, file("T2", period, province, by),
            {**own, "days_total": days, "nights_total": max(0, days - 4), **more},
        )  # fmt: skip


def file(sheet: str, period: str, province, by) -> Revision:
    """Return an accepted revision of county a."""
    return make.current_revision(sheet, period, province.county_a, by=by)


def rows(model: type[SheetRow], revision: Revision, *given: dict[str, Any]) -> None:
    """Write rows as a file would have left them."""
    for number, values in enumerate(given, 6):
        model.objects.create(
            revision=revision, county=revision.county, row_no=number, key=str(number), raw=[""] * 60,
            **values,
        )  # fmt: skip


def current(province) -> Posting:
    """Return the posting of the first village."""
    return Posting.objects.get(
        village=province.villages_a[0], role="first_secretary", ended_on__isnull=True
    )
