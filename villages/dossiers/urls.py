"""Pages of the registry."""

from django.urls import path

from villages.dossiers import views

app_name = "villages"
urlpatterns = [
    path("villages/", views.tree, name="tree"),
    path("villages/areas/<int:division_id>/", views.division, name="division"),
    path("villages/secretaries/", views.posting_list, name="posting-list"),
    path("villages/list/", views.village_list, name="village-list"),
    path("villages/list/import/", views.village_import, name="village-import"),
    path("units/", views.unit_list, name="unit-list"),
    path("units/<int:unit_id>/", views.unit, name="unit"),
    path("units/import/", views.unit_import, name="unit-import"),
    path("villages/<int:village_id>/", views.village, name="village"),
    path("people/", views.person_list, name="person-list"),
    path("people/<int:person_id>/", views.person, name="person"),
    path("people/<int:person_id>/id-number/", views.reveal_id, name="person-id"),
    path("people/<int:person_id>/phone/", views.reveal_phone, name="person-phone"),
]
