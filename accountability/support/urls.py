"""Pages of 帮扶力量, under /support/."""

from django.urls import path

from accountability.support import views

app_name = "support"
urlpatterns = [path("leave/", views.leave, name="leave")]
