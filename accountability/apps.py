"""The accountability app."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate

SHEETS = (
    "accountability.ledgers.sheets.roster",
    "accountability.ledgers.sheets.presence",
    "accountability.rectification.sheets.weak",
    "accountability.ledgers.sheets.economy",
    "accountability.ledgers.sheets.guarantee",
    "accountability.ledgers.sheets.election",
    "accountability.ledgers.sheets.lookback",
    "accountability.ledgers.sheets.members",
    "accountability.ledgers.sheets.training",
    "accountability.ledgers.sheets.post",
    "accountability.ledgers.sheets.group",
    "accountability.ledgers.sheets.support",
    "accountability.ledgers.sheets.talent",
    "accountability.ledgers.sheets.party_day",
    "accountability.supervision.sheets.findings",
    "accountability.supervision.sheets.incentives",
    "accountability.supervision.sheets.measures",
    "accountability.supervision.sheets.visits",
    "accountability.assessment.sheets.scores",
    "accountability.assessment.sheets.heads",
)
JOBS = (
    "accountability.assessment.tasks",
    "accountability.intake.tasks",
    "accountability.reconciliation.tasks",
    "accountability.stability.tasks",
)
PAGES = (  # what slices put into the search, the to-do page and the lists
    "accountability.branches.lists",
    "accountability.branches.sections",
    "accountability.campaigns.lists",
    "accountability.campaigns.search",
    "accountability.campaigns.sections",
    "accountability.campaigns.todo",
    "accountability.intake.lists",
    "accountability.intake.search",
    "accountability.ledgers.lists",
    "accountability.ledgers.sections.economy",
    "accountability.ledgers.sections.talent",
    "accountability.intake.todo",
    "accountability.overview.sections.visits",
    "accountability.reconciliation.todo",
    "accountability.rectification.lists",
    "accountability.rectification.sections",
    "accountability.rectification.todo",
    "accountability.reports.lists",
    "accountability.reports.search",
    "accountability.reports.todo",
    "accountability.supervision.lists",
    "accountability.supervision.search",
    "accountability.supervision.sections.findings",
    "accountability.supervision.sections.measures",
    "accountability.supervision.sections.visits",
    "accountability.stability.lists",
    "accountability.stability.search",
    "accountability.stability.sections",
    "accountability.stability.todo",
    "accountability.support.lists",
    "accountability.support.sections.assessment",
    "accountability.support.sections.backing",
    "accountability.support.sections.people",
    "accountability.support.sections.presence",
    "accountability.support.sections.timeline",
    "accountability.support.sections.village",
)


class AccountabilityConfig(AppConfig):
    """See the slices of this package."""

    name = "accountability"
    verbose_name = "考评督查"

    def ready(self) -> None:
        """Fill reference rows after every migration, and let sheets, jobs and slices register."""
        from django.utils import timezone

        from accountability.assessment.actions import (
            refresh_own_rows,
            refresh_rollups,
            refresh_since,
        )
        from accountability.assessment.reference import fill_thresholds
        from accountability.campaigns.hooks import on_counted
        from accountability.intake.actions.metering import count_reported
        from accountability.intake.hooks import on_pointer_moved, on_staged
        from accountability.intake.lists.ledger import register_ledgers
        from accountability.parameters.queries import days_exports_are_kept
        from accountability.parameters.reference import fill_parameters
        from accountability.reconciliation.actions import reconcile
        from accountability.reconciliation.queries import rules_waiting
        from accountability.reconciliation.staging import BESIDE
        from accountability.rectification.hooks import on_case_judged
        from accountability.rectification.projection import propose
        from accountability.stability.keeping import follow
        from portal.lists.tasks import keep_exports_for
        from portal.ui import todo
        from portal.ui.nav import register_count

        for module in (*SHEETS, *JOBS, *PAGES):
            import_module(module)
        register_ledgers()
        keep_exports_for(days_exports_are_kept)
        for moved in (propose, follow, refresh_rollups, reconcile, count_reported):
            on_pointer_moved(moved)  # those two first: the next two read what they keep
        on_case_judged(refresh_since)
        on_counted(refresh_own_rows)
        on_staged(BESIDE)
        register_count("todo", lambda user: todo.count(user, at=timezone.now()))
        register_count("reconciliation", rules_waiting)
        post_migrate.connect(fill_thresholds, sender=self, dispatch_uid="fill_thresholds")
        post_migrate.connect(fill_parameters, sender=self, dispatch_uid="fill_parameters")
