"""Making a demo installation ready."""

import io

import pytest
from django.core.management import call_command
from django.utils import timezone

from accountability.management import preparing
from accountability.management.commands import prepare
from portal.access.models import User
from villages.demo.load import load_demo_province
from villages.places.models import Division

pytestmark = pytest.mark.django_db


def printed() -> str:
    out = io.StringIO()
    call_command("prepare", stdout=out)
    return out.getvalue()


def test_every_step_runs_once_and_the_second_start_is_silent(settings, monkeypatch):
    settings.PORTAL_DEMO = True
    first_two = preparing.STEPS[:2]  # the rest of the steps wants the whole province
    monkeypatch.setattr(prepare, "STEPS", first_two)
    load_demo_province(limit=3, by=None, at=timezone.now())
    assert "演示账号：开通" in printed()
    users = User.objects.count()
    assert printed() == ""
    assert User.objects.count() == users


def test_real_divisions_are_left_alone(settings, monkeypatch, province):
    settings.PORTAL_DEMO = True
    monkeypatch.setattr(prepare, "STEPS", preparing.STEPS[:2])
    Division.objects.update(is_demo=False)
    before = Division.objects.count()
    assert printed() == ""
    assert Division.objects.count() == before


def test_nothing_happens_outside_a_demo_installation(settings):
    settings.PORTAL_DEMO = False
    assert printed() == ""
    assert not Division.objects.exists()
