"""Pages of parameters, under 指标与表单."""

from django.urls import path

from accountability.parameters import views

app_name = "parameters"
urlpatterns = [
    path("", views.parameter_list, name="list"),
    path("<slug:code>/", views.parameter, name="detail"),
]
