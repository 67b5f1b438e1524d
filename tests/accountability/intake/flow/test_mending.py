"""Mending in the grid: edits, proposals, explanations, mappings, marks."""

import datetime as dt

import pytest
from django.urls import reverse

from accountability.intake.actions import answering, deciding, mapping, mending, receiving
from accountability.intake.actions.errors import (
    BadInputError,
    MissingReasonError,
    NothingToDoError,
    NotPermittedError,
    StaleError,
    UnexplainedError,
    WrongStateError,
)
from accountability.intake.models import (
    ColumnMapping,
    Explanation,
    Problem,
    ReturnMark,
    Revision,
    Step,
    Submission,
)
from accountability.intake.queries.problems import unexplained_warnings
from accountability.intake.rules import State
from accountability.ledgers.models import RosterRow
from portal.audit.models import AuditEvent
from tests import make
from tests.accountability.intake.flow.books import t1_rows, xlsx
from tests.accountability.intake.flow.conftest import NOON, explain_all, send, upload
from tests.accountability.intake.sheets import t1_grid
from villages.places.models import DivisionAlias

LATER = NOON + dt.timedelta(hours=1)
SHEET = "Sheet1"


def edit(submission, by, *cells, seen=None, removed=()):
    edits = [mending.CellEdit(SHEET, row, field, value) for row, field, value in cells]
    return mending.edit_cells(
        submission=submission, edits=edits, by=by, at=LATER, seen=seen, removed=removed
    )


@pytest.fixture
def broken(submission, filler):
    """A draft with one error in E7 and one in M8."""
    rows = t1_rows(4)
    rows[1]["贫困户数(户)"] = "很多"
    rows[2]["职务职级"] = None
    upload(submission, filler, rows)
    return submission


def test_edit_is_a_small_revision_of_its_own(broken, filler):
    before = broken.draft
    after = edit(broken, filler, (7, "poor_households", "57"))
    assert (after.number, after.kind, after.parent) == (2, Revision.Kind.EDIT, before)
    assert after.errors_count == before.errors_count - 1
    row = RosterRow.objects.get(revision=after, row_no=7)
    assert (row.poor_households, row.raw[4]) == (57, "57")
    assert RosterRow.objects.get(revision=before, row_no=7).raw[4] == "很多"
    broken.refresh_from_db()
    assert (broken.state, broken.draft) == (State.TO_MEND, after)
    event = AuditEvent.objects.get(verb="intake.edit")
    assert "E7“很多”改为“57”" in event.sentence


def test_last_error_mended_makes_it_ready_and_is_one_step(broken, filler):
    edit(broken, filler, (7, "poor_households", "57"))
    steps = Step.objects.count()
    edit(broken, filler, (8, "rank", "正科"))
    broken.refresh_from_db()
    assert broken.state == State.READY
    assert Step.objects.count() == steps + 1


def test_batch_of_edits_is_one_revision(broken, filler):
    edit(broken, filler, (7, "poor_households", "57"), (8, "rank", "正科"))
    broken.refresh_from_db()
    assert (broken.state, broken.revisions.count()) == (State.READY, 2)


def test_personal_number_is_masked_in_the_audit_trail_and_the_row(broken, filler):
    number = make.id_number(77)
    after = edit(broken, filler, (7, "id_masked", number))
    row = RosterRow.objects.get(revision=after, row_no=7)
    assert number not in row.raw
    assert all(number not in event.sentence for event in AuditEvent.objects.all())


def test_row_can_be_left_out(broken, filler):
    after = edit(broken, filler, removed=[(SHEET, 7)])
    assert after.rows_count == 3
    assert "删除第7行" in AuditEvent.objects.get(verb="intake.edit").sentence


@pytest.mark.parametrize(
    "cell", [(99, "rank", "x"), (7, "no_such_column", "x"), (7, "revision_id", "1")]
)
def test_cell_that_does_not_exist_is_refused(broken, filler, cell):
    with pytest.raises(BadInputError, match="没有这个单元格"):
        edit(broken, filler, cell)
    assert broken.revisions.count() == 1


def test_same_text_makes_no_revision(broken, filler):
    with pytest.raises(NothingToDoError):
        edit(broken, filler, (8, "person_name", broken_name(broken, 8)))


