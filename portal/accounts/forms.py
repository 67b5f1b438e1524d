"""Forms of login, accounts and grants."""

import datetime as dt
from typing import Any

from django import forms
from django.apps import apps
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, SetPasswordMixin, UsernameField
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.access.models import User
from portal.access.roles import ROLES

NAME = {"autofocus": True, "autocomplete": "username", "autocapitalize": "none"}
DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class LoginForm(AuthenticationForm):
    """User name and password; what is wrong is never said more exactly than `invalid_login`."""

    username = UsernameField(label="账号", max_length=150, widget=forms.TextInput(attrs=NAME))
    error_messages = {
        "invalid_login": "账号或密码不正确，请重新输入。连续输错5次，账号将锁定15分钟。",
        "inactive": "账号或密码不正确，请重新输入。连续输错5次，账号将锁定15分钟。",
        "expired": "初始密码已过期，请联系系统管理员重新发放。",
    }

    def confirm_login_allowed(self, user: User) -> None:
        """Refuse an initial password that lay about too long; the password itself was right."""
        super().confirm_login_allowed(user)
        if not user.must_change_password:
            return
        issued, days = user.password_changed_at, dt.timedelta(days=settings.PORTAL_INITIAL_DAYS)
        if issued and timezone.now() - issued > days:
            raise ValidationError(self.error_messages["expired"], code="expired")


class PasswordForm(SetPasswordMixin, forms.Form):  # type: ignore[type-arg]
    """The present password and a new one, twice."""

    old_password = forms.CharField(
        label="现在的密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )
    new_password1, new_password2 = SetPasswordMixin.create_password_fields(
        label1="新密码", label2="再输一次新密码"
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = (
            "至少10个字符，须包含大写字母、小写字母、数字、符号中的至少三种；"
            "不能主要由姓名、单位名、地名的拼音或常用词组成；不能与最近5次相同。"
        )
        self.fields["new_password2"].help_text = ""

    def clean_old_password(self) -> str:
        """Check that it is the user who sits there."""
        password: str = self.cleaned_data["old_password"]
        if not self.user.check_password(password):
            raise ValidationError("现在的密码不正确，请重新输入。")
        return password

    def clean(self) -> dict[str, Any] | None:
        """Compare the two and apply the rules."""
        self.validate_passwords("new_password1", "new_password2")
        self.validate_password_for_user(self.user, "new_password1")
        return super().clean()


class AccountForm(forms.Form):
    """A new account; its password is made by the portal, never chosen by the administrator."""

    username = forms.RegexField(
        label="账号",
        regex=r"^[a-z][a-z0-9_.-]{2,29}$",
        help_text="3至30位小写字母、数字、点或横线，以字母开头。一人一号，不得共用。",
        error_messages={"invalid": "账号须为3至30位小写字母、数字、点或横线，以字母开头。"},
    )
    full_name = forms.CharField(label="姓名", max_length=50)
    unit_name = forms.CharField(label="单位", max_length=100)
    post_title = forms.CharField(label="职务", max_length=50, required=False)
    phone = forms.CharField(label="联系电话", max_length=30, required=False)


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label="事由", max_length=200)


class AreaField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A province, city or county of today."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=apps.get_model("villages", "Division").objects.none(), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Show the name with its level and code."""
        level = "市" if obj.is_city_own else obj.get_level_display()
        return f"{obj.name}（{level}，{obj.code}）"


class GrantForm(forms.Form):
    """One role in one area, from a day on, perhaps to a day."""

    role = forms.ChoiceField(
        label="角色", choices=[("", "请选择")] + [(r.code, r.label) for r in ROLES.values()]
    )
    area = AreaField(label="范围", empty_label="请选择")
    valid_from = forms.DateField(label="起始日期", widget=DAY)
    valid_to = forms.DateField(
        label="终止日期",
        widget=DAY,
        required=False,
        help_text="到这一天起不再有效；不填表示长期有效。",
    )
    reason = forms.CharField(label="事由", max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        divisions = apps.get_model("villages", "Division").objects
        levels = ["province", "city", "county"]
        self.fields["area"].queryset = (  # type: ignore[attr-defined]
            divisions.as_of(timezone.localdate()).filter(level__in=levels).order_by("code")
        )

    def clean(self) -> dict[str, Any]:
        """Check that the role belongs to that level and the days are in order."""
        data: dict[str, Any] = super().clean() or {}
        role, area = ROLES.get(data.get("role", "")), data.get("area")
        if role and area and area.level not in role.levels:
            self.add_error("area", f"“{role.label}”不能授予{area.get_level_display()}级范围。")
        begins, ends = data.get("valid_from"), data.get("valid_to")
        if begins and ends and ends <= begins:
            self.add_error("valid_to", "终止日期须晚于起始日期。")
        return data
