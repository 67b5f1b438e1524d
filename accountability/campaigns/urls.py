"""Campaigns (专项推进)."""

from django.urls import path

from accountability.campaigns import views

app_name = "campaigns"
urlpatterns = [
    path("", views.campaign_list, name="list"),
    path("new/", views.create, name="create"),
    path("<int:campaign_id>/", views.detail, name="detail"),
    path("<int:campaign_id>/edit/", views.edit, name="edit"),
    path("<int:campaign_id>/issue/", views.issue, name="issue"),
    path("<int:campaign_id>/end/", views.end, name="end"),
    path("<int:campaign_id>/members/", views.members, name="members"),
    path("<int:campaign_id>/tasks/new/", views.task_add, name="task-add"),
    path("<int:campaign_id>/counties/<int:county_id>/", views.county, name="county"),
    path("tasks/<int:work_task_id>/", views.task_amend, name="task-amend"),
    path("tasks/<int:work_task_id>/withdraw/", views.task_withdraw, name="task-withdraw"),
    path("items/<int:county_task_id>/", views.item, name="item"),
    path("items/<int:county_task_id>/report/", views.report, name="report"),
    path("items/<int:county_task_id>/decide/", views.decide, name="decide"),
    path("items/<int:county_task_id>/postpone/", views.postpone, name="postpone"),
    path("entries/<int:entry_id>/file/", views.entry_file, name="entry-file"),
]