def broken_name(submission, row_no):
    return RosterRow.objects.get(revision=submission.draft, row_no=row_no).raw[5]


def test_two_people_editing_are_told_of_each_other(broken, filler, province):
    seen = broken.draft_id
    colleague = make.user("county_officer", province.county_a)
    edit(broken, colleague, (7, "poor_households", "57"), seen=seen)
    with pytest.raises(StaleError, match=colleague.full_name):
        edit(broken, filler, (8, "rank", "正科"), seen=seen)
    edit(broken, colleague, (8, "rank", "正科"), seen=seen)


def test_only_the_county_mends_and_only_in_hand(broken, signer, outsider, filler):
    for user in (signer, outsider):
        with pytest.raises(NotPermittedError):
            edit(broken, user, (7, "poor_households", "57"))
    Submission.objects.filter(pk=broken.pk).update(state=State.TO_SIGN)
    broken.refresh_from_db()
    with pytest.raises(WrongStateError):
        edit(broken, filler, (7, "poor_households", "57"))


def test_one_click_changes_what_the_divisions_decide_and_nothing_counted(submission, filler):
    rows = t1_rows(4)
    rows[0]["乡镇"] = "青岭乡"
    rows[1]["贫困户数(户)"] = "(57)"
    upload(submission, filler, rows)
    assert Problem.objects.filter(address="B6", proposal="青岭镇").exists()
    assert Problem.objects.filter(address="E7", proposal="-57").exists()
    assert mending.apply_proposals(submission=submission, by=filler, at=LATER) == 1
    submission.refresh_from_db()
    after = RosterRow.objects.filter(revision=submission.draft)
    assert after.get(row_no=6).township_name == "青岭镇"
    assert after.get(row_no=7).raw[4] == "(57)"
    with pytest.raises(NothingToDoError):
        mending.apply_proposals(submission=submission, by=filler, at=LATER)


def test_warning_wants_an_explanation_before_submitting(submission, filler):
    rows = t1_rows(4)
    rows[0]["是否与原单位脱钩"] = "否"
    upload(submission, filler, rows)
    assert submission.draft.warnings_count
    with pytest.raises(UnexplainedError, match="没有填写说明"):
        deciding.submit(submission=submission, by=filler, at=LATER, version=None)
    explain_all(submission, filler)
    deciding.submit(submission=submission, by=filler, at=LATER, version=None)


def test_explanation_follows_its_row_and_can_be_replaced(submission, filler):
    rows = t1_rows(4)
    rows[0]["是否与原单位脱钩"] = "否"
    upload(submission, filler, rows)
    explain_all(submission, filler)
    edit(submission, filler, (7, "rank", "正科"))
    submission.refresh_from_db()
    deciding.submit(submission=submission, by=filler, at=LATER, version=None)
    deciding.withdraw(submission=submission, by=filler, at=LATER, version=None)
    count = Explanation.objects.count()
    problem = Problem.objects.filter(revision=submission.draft, severity="warning").first()
    answering.explain(
        submission=submission,
        revision=submission.draft,
        problem_ids=[problem.pk],
        text="另有说明",
        by=filler,
        at=LATER,
    )
    assert Explanation.objects.count() == count
    assert Explanation.objects.filter(text="另有说明").exists()


@pytest.mark.parametrize("text", ["", " ", "好"])
def test_explanation_says_something(submission, filler, text):
    upload(submission, filler)
    with pytest.raises(MissingReasonError):
        answering.explain(
            submission=submission,
            revision=submission.draft,
            problem_ids=[1],
            text=text,
            by=filler,
            at=LATER,
        )


def test_whole_cause_is_explained_at_once(submission, filler):
    rows = t1_rows(4)
    for row in rows[:3]:
        row["是否与原单位脱钩"] = "否"
    upload(submission, filler, rows)
    count = answering.explain(
        submission=submission,
        revision=submission.draft,
        cause="未与原单位脱钩",
        text="手续正在办理",
        by=filler,
        at=LATER,
    )
    assert count == 3


