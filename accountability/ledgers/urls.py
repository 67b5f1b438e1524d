"""Pages of what the village sheets say."""

from django.urls import path

from accountability.ledgers import views

app_name = "ledgers"
urlpatterns = [
    path("economy/", views.economy, name="economy"),
    path("training/", views.courses, name="courses"),
]
