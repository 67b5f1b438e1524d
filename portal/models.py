"""Models of the ground floor, gathered where Django looks for them."""

from portal.access.models import Grant, User
from portal.accounts.models import PasswordHistory
from portal.audit.models import AuditEvent
from portal.files.models import StoredFile
from portal.jobs.models import Job, ScheduleSlot

__all__ = ["AuditEvent", "Grant", "Job", "PasswordHistory", "ScheduleSlot", "StoredFile", "User"]
