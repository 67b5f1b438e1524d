"""Heads of Party and government: posts, leavings and vacancies."""

from django.urls import path

from accountability.stability import views

app_name = "stability"
urlpatterns = [
    path("", views.post_list, name="list"),
    path("<int:post_id>/", views.post, name="post"),
    path("alarms/<int:alarm_id>/", views.alarm, name="alarm"),
    path("alarms/<int:alarm_id>/state/", views.state_case, name="state"),
    path("alarms/<int:alarm_id>/conclude/", views.conclude, name="conclude"),
    path("alarms/<int:alarm_id>/reopen/", views.reopen, name="reopen"),
]