def test_explaining_one_village_does_not_explain_the_next(submission, filler):
    upload(submission, filler, t1_rows(3))
    explain_all(submission, filler)
    upload(submission, filler, t1_rows(2))
    with pytest.raises(UnexplainedError):
        deciding.submit(submission=submission, by=filler, at=LATER, version=None)
    sentences = [one.sentence for one in unexplained_warnings(submission.draft)]
    assert any("石门村" in one for one in sentences)
    assert not any("柳林村" in one for one in sentences)


def test_problem_of_another_county_cannot_be_explained_here(submission, filler, outsider, province):
    other = make.submission("T1", "2020-05", province.county_b)
    upload(other, outsider, t1_rows(4))
    upload(submission, filler)
    foreign = Problem.objects.filter(revision=other.draft).values_list("pk", flat=True)
    with pytest.raises(BadInputError):
        answering.explain(
            submission=submission,
            revision=submission.draft,
            problem_ids=list(foreign),
            text="情况属实",
            by=filler,
            at=LATER,
        )


@pytest.fixture
def returned(submission, filler, signer, officer):
    """A submission the province returned for the cell E7 and for one thing without a cell."""
    upload(submission, filler)
    send(submission, filler, signer)
    row = RosterRow.objects.get(revision=submission.draft, row_no=7)
    deciding.return_with_marks(
        submission=submission,
        by=officer,
        at=NOON,
        version=None,
        reason="两处",
        remarks=[
            deciding.Remark("核对户数", row.key, "poor_households", SHEET, "E7"),
            deciding.Remark("补充一个村"),
        ],
    )
    submission.refresh_from_db()
    return submission


def test_changed_cell_settles_its_mark_and_words_settle_the_other(returned, filler):
    bound, general = ReturnMark.objects.order_by("-address")
    edit(returned, filler, (7, "poor_households", "60"))
    bound.refresh_from_db()
    returned.refresh_from_db()
    assert (bound.settled_by, returned.state) == (filler, State.TO_MEND)
    with pytest.raises(WrongStateError):
        deciding.submit(submission=returned, by=filler, at=LATER, version=None)
    answering.answer_mark(mark=general, text="该村已并入", by=filler, at=LATER)
    returned.refresh_from_db()
    assert returned.state == State.READY
    explain_all(returned, filler)
    deciding.submit(submission=returned, by=filler, at=LATER, version=None)


def test_other_cell_changed_settles_nothing(returned, filler):
    edit(returned, filler, (6, "rank", "正科"))
    assert ReturnMark.objects.filter(settled_at__isnull=True).count() == 2


def test_mark_is_answered_once(returned, filler):
    mark = ReturnMark.objects.first()
    answering.answer_mark(mark=mark, text="已核实", by=filler, at=LATER)
    with pytest.raises(WrongStateError, match="已经处理过"):
        answering.answer_mark(mark=mark, text="再答", by=filler, at=LATER)


def test_header_confirmed_once_is_remembered_for_the_county(submission, filler, province):
    grid = t1_grid(t1_rows(4))
    grid.rows[4][5] = "同志称呼"
    receive(submission, filler, xlsx(grid))
    assert "person_name" not in submission.draft.columns[SHEET]
    assert "同志称呼" in str(submission.draft.facts["unmatched"])
    header = submission.draft.facts["unmatched"][SHEET]["F"]
    receipt = mapping.confirm_mapping(
        submission=submission, columns={header: "person_name"}, places={}, by=filler, at=LATER
    )
    assert receipt.revision.columns[SHEET]["person_name"] == "F"
    assert RosterRow.objects.filter(revision=receipt.revision).exclude(person_name="").count() == 4
    assert ColumnMapping.objects.get().county == province.county_a
    next_month = make.submission("T1", "2020-06", province.county_a)
    receive(next_month, filler, xlsx(grid))
    assert next_month.draft.columns[SHEET]["person_name"] == "F"


def receive(submission, by, data):
    receiving.receive_upload(
        submission=submission, chunks=[data], name="花名册.xlsx", again=False, by=by, at=NOON
    )
    submission.refresh_from_db()


