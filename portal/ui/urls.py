"""Pages of the ground floor."""

from django.urls import path

from portal.ui import views

app_name = "ui"
urlpatterns = [
    path("styleguide/", views.styleguide, name="styleguide"),
    path("styleguide/grid/", views.grid_sample, name="grid-sample"),
]
