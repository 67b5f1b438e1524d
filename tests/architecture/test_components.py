"""Components keep their contract: a wrong argument fails, words are escaped, icons exist."""

import re
from pathlib import Path

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import get_template
from django.test import RequestFactory

from portal.ui import nav
from portal.ui.charts import Bar
from portal.ui.icons import FOLDER, UnknownIconError, body
from portal.ui.parts import Choice, Entry, Fact, Kpi, MapTile, Moment, Reading, Tab
from portal.ui.samples import SampleForm
from portal.ui.sheet import Problem, ProblemGroup, Sheet, SheetCell, SheetColumn, SheetRow
from portal.ui.templatetags.ui import register

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
EVIL = '<i>"&'
ESCAPED = "&lt;i&gt;"


def rendered(source: str, **context: object) -> str:
    request = RequestFactory().get("/list/?p=2020-05&page=2&wall=1")
    return Template(source).render(Context({"request": request, "csrf_token": "T", **context}))


@pytest.mark.parametrize(
    "source",
    [
        '{% card titel="x" %}{% endcard %}',
        '{% lamp "red" wrod="x" %}',
        "{% kpi %}",
        '{% confirm_button url="/" %}{% endconfirm_button %}',
        "{% steps labels %}",
    ],
)
def test_component_refuses_a_wrong_argument(source):
    with pytest.raises(TemplateSyntaxError, match="argument"):
        rendered(source)


@pytest.mark.parametrize(
    "source",
    [
        "{% card title=evil note=evil %}{{ evil }}{% endcard %}",
        "{% page_header title=evil meta=evil %}{{ evil }}{% endpage_header %}",
        "{% breadcrumb evil evil evil %}",
        "{% tag evil %}",
        '{% lamp "red" word=evil %}',
        "{% alert title=evil %}{{ evil }}{% endalert %}",
        "{% empty title=evil text=evil %}{{ evil }}{% endempty %}",
        "{% confirm_button url=evil label=evil question=evil %}{% endconfirm_button %}",
        "{% download evil label=evil note=evil %}",
        "{% attachment evil name=evil note=evil %}",
        "{% masked evil reveal_url=evil %}",
        "{% drawer title=evil %}{{ evil }}{% enddrawer %}",
        '{% icon "check" label=evil %}',
        "{% job url=evil state=evil word=evil message=evil %}",
        "{% meter 1 2 label=evil %}",
        "{% steps words current=1 label=evil %}",
        "{% tabs tabs label=evil %}",
        "{% facts facts lead=evil lead_note=evil %}{{ evil }}{% endfacts %}",
        "{% details entries %}",
        "{% timeline moments %}",
        "{% kpi figure %}",
        '{% tile_map tiles metrics=metrics current="k" %}',
        "{% sheet grid %}",
        "{% formula_bar grid url=evil %}",
        "{% problem_list problems %}",
        "{% hbar bars label=evil %}",
        "{% spark values label=evil %}",
    ],
)
def test_component_escapes_what_it_shows(source):
    cell = SheetCell(EVIL, EVIL, raw=EVIL + EVIL, level="error", message=EVIL, suggest=EVIL)
    html = rendered(
        source,
        evil=EVIL,
        words=[EVIL],
        tabs=[Tab(EVIL, EVIL, 3)],
        facts=[Fact(EVIL, EVIL, EVIL)],
        entries=[Entry(EVIL, EVIL, EVIL)],
        moments=[Moment(EVIL, EVIL, EVIL)],
        figure=Kpi(EVIL, EVIL, EVIL, note=EVIL, change=EVIL, url=EVIL, trend=(1, 2)),
        tiles=[MapTile(EVIL, 1, 1, EVIL, {"k": Reading(EVIL, EVIL)}, hint=EVIL)],
        metrics=[],
        grid=Sheet(EVIL, [SheetColumn(EVIL, EVIL, EVIL, hint=EVIL)], [SheetRow(4, [cell])]),
        problems=[ProblemGroup(EVIL, [Problem(EVIL, EVIL, EVIL, EVIL, EVIL)])],
        bars=[Bar(EVIL, 1)],
        values=[1, 2],
    )
    assert ESCAPED in html
    assert "<i>&quot;" not in html
    assert EVIL not in html


