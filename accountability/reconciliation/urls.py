"""Contradictions between sheets."""

from django.urls import path

from accountability.reconciliation import views

app_name = "reconciliation"
urlpatterns = [
    path("", views.contradiction_list, name="list"),
    path("rules/", views.rule_list, name="rule-list"),
    path("figures/", views.figures, name="figures"),
    path("rule-many/", views.rule_many, name="rule-many"),
    path("<int:contradiction_id>/", views.contradiction, name="detail"),
    path("<int:contradiction_id>/rule/", views.rule_one, name="rule"),
    path("<int:contradiction_id>/explain/", views.explain, name="explain"),
]
