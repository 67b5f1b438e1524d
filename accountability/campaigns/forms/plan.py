"""The one form of a draft: head, scope, task force, roadmap, task book, timetable.

Rows are added by a button that sends the form and gives it back with one more row: nothing here
needs JavaScript. Nothing but title and scope is required until the campaign is issued.
"""

import re
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Final

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict

from accountability.campaigns.rules import (
    MemberPlan,
    MilestonePlan,
    Plan,
    StagePlan,
    TaskPlan,
)
from accountability.intake.declare import declared
from portal.access.models import User
from villages.places.models import Division, Kind, Level

DAY: Final = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
MOST_ROWS: Final = 60
_ADD = re.compile(r"(?:members|stages|tasks|task-\d{1,2})")


def day(label: str) -> forms.DateField:
    """Return a field for a day that may be left blank."""
    return forms.DateField(label=label, required=False, widget=DAY)


def words(label: str, most: int, *, rows: int = 0, hint: str = "") -> forms.CharField:
    """Return a field for words that may be left blank."""
    area = forms.Textarea(attrs={"rows": rows}) if rows else None
    return forms.CharField(
        label=label, max_length=most, required=False, widget=area, help_text=hint
    )


def sheets() -> list[tuple[str, str]]:
    """Return the sheets a task's facts may stand in."""
    return [("", "不对应")] + [(one.code, f"{one.code} {one.title}") for one in declared()]


class HeadForm(forms.Form):
    """What the campaign is, who leads it, where it goes on."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)
    title = forms.CharField(label="专项名称", max_length=80)
    purpose = words("目的", 1000, rows=3)
    document = words("依据文件", 160)
    document_number = words("文号", 60)
    lead_unit = words("牵头单位", 80)
    lead_person = words("负责人", 40, hint="写到人，例如组织二处处长某某。")
    begins_on = day("开始日期")
    ends_on = day("结束日期")
    counties = forms.TypedMultipleChoiceField(
        label="实施范围（县）", coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, scope: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["counties"].choices = scope  # type: ignore[attr-defined]


class MemberRow(forms.Form):
    """One member of a task force."""

    force = words("专班名称", 40)
    name = words("姓名", 40)
    unit = words("单位", 80)
    duty = words("职责", 80)
    begins_on = day("起始日期")


class StageRow(forms.Form):
    """One stage of the roadmap."""

    name = words("阶段名称", 40)
    begins_on = day("开始日期")
    ends_on = day("结束日期")
    goal = words("阶段目标", 200)


class TaskRow(forms.Form):
    """One task of the task book."""

    deliver = words("交付什么", 300, rows=2, hint="写成可以核对的内容：做成什么、多少，不写口号。")
    owner_unit = words("责任单位", 80)
    responsible = words("责任人", 60)
    county_id = forms.TypedChoiceField(label="责任县", required=False, coerce=int, empty_value=None)
    stage = forms.TypedChoiceField(label="所属阶段", required=False, coerce=int, empty_value=None)
    due_on = day("完成期限")
    evidence = words("佐证要求", 200, hint="只要文字和已有文件，不要求照片。")
    sheet_code = forms.ChoiceField(label="对应采集表", required=False, choices=sheets)

    def __init__(
        self, *args: Any, counties: list[tuple[int, str]], stages: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        numbers = [(number, f"第{number}阶段") for number in range(1, stages + 1)]
        choose(self, "county_id", [("", "范围内各县"), *counties])
        choose(self, "stage", [("", "请选择"), *numbers])
        self.fields["county_id"].help_text = "只由一个县办的选上；先勾选实施范围再选。"
        self.fields["sheet_code"].help_text = "事实在报表中的选上，县里不再另写完成情况。"


class MilestoneRow(forms.Form):
    """One line of a task's timetable."""

    name = words("节点", 80)
    planned_on = day("计划日期")


def choose(form: forms.Form, name: str, choices: list[tuple[Any, str]]) -> None:
    """Set what a field of a form offers."""
    form.fields[name].choices = choices  # type: ignore[attr-defined]


def counties_of(user: User) -> list[Division]:
    """Return the counties a user may put into a scope, with the city above, in order."""
    found = Division.objects.visible_to(user).filter(
        level=Level.COUNTY, kind=Kind.DIVISION, pk__in=user.county_ids, valid_to__isnull=True
    )
    return list(found.select_related("parent").order_by("code"))


