"""The village sheets go the whole way: upload, grid, a cell mended, acceptance."""

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accountability.intake.actions import receiving
from accountability.intake.declare import SHEETS
from accountability.intake.rules import Period
from tests import make
from tests.accountability.intake.flow.books import xlsx
from tests.accountability.intake.flow.conftest import NOON, take
from tests.accountability.ledgers import (
    books,
    test_economy,
    test_election,
    test_guarantee,
    test_lookback,
    test_party_day,
    test_post,
)
from tests.accountability.rectification import test_weak_sheet
from villages.people.models import Post
from villages.places.models import Level, VillageType

BACKEND = "django.contrib.auth.backends.ModelBackend"
CASES = {
    "T4": (
        "2020-05",
        test_weak_sheet.row,
        "symptoms",
        "集体账目三年没有公开，群众多次上访反映，至今没有答复。",
    ),
    "T5": ("2019", test_economy.row, "assets_total", "121"),
    "T7": ("2020-05", test_election.row, "women", "0"),
    "T8": ("2020Q1", test_lookback.row, "mentor", "周镇长"),
    "T11": ("2019", test_guarantee.row, "office_funds", "2.1"),
    "T17": ("2020Q1", test_party_day.row, "remark", "支部活动室正在维修"),
    "T14": ("2020-05", test_post.row, "approval_number", "豫组干〔2020〕3号"),
}


@pytest.mark.parametrize("code", CASES)
def test_the_sheet_goes_the_whole_way(client, province, filler, signer, officer, code):
    period, row, field, value = CASES[code]
    for village in province.villages_a[1:]:
        village.valid_to = make.NOON.date().replace(year=2018)
        village.save(update_fields=["valid_to"])
    make.posting(province.villages_a[0], who=make.person("赵大"))
    more = {}
    if code == "T7":
        more = {
            "due_count": 1, "party_done": 1, "party_doing": 0, "committee_done": 1,
            "committee_waiting": 0, "unfinished_list": None, "up_to_35": 1, "from_36_to_50": 0,
            "from_51_to_60": 0, "both_posts": 1, "women": 1, "college": 1, "sent_secretaries": 0,
        }  # fmt: skip
    submission = make.submission(code, period, province.county_a)
    receiving.receive_upload(
        submission=submission, chunks=[xlsx(books.grid(code, [row(**more)]))], name="报表.xlsx",
        again=False, by=filler, at=NOON,
    )  # fmt: skip
    submission.refresh_from_db()
    draft = submission.draft
    client.force_login(filler, backend=BACKEND)
    page = client.get(reverse("intake:revision", args=[draft.pk]))
    assert page.status_code == 200
    assert f'data-field="{field}"' in page.content.decode()
    model = apps.get_model(SHEETS[code].model)
    row_no = model.objects.get(revision=draft).row_no
    for name, arguments in (
        ("template", [submission.pk]), ("annotated", [draft.pk]), ("cell", [draft.pk, row_no, field]),
    ):  # fmt: skip
        assert client.get(reverse(f"intake:{name}", args=arguments)).status_code == 200, name
    edited = client.post(
        reverse("intake:edit", args=[submission.pk]),
        {"row": f"0-{row_no}", "field": field, "value": value},
        headers={"HX-Request": "true"},
    )
    assert edited.status_code == 200
    submission.refresh_from_db()
    assert submission.draft_id != draft.pk
    assert (draft.errors_count, submission.draft.errors_count) == (0, 0)
    compared = client.get(reverse("intake:revision", args=[submission.draft_id]) + "?tab=compare")
    assert compared.status_code == 200
    take(submission, filler, signer, officer)
    assert submission.pointers.current().exists()


@pytest.mark.parametrize("code", CASES)
def test_blank_is_filled_with_the_same_number_of_queries_however_long(province, filler, code):
    period, row, *_ = CASES[code]
    county = province.county_a
    books.accept(county, filler, code, [row()], str(Period.parse(period).previous()))

    def queries() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as seen:
            rows = SHEETS[code].prefill(county, Period.parse(period))
        return len(rows), len(seen)

    few, asked = queries()
    for number in range(6):
        village = make.division(f"新村{number}", Level.VILLAGE, province.town_a)
        VillageType.objects.create(
            village=village, county=county, kind="weak", valid_from=make.LONG_AGO
        )
        Post.objects.create(division=village, county=county, title="township_head")
    many, asked_again = queries()
    assert asked_again == asked <= 10
    assert many >= few
