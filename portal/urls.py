"""URL root: one line a slice."""

from django.urls import include, path

from portal.console import console
from portal.health import readyz
from portal.ui.views import healthz

urlpatterns = [
    path("admin/", console.urls),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("", include("portal.accounts.urls")),
    path("audit/", include("portal.audit.urls")),
    path("jobs/", include("portal.jobs.urls")),
    path("lists/", include("portal.lists.urls")),
    path("ui/", include("portal.ui.urls")),
    path("", include("villages.dossiers.urls")),
    path("branches/", include("accountability.branches.urls")),
    path("config/indicators/", include("accountability.assessment.urls")),
    path("config/parameters/", include("accountability.parameters.urls")),
    path("", include("accountability.intake.urls")),
    path("campaigns/", include("accountability.campaigns.urls")),
    path("rectification/", include("accountability.rectification.urls")),
    path("reconciliation/", include("accountability.reconciliation.urls")),
    path("", include("accountability.ledgers.urls")),
    path("", include("accountability.supervision.urls")),
    path("heads/", include("accountability.stability.urls")),
    path("support/", include("accountability.support.urls")),
    path("", include("accountability.overview.urls")),
    path("", include("accountability.reports.urls")),
]