class PlanForms:
    """All forms of a draft, bound to what was sent or filled with a plan."""

    def __init__(self, data: QueryDict | None, *, user: User, plan: Plan, version: int) -> None:
        self.data = self._grown(data)
        self.counties = counties_of(user)
        names = [(one.pk, one.name) for one in self.counties]
        head = {**asdict(plan), "version": version}
        self.head = HeadForm(self.data, initial=head, scope=names)
        self.members = self._rows(MemberRow, "members", [asdict(one) for one in plan.members])
        self.stages = self._rows(StageRow, "stages", [asdict(one) for one in plan.stages])
        ticked = {str(value) for value in self.head["counties"].value() or ()}
        scope = [(pk, name) for pk, name in names if str(pk) in ticked]
        given = {"counties": scope, "stages": len(self.stages.forms)}
        self.tasks = self._rows(TaskRow, "tasks", [asdict(one) for one in plan.tasks], given)
        self.timetables = [
            self._rows(
                MilestoneRow,
                f"task-{number}",
                [asdict(one) for one in plan.tasks[number].milestones]
                if number < len(plan.tasks)
                else [],
            )
            for number in range(len(self.tasks.forms))
        ]

    @property
    def asks_for_row(self) -> bool:
        """Say whether the button to add a row was pressed."""
        return self.data is not None and "add" in self.data

    @property
    def task_rows(self) -> list[tuple[Any, Any]]:
        """Return each task's form with its timetable."""
        return list(zip(self.tasks.forms, self.timetables, strict=True))

    @property
    def everything(self) -> list[Any]:
        """Return all forms."""
        rows = (self.members, self.stages, self.tasks, *self.timetables)
        return [self.head, *(form for some in rows for form in some.forms)]

    @property
    def cities(self) -> list[tuple[str, list[tuple[Division, bool]]]]:
        """Return the counties to tick, by city."""
        ticked = {str(value) for value in self.head["counties"].value() or ()}
        groups: dict[str, list[tuple[Division, bool]]] = {}
        for one in self.counties:
            city = one.parent.name if one.parent else ""
            groups.setdefault(city, []).append((one, str(one.pk) in ticked))
        return list(groups.items())

    def is_valid(self) -> bool:
        """Say whether everything can be read."""
        sets: tuple[Any, ...] = (self.head, self.members, self.stages, self.tasks, *self.timetables)
        return all(one.is_valid() for one in sets)

    def sentences(self) -> list[str]:
        """Return what cannot be read, each with its place."""
        found = [f"{bound.label}：{sentence}" for bound in self.head for sentence in bound.errors]
        found += [str(one) for one in self.head.non_field_errors()]
        for where, form in self._placed():
            found += [
                f"{where}，{bound.label}：{sentence}" for bound in form for sentence in bound.errors
            ]
        return found

    def _placed(self) -> Iterator[tuple[str, forms.Form]]:
        for word, rows in (("专班成员", self.members), ("阶段", self.stages), ("任务", self.tasks)):
            for number, form in enumerate(rows.forms, 1):
                yield f"{word}{number}", form
        for task, rows in enumerate(self.timetables, 1):
            for number, form in enumerate(rows.forms, 1):
                yield f"任务{task}的节点{number}", form

    def plan(self) -> Plan:
        """Return the plan that was sent, blank rows left out."""
        head = {**self.head.cleaned_data}
        head.pop("version")
        kept = {number: place for place, number in enumerate(self._kept_stages(), 1)}
        return Plan(
            **{**head, "counties": tuple(head["counties"])},
            members=tuple(MemberPlan(**row) for row in filled(self.members)),
            stages=tuple(StagePlan(**row) for row in filled(self.stages)),
            tasks=tuple(self._task(row, number, kept) for number, row in self._tasks()),
        )

    def _kept_stages(self) -> list[int]:
        """Return which stages of the form stay: tasks know their stage by its place there."""
        rows = self.stages.forms
        return [number for number, form in enumerate(rows, 1) if row_of(form) is not None]

    def _tasks(self) -> Iterator[tuple[int, dict[str, Any]]]:
        for number, form in enumerate(self.tasks.forms):
            row = row_of(form)
            if row is not None:
                yield number, row

    def _task(self, row: dict[str, Any], number: int, stages: dict[int, int]) -> TaskPlan:
        row["stage"] = stages.get(row["stage"])
        times = tuple(MilestonePlan(**one) for one in filled(self.timetables[number]))
        return TaskPlan(**row, milestones=times)

    def _rows(
        self,
        form: type[forms.Form],
        prefix: str,
        initial: list[dict[str, Any]],
        given: dict[str, Any] | None = None,
    ) -> "BaseFormSet[Any]":
        extra = 0 if initial else 1
        kind = formset_factory(
            form, extra=extra, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS
        )
        sent = self.data
        if sent is not None and f"{prefix}-TOTAL_FORMS" not in sent:
            sent = sent.copy()  # a task that was just added has no timetable yet
            sent.update({f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-INITIAL_FORMS": "0"})
        return kind(sent, prefix=prefix, initial=initial, form_kwargs=given or {})

    @staticmethod
    def _grown(data: QueryDict | None) -> QueryDict | None:
        """Return what was sent with one more row where the button asks for it."""
        asked = data.get("add", "") if data is not None else ""
        key = f"{asked}-TOTAL_FORMS"
        if data is None or not _ADD.fullmatch(str(asked)) or not str(data.get(key, "")).isdecimal():
            return data
        grown = data.copy()
        grown[key] = str(min(int(str(data[key])) + 1, MOST_ROWS))
        return grown


def filled(rows: "BaseFormSet[Any]") -> list[dict[str, Any]]:
    """Return what the rows hold that are neither blank nor ticked to go."""
    return [row for form in rows.forms if (row := row_of(form)) is not None]


def row_of(form: forms.Form) -> dict[str, Any] | None:
    """Return what a row holds, None where it is blank or ticked to go."""
    row = dict(form.cleaned_data) if form.is_valid() else {}
    if row.pop("DELETE", False) or not any(row.values()):
        return None
    return row
