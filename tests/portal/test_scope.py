"""The second wall: PostgreSQL itself shows only the user's counties."""

import pytest
from django.db import ProgrammingError, connection, transaction

from portal.access.scope import APP_ROLE, acting_as
from tests import make
from villages.postings.models import Posting


def test_scope_hides_other_counties_even_without_visible_to(province, filler, outsider):
    make.posting(province.villages_a[0])
    make.posting(province.villages_b[0])
    assert Posting.objects.count() == 2
    with acting_as(filler):
        assert [p.county_id for p in Posting.objects.all()] == [province.county_a.pk]
    with acting_as(outsider):
        assert [p.county_id for p in Posting.objects.all()] == [province.county_b.pk]
    assert Posting.objects.count() == 2


def test_scope_refuses_rows_of_other_counties(province, filler):
    ours, theirs = (make.posting(place[0]) for place in (province.villages_a, province.villages_b))
    with acting_as(filler):
        assert not Posting.objects.filter(pk=theirs.pk).update(county=province.county_a)
        assert not Posting.objects.filter(pk=theirs.pk).delete()[0]
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Posting.objects.filter(pk=ours.pk).update(county=province.county_b)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            make.posting(province.villages_b[1])


@pytest.mark.parametrize("told", [None, "", "{}"])
def test_nobody_named_is_nothing_seen(province, told):
    make.posting(province.villages_a[0])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("RESET app.counties")
        if told is not None:
            cursor.execute("SELECT set_config('app.counties', %s, true)", [told])
        cursor.execute("SELECT set_config('role', %s, true)", [APP_ROLE])
        assert not Posting.objects.exists()
        cursor.execute("SELECT set_config('role', 'none', true)")


def test_every_policy_asks_for_the_counties_once_a_statement(province, filler):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT regexp_replace(qual, '\\s+', ' ', 'g'), with_check, roles::text[], cmd, count(*)"
            " FROM pg_policies GROUP BY 1, 2, 3, 4"
        )
        [(scope, check, roles, command, number)] = cursor.fetchall()
        cursor.execute("SELECT count(*) FROM pg_class WHERE relrowsecurity")
        assert cursor.fetchone() == (number,)
    assert (check, roles, command) == (None, [APP_ROLE], "ALL")
    assert scope.startswith("(county_id IN ( SELECT unnest(")
    with acting_as(filler):
        assert "hashed SubPlan" in Posting.objects.order_by().explain()


def test_province_sees_all_and_city_its_reporters(province, officer, reviewer):
    assert officer.county_ids == {
        province.county_a.pk,
        province.county_b.pk,
        province.county_c.pk,
    }
    assert reviewer.county_ids == {province.county_a.pk}
    other_city = make.user("city_reviewer", province.city_2)
    assert other_city.county_ids == {province.county_b.pk}
