"""Pages of indicators and sheets, under 指标与表单."""

from django.urls import path

from accountability.assessment import views

app_name = "assessment"
urlpatterns = [
    path("", views.rule_list, name="rule-list"),
    path("<slug:code>/", views.rule, name="rule"),
]