def test_place_name_confirmed_once_is_remembered(submission, filler, province):
    rows = t1_rows(4)
    rows[0]["行政村"] = "老坟头"
    upload(submission, filler, rows)
    assert Problem.objects.filter(address="C6", severity="error").exists()
    mapping.confirm_mapping(
        submission=submission,
        columns={},
        places={"老坟头": province.villages_a[0].pk},
        by=filler,
        at=LATER,
    )
    submission.refresh_from_db()
    row = RosterRow.objects.get(revision=submission.draft, row_no=6)
    assert row.village == province.villages_a[0]
    assert DivisionAlias.objects.get().name == "老坟头"


def test_place_of_another_county_is_refused(submission, filler, province):
    upload(submission, filler)
    with pytest.raises(BadInputError, match="不在本县"):
        mapping.confirm_mapping(
            submission=submission,
            columns={},
            places={"双河": province.villages_b[0].pk},
            by=filler,
            at=LATER,
        )


@pytest.fixture
def county(client, filler):
    client.force_login(filler, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_edit_in_the_grid_answers_with_the_changed_pieces(broken, county):
    url = reverse("intake:edit", args=[broken.pk]) + f"?seen={broken.draft_id}&tab=error"
    data = {"a": "E7", "row": "0-7", "field": "poor_households", "value": "57"}
    answer = county.post(url, data, headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert 'id="row-7" hx-swap-oob="true"' in text
    assert 'id="row-6"' not in text
    assert 'id="problems"' in text
    assert 'id="action-bar"' in text
    broken.refresh_from_db()
    here = reverse("intake:revision", args=[broken.draft_id])
    assert answer["HX-Replace-Url"].startswith(f"{here}?"), "a reload shows what was just saved"


def test_edit_without_javascript_leads_back_to_the_cell(broken, county):
    url = reverse("intake:edit", args=[broken.pk])
    data = {"a": "E7", "row": "0-7", "field": "poor_households", "value": "57"}
    answer = county.post(url, data)
    assert answer.status_code == 302
    broken.refresh_from_db()
    assert answer.url.startswith(reverse("intake:revision", args=[broken.draft_id]))
    assert "cell=E7" in answer.url


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"row": "0-7", "field": "nope", "value": "1"},
        {"row": "9-7", "field": "rank", "value": "1"},
        {"row": "x", "field": "rank", "value": "1"},
        {"row": "0-9999999", "field": "rank", "value": "1"},
        {"row": "0-7", "field": "rank", "value": "字" * 5000},
    ],
)
def test_nonsense_typed_is_422_with_a_sentence(broken, county, data):
    url = reverse("intake:edit", args=[broken.pk])
    answer = county.post(url, data, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert broken.revisions.count() == 1


def test_who_mends_is_led_to_the_newest_revision(broken, county, filler):
    first = broken.draft
    edit(broken, filler, (7, "poor_households", "57"))
    broken.refresh_from_db()
    url = reverse("intake:revision", args=[first.pk])
    answer = county.get(url + "?cell=E7")
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("intake:revision", args=[broken.draft_id]))
    assert "cell=E7" in answer.url
    assert county.get(url + "?old=1").status_code == 200


def test_explaining_by_form(submission, county, filler):
    rows = t1_rows(4)
    rows[0]["是否与原单位脱钩"] = "否"
    upload(submission, filler, rows)
    url = reverse("intake:explain", args=[submission.draft_id])
    county.post(url, {"cause": "未与原单位脱钩", "text": "手续正在办理"})
    assert Explanation.objects.get().text == "手续正在办理"
    county.post(url, {"cause": "未与原单位脱钩", "text": "x"})
    county.post(url, {})
    assert Explanation.objects.count() == 1


def test_mapping_page_offers_what_is_unknown(submission, county, filler):
    rows = t1_rows(4)
    rows[0]["行政村"] = "老坟头"
    upload(submission, filler, rows)
    url = reverse("intake:mapping", args=[submission.pk])
    page = county.get(url).content.decode()
    assert "老坟头" in page
    refused = county.post(url, {"place_0": "没有的村"})
    assert refused.status_code == 422
    answer = county.post(url, {"place_0": "青岭镇 双河村"})
    assert answer.status_code == 302
    assert DivisionAlias.objects.count() == 1
