"""The library of documents."""

from django.urls import path

from accountability.reports import views

app_name = "reports"
urlpatterns = [
    path("reports/", views.library, name="library"),
    path("reports/new/", views.make, name="make"),
    path("reports/jobs/<int:job_id>/", views.progress, name="progress"),
    path("reports/<int:document_id>/", views.detail, name="detail"),
    path("reports/<int:document_id>/download/", views.download, name="download"),
    path("reports/<int:document_id>/issue/", views.issue, name="issue"),
    path("reports/<int:document_id>/figures/<str:key>/", views.figure, name="figure"),
    path(
        "reports/<int:document_id>/figures/<str:key>/<int:county_id>/",
        views.county_rows,
        name="county-rows",
    ),
    path("reports/packs/<int:pack_id>/", views.pack, name="pack"),
    path("reports/packs/<int:pack_id>/cancel/", views.cancel_pack, name="cancel-pack"),
    path("reports/packs/<int:pack_id>/download/", views.download_pack, name="download-pack"),
    path("v/<str:code>/", views.verify, name="verify"),
]
