"""Login, accounts and grants."""

from django.urls import path

from portal.accounts.views import accounts, grants, login

app_name = "access"
urlpatterns = [
    path("login/", login.login, name="login"),
    path("logout/", login.logout, name="logout"),
    path("me/", login.profile, name="profile"),
    path("me/password/", login.password, name="password"),
    path("accounts/", accounts.user_list, name="user-list"),
    path("accounts/new/", accounts.user_create, name="user-create"),
    path("accounts/<int:user_id>/", accounts.user_detail, name="user-detail"),
    path("accounts/<int:user_id>/disable/", accounts.user_disable, name="user-disable"),
    path("accounts/<int:user_id>/enable/", accounts.user_enable, name="user-enable"),
    path("accounts/<int:user_id>/password/", accounts.user_password, name="user-password"),
    path("grants/", grants.grant_list, name="grant-list"),
    path("grants/<int:user_id>/", grants.user_grants, name="user-grants"),
    path("grants/<int:user_id>/unlock/", grants.user_unlock, name="user-unlock"),
    path("grants/end/<int:grant_id>/", grants.grant_end, name="grant-end"),
    path("roles/", grants.role_table, name="role-table"),
]
