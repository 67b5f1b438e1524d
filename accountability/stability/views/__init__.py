"""Pages about posts of heads."""

from accountability.stability.views.alarms import alarm, conclude, reopen, state_case
from accountability.stability.views.posts import post, post_list

__all__ = ["alarm", "conclude", "post", "post_list", "reopen", "state_case"]
