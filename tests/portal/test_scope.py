"""The second wall: PostgreSQL itself shows only the user's counties."""

from portal.access.scope import acting_as
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


def test_province_sees_all_and_city_its_reporters(province, officer, reviewer):
    assert officer.county_ids == {
        province.county_a.pk,
        province.county_b.pk,
        province.county_c.pk,
    }
    assert reviewer.county_ids == {province.county_a.pk}
    other_city = make.user("city_reviewer", province.city_2)
    assert other_city.county_ids == {province.county_b.pk}
