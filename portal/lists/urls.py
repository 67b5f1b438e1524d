"""Exports of lists."""

from django.urls import path

from portal.lists import views

app_name = "lists"
urlpatterns = [path("exports/<int:export_id>/", views.export, name="export")]
