"""T14 becomes posts, tenures and vacancies; undo gives back what the registry knew before."""

import datetime as dt

import pytest

from accountability.intake.actions.errors import RegistryError
from accountability.intake.actions.pointing import point_to
from accountability.ledgers.projection import settle_posts
from portal.access.scope import acting_as
from tests import make
from tests.accountability.ledgers import books
from villages.people.models import HOLDER, Post, Tenure, Vacancy

Day = dt.date


def row(title: str = "县长", person: str | None = "王建国", **more: object) -> dict[str, object]:
    place = {"县": "嵩北县", "镇": "青岭镇", "村": "双河村"}[title[0]]
    started = dt.datetime(2016, 5, 20) if person else None  # noqa: DTZ001
    return {
        "division_name": place, "post_title": title, "person_name": person, "started_on": started,
        "is_poor_county": "是", "is_delisted": "否",
    } | more  # fmt: skip


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


LEFT = {"ended_on": at("2020-05-10"), "whereabouts": "交流", "approval_number": "豫组〔2020〕3号",
        "is_filed": "是"}  # fmt: skip


def told(county) -> list[tuple[object, ...]]:
    """Return all that is known of a county's posts, without the keys of rows."""
    tenures = Tenure.objects.filter(post__county=county).values_list(
        "post__division__name", "post__title", HOLDER, "person_id", "valid_from", "valid_to",
        "end_reason", "approval_number", "is_filed", "source_revision_id", "source_row",
    )  # fmt: skip
    vacancies = Vacancy.objects.filter(county=county).values_list(
        "post__division__name", "post__title", "vacant_from", "vacant_to", "source_row"
    )
    posts = Post.objects.filter(county=county).values_list("division__name", "title")
    return [*sorted(tenures, key=str), *sorted(vacancies, key=str), *sorted(posts)]


@pytest.fixture
def known(province):
    """A head the registry knows as a person, in office since 2015."""
    post = Post.objects.create(
        division=province.county_a, county=province.county_a, title="county_head"
    )
    return Tenure.objects.create(
        post=post, person=make.person("王建国"), valid_from=Day(2015, 3, 1)
    )


def accept(province, filler, period: str, *rows):
    return books.accept(province.county_a, filler, "T14", list(rows), period)


def test_names_and_vacancies_enter_the_registry(province, filler, known):
    before = told(province.county_a)
    revision = accept(
        province, filler, "2020-05",
        row(**LEFT), row(person="钱有道", started_on=at("2020-05-11")), row("镇党委书记", "赵大成"),
        row("镇长", None, vacant_from=at("2020-05-11")), row("村支书", "周二"),
    )  # fmt: skip
    left, follows = Tenure.objects.filter(post__title="county_head").order_by("valid_from")
    assert (left.pk, left.holder, left.person_id) == (known.pk, "王建国", known.person_id)
    assert (left.valid_from, left.valid_to, left.end_reason, left.approval_number) == (
        Day(2016, 5, 20), Day(2020, 5, 10), "调整", "豫组〔2020〕3号",
    )  # fmt: skip
    assert (left.is_filed, left.source_revision_id, left.source_row) == (True, revision.pk, 6)
    assert (follows.person, follows.holder, follows.valid_to) == (None, "钱有道", None)
    vacancy = Vacancy.objects.get()
    assert (vacancy.post.title, vacancy.vacant_from, vacancy.vacant_to) == (
        "township_head", Day(2020, 5, 11), None,
    )  # fmt: skip
    assert not Post.objects.filter(division=province.villages_a[0]).exists(), "offices, not posts"
    point_to(revision.submission, None, by=filler, at=make.NOON, reason="撤销")
    assert told(province.county_a) == before


def test_a_correction_and_its_undo(province, filler, known):
    first = accept(province, filler, "2020-05", row(), row("镇长", "孙一"))
    after_first = told(province.county_a)
    accept(province, filler, "2020-05", row(person="王健国"), row("镇党委书记", "孙一"))
    assert not Post.objects.filter(title="township_head").exists()
    [corrected] = Tenure.objects.visible_to(filler).filter(post__title="county_head", valid_to=None)
    assert corrected.holder == "王健国"
    known.refresh_from_db()
    assert known.valid_to == Day(2016, 5, 20), "T14 has the last word on a post from its day on"
    with acting_as(filler):
        point_to(first.submission, first, by=filler, at=make.NOON, reason="撤销")
    assert told(province.county_a) == after_first


def test_later_months_have_the_last_word_and_project_alike_in_any_order(province, filler):
    accept(province, filler, "2020-05", row(person="钱有道", started_on=at("2020-05-11")))
    vacant = row(person=None, vacant_from=at("2020-04-02"))
    accept(province, filler, "2020-04", row(**LEFT | {"ended_on": at("2020-04-01")}), vacant)
    accept(province, filler, "2020-03", row())
    left, follows = Tenure.objects.order_by("valid_from")
    assert (left.valid_to, follows.valid_to) == (Day(2020, 4, 1), None)
    assert Vacancy.objects.get().vacant_to == Day(2020, 5, 10), "who came after ends a vacancy"
    before = told(province.county_a)
    settle_posts(province.county_a.pk)
    assert told(province.county_a) == before


def test_two_holders_at_a_time_are_refused_with_the_row_of_the_other(province, filler):
    accept(province, filler, "2020-04", row(), row("镇长", "孙一"))
    before = told(province.county_a)
    rows = [row(person="钱有道", started_on=at("2020-05-11")),
            row("镇长", None, vacant_from=at("2020-05-02"))]  # fmt: skip
    revision = books.stage(province.county_a, filler, "T14", rows, "2020-05")
    problems = revision.problems.filter(cause="与以前报的任期重叠").order_by("row_no")
    assert [(p.severity, p.address) for p in problems] == [("error", "E6"), ("error", "M7")]
    assert problems[0].sentence == (
        "嵩北县县长：钱有道2020-05-11任职，2020-04的表第6行王建国"
        "（2016-05-20任职，没有离职日期）的任期与此重叠。"
    )
    with pytest.raises(RegistryError, match=r"嵩北县县长：王建国与钱有道；青岭镇乡镇长：.*孙一"):
        point_to(revision.submission, revision, by=filler, at=make.NOON, reason="接收")
    assert told(province.county_a) == before
