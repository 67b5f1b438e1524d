"""Long work."""

from django.urls import path

from portal.jobs import views

app_name = "jobs"
urlpatterns = [
    path("<int:job_id>/", views.job_detail, name="job-detail"),
    path("<int:job_id>/cancel/", views.job_cancel, name="job-cancel"),
]
