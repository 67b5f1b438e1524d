"""After the login everybody lands on a page of theirs; nobody lands on a refusal."""

import pytest

from portal.access.roles import ROLES
from tests import make


@pytest.mark.parametrize("role", sorted(ROLES))
def test_first_page_opens_for_every_role(client, province, role):
    level = min(ROLES[role].levels)
    area = {"province": province.province, "city": province.city_1, "county": province.county_a}
    client.force_login(make.user(role, area[level]))
    assert client.get("/", follow=True).status_code == 200
