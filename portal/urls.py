"""URL root: one line a slice."""

from django.urls import include, path

from portal.ui.views import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("portal.access.urls")),
    path("ui/", include("portal.ui.urls")),
    path("", include("accountability.overview.urls")),
    path("", include("accountability.reports.urls")),
]
