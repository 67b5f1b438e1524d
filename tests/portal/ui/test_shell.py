"""The frame around every page: what it shows to whom, and what it says when something fails."""

import gzip

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from portal.ui import nav
from portal.ui.context import Shell
from portal.ui.filling import KEY
from tests import make

STYLEGUIDE = "/ui/styleguide/"
IE = "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko"


@pytest.fixture
def admin(province):
    return make.user("system_admin", province.province)


@pytest.fixture
def logged_in(client, admin):
    client.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
    return client


def labels(groups):
    return [item.label for group in groups for item in group.items]


def test_navigation_shows_only_pages_that_exist_and_are_allowed(admin, filler):
    assert "组件样例" in labels(nav.for_user(admin, path="/"))
    assert "组件样例" not in labels(nav.for_user(filler, path="/"))
    assert "专项推进" in labels(nav.for_user(filler, path="/")), "a county reports on its tasks"
    for group in nav.for_user(admin, path="/"):
        assert group.items
        assert all(item.url for item in group.items)


def test_navigation_marks_the_nearest_page(admin):
    groups = nav.for_user(admin, path="/ui/styleguide/grid/")
    assert [item.key for group in groups for item in group.items if item.current] == ["styleguide"]


def test_count_beside_an_item_comes_from_who_knows_it(admin, monkeypatch):
    monkeypatch.setitem(nav._counts, "styleguide", lambda user: 3)
    counts = {item.key: item.count for g in nav.for_user(admin, path="/") for item in g.items}
    assert counts["styleguide"] == 3


def test_anonymous_frame_has_no_navigation():
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert Shell(request).nav == []
    assert Shell(request).user is None


def test_page_carries_name_unit_and_date_as_watermark(logged_in, admin):
    html = logged_in.get(STYLEGUIDE).content.decode()
    assert f"{admin.full_name} {admin.unit_name} " in html
    assert 'class="watermark"' in html


def test_demo_mark_is_on_every_page_of_a_demo_installation_only(logged_in, settings):
    settings.PORTAL_DEMO = True
    assert "演示数据" in logged_in.get(STYLEGUIDE).content.decode()
    assert "演示数据" in Client().get(reverse("access:login")).content.decode()
    settings.PORTAL_DEMO = False
    assert "top__demo" not in logged_in.get(STYLEGUIDE).content.decode()


def test_filling_of_a_demo_is_said_while_it_goes_on(logged_in, settings):
    settings.PORTAL_DEMO = True
    cache.set(KEY, "3/9", 5)
    assert "演示数据仍在填入 3/9" in logged_in.get(STYLEGUIDE).content.decode()
    cache.delete(KEY)
    assert "仍在填入" not in logged_in.get(STYLEGUIDE).content.decode()


def test_wall_mode_is_a_url(logged_in):
    assert b' wall"' in logged_in.get(STYLEGUIDE, {"wall": "1"}).content
    assert b' wall"' not in logged_in.get(STYLEGUIDE).content


def test_style_guide_is_not_for_everybody(client, filler):
    client.force_login(filler, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(STYLEGUIDE)
    assert answer.status_code == 403
    assert "您没有办理此事的权限" in answer.content.decode()


def test_fragment_and_page_share_url_and_markup(logged_in):
    fragment = logged_in.get(STYLEGUIDE, {"show": "drawer"}).content.decode()
    assert "<html" not in fragment
    assert "drawer__head" in fragment


def test_unknown_page_says_what_to_do(logged_in):
    answer = logged_in.get("/no/such/page/")
    assert answer.status_code == 404
    assert "没有找到这个页面" in answer.content.decode()
    assert "返回首页" in answer.content.decode()


def test_expired_form_says_that_nothing_was_saved(admin):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
    answer = strict.post("/ui/styleguide/grid/", {"a": "D7"})
    assert answer.status_code == 403
    assert "页面已过期，没有提交成功" in answer.content.decode()


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "429", "500"])
def test_error_page_needs_nothing_and_names_the_next_step(name):
    html = render_to_string(f"{name}.html")
    assert "<li>" in html
    assert f"代码 {name[:3]}" in html
    assert "严禁处理、存储、传输涉密信息" in html


@pytest.mark.django_db
def test_old_browser_gets_one_plain_page(client):
    answer = client.get("/login/", headers={"user-agent": IE})
    assert "切换为“极速模式”" in answer.content.decode()
    assert b"<script" not in answer.content
    assert client.get("/healthz", headers={"user-agent": IE}).content == b"ok"


@pytest.mark.django_db
def test_login_page_says_what_the_system_is_not_for(client):
    html = client.get(reverse("access:login")).content.decode()
    assert "非涉密系统，严禁处理、存储、传输涉密信息" in html
    assert 'name="username"' in html
    assert 'name="password"' in html


def test_edit_without_javascript_returns_to_the_cell(logged_in):
    data = {"a": "H9", "row": "9", "field": "days", "value": "22"}
    answer = logged_in.post("/ui/styleguide/grid/", data)
    assert answer.status_code == 302
    assert answer["Location"] == "/ui/styleguide/grid/?cell=H9"
    html = logged_in.get(answer["Location"]).content.decode()
    assert 'id="formula-address">H9<' in html


def test_page_stays_within_its_weight(logged_in):
    assert len(gzip.compress(logged_in.get(STYLEGUIDE).content)) < 20_000
