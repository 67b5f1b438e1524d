"""Weak branches as cases."""

from django.urls import path

from accountability.rectification import views

app_name = "rectification"
urlpatterns = [
    path("", views.case_list, name="list"),
    path("draw/", views.draw, name="draw"),
    path("proposals/", views.proposals, name="proposals"),
    path("proposals/<int:proposal_id>/", views.proposal, name="proposal"),
    path("<int:case_id>/", views.case, name="case"),
    path("<int:case_id>/recheck/", views.recheck, name="recheck"),
    path("<int:case_id>/relapse/", views.relapse, name="relapse"),
]
