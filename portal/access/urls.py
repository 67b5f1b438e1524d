"""Login and accounts."""

from django.contrib.auth import views as auth
from django.urls import path

app_name = "access"
urlpatterns = [
    path(
        "login/",
        auth.LoginView.as_view(template_name="portal/access/login.html"),
        name="login",
    ),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
]
