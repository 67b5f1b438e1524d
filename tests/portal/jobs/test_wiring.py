"""Whoever enqueues a job, be it a page or a command, reaches the workers."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from portal.celery import app
from portal.jobs.tasks import run_job

ROOT = Path(__file__).parents[3]


def test_task_belongs_to_our_application():
    assert run_job.app.main == app.main == "portal"
    assert app.conf.broker_url == settings.CELERY_BROKER_URL


def test_worker_started_without_queues_serves_all_of_ours():
    assert {queue.name for queue in app.conf.task_queues} == {"default", "intake", "reports"}


def test_work_is_confirmed_after_it_is_done_and_holds_no_secret():
    assert app.conf.task_acks_late
    assert app.conf.task_ignore_result
    assert app.conf.accept_content == ["json"]
    assert app.conf.worker_prefetch_multiplier == 1
    transport = app.conf.broker_transport_options
    assert transport["visibility_timeout"] > app.conf.task_time_limit


@pytest.mark.services
def test_fresh_process_knows_every_handler():
    code = (
        "import django; django.setup();"
        "from portal.jobs.registry import HANDLERS;"
        "print(*sorted(HANDLERS))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT, env=os.environ, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert {"intake.check", "reports.make", "reports.issue", "reports.county"} <= set(
        told.stdout.split()
    )
