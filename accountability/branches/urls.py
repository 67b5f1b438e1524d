"""URLs of village branches."""

from django.urls import path

from accountability.branches import views

app_name = "branches"
urlpatterns = [path("", views.branch_list, name="branch-list")]