def test_cards_nest_and_can_be_captured():
    html = rendered("{% card as inner %}x{% endcard %}{% card %}{{ inner }}{% endcard %}")
    assert html.count("<section") == 2


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{% rate 1234 1305 %}", "94.6%（1234/1305）"),
        ("{% rate 3 4 %}", "3/4"),
        ("{% rate 0 0 %}", "0/0"),
        ("{% rate None 9 %}", "未报"),
        ("{% count None %}{% count 0 %}", "未报0"),
        ("{% change -1.44 %}", "−1.4"),
    ],
)
def test_figures_are_written_the_one_way(source, text):
    assert rendered(source) == text


def test_missing_figure_is_shown_as_not_reported():
    assert "未报" in rendered("{% kpi figure %}", figure=Kpi("及时率", ""))
    tiles = [MapTile("嵩宁", 1, 1, "#", {})]
    html = rendered('{% tile_map tiles metrics=m current="k" %}', tiles=tiles, m=[])
    assert "<span data-value>未报</span>" in html


def test_field_says_label_help_and_errors_to_a_screen_reader():
    form = SampleForm({"name": ""})
    html = rendered("{% field form.name %}{% field form.mode %}{% field form.agreed %}", form=form)
    assert '<label class="field__label field__label--required" for="id_name">姓名</label>' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_error"' in html
    assert "<fieldset" in html


def test_form_as_a_whole_renders_in_our_markup():
    html = str(SampleForm())
    assert html.count('class="field"') == 5
    assert html.count("field--choice") == 1


def test_error_summary_links_each_error_to_its_field():
    html = rendered("{% error_summary form %}", form=SampleForm({"days": "35"}))
    assert '<a href="#id_days">驻村天数</a>' in html
    assert "有 6 处需要改正" in html
    assert rendered("{% error_summary form %}", form=SampleForm()).strip() == ""


def test_pager_keeps_the_filter_and_marks_the_page():
    page = Paginator(range(200), 20).get_page(2)
    html = rendered("{% pager page %}", page=page)
    assert 'href="?p=2020-05&amp;page=3&amp;wall=1"' in html
    assert 'aria-current="page">2</a>' in html
    assert "第 21–40 项，共 200 项" in html
    assert "<nav" not in rendered("{% pager page %}", page=Paginator(range(3), 20).get_page(1))


def test_wall_link_leads_there_and_back():
    assert 'href="?p=2020-05&amp;page=2"' in rendered("{% wall_link %}")
    assert "退出大屏" in rendered("{% wall_link %}")


def test_job_asks_again_only_while_it_runs():
    running = '{% job url="/j/" state="running" word="在办" cancel_url="/c/" %}'
    done = '{% job url="/j/" state="done" word="已完成" cancel_url="/c/" %}'
    assert 'hx-trigger="load delay:1s"' in rendered(running)
    assert "/c/" in rendered(running)
    assert "hx-" not in rendered(done)
    assert "/c/" not in rendered(done)


def test_confirm_button_posts_with_the_token():
    html = rendered(
        '{% confirm_button url="/u/" label="撤销" question="确定吗？" %}'
        '<input type="hidden" name="a" value="1">{% endconfirm_button %}'
    )
    assert 'method="post" action="/u/" data-confirm="确定吗？"' in html
    assert 'name="csrfmiddlewaretoken" value="T"' in html
    assert '<input type="hidden" name="a" value="1">' in html


def test_metric_switch_keeps_scope_and_period():
    tiles, metrics = [MapTile("嵩宁", 1, 1, "#", {})], [Choice("a", "甲"), Choice("b", "乙")]
    html = rendered('{% tile_map tiles metrics=m current="a" %}', tiles=tiles, m=metrics)
    assert 'href="?p=2020-05&amp;page=2&amp;wall=1&amp;metric=b"' in html


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_compiles(path):
    get_template(path.relative_to(ROOT / "templates").as_posix())


def test_unknown_icon_is_refused():
    with pytest.raises(UnknownIconError):
        body("no-such-icon")


def test_every_icon_named_is_vendored():
    named = {item.icon for group in nav.GROUPS for item in group.items}
    for path in TEMPLATES:
        named |= set(re.findall(r'\{% icon "([^"]+)"', path.read_text()))
        named |= set(re.findall(r'\bicon="([^"]+)"', path.read_text()))
    assert {name for name in named if not (FOLDER / f"{name}.svg").exists()} == set()


def test_style_guide_shows_every_component():
    source = "".join(
        (ROOT / "templates" / name).read_text()
        for name in ("ui/styleguide.html", "ui/grid_sample.html", "base.html", "ui/bare.html")
    )
    source += "".join(path.read_text() for path in (ROOT / "templates" / "ui").glob("*.html"))
    used = set(re.findall(r"\{% (\w+)", source))
    assert set(register.tags) - used == set()
