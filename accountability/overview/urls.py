"""Pages that read everything."""

from django.urls import path

from accountability.overview import views

app_name = "overview"
urlpatterns = [
    path("", views.front, name="board"),
    path("search/", views.search, name="search"),
    path("burden/", views.burden, name="burden"),
    path("topics/", views.topics, name="topics"),
    path("topics/<slug:key>/", views.topic, name="topic"),
    path("ledgers/", views.ledgers, name="ledgers"),
    path("todo/", views.todo, name="todo"),
    path("visits/", views.visits, name="visits"),
    path("training/coverage/", views.training, name="training"),
    path("services/", views.services, name="services"),
    path("indicators/<slug:code>/", views.indicator, name="indicator"),
]
