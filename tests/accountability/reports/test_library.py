"""Of several versions of one document the library says which counts."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from accountability.intake.rules import Period
from accountability.reports import actions, queries
from accountability.reports.models import Document
from accountability.reports.rules import DocumentKind
from tests import make

AT = dt.datetime(2020, 6, 3, 10, tzinfo=dt.UTC)
MAY = Period.parse("2020-05")


@pytest.fixture
def snapshot(province, officer):
    return actions.take_snapshot(scope=province.province, period=MAY, by=officer, at=AT)


def keep(snapshot, scope, version, *, number=""):
    finished = actions.Finished(
        DocumentKind.MONTHLY, version, "月度督查通报", number, f"L{scope.pk}V{version}", b"%PDF", 1
    )
    return actions.keep_document(
        finished=finished, snapshot=snapshot, scope=scope, made_by=None, at=AT
    )


def current(user) -> dict[int, int]:
    rows = queries.library(user).values_list("version", "current_version")
    return dict(rows)


def test_the_last_version_counts_until_one_is_issued(client, province, officer, snapshot):
    first = keep(snapshot, province.province, 1)
    keep(snapshot, province.province, 2)
    assert current(officer) == {1: 2, 2: 2}
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("reports:library")).content.decode()
    assert page.count("已被第2版替代") == 1
    assert (
        "已被第2版替代" in client.get(reverse("reports:detail", args=[first.pk])).content.decode()
    )
    assert len(re.findall(">现行<", page)) == 1


def test_a_draft_after_the_issued_version_replaces_nothing(province, officer, snapshot):
    for version in (1, 2, 3):
        keep(snapshot, province.province, version, number="1号" if version == 2 else "")
    assert {row.version: row.state for row in Document.objects.all()}[2] == "issued"
    assert current(officer) == {1: 2, 2: 2, 3: 2}


def test_another_scope_replaces_nothing(province, snapshot):
    keep(snapshot, province.city_1, 1)
    keep(snapshot, province.city_2, 2)
    assert current(make.user("city_reviewer", province.city_1)) == {1: 1}
