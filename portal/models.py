"""Models of the ground floor, gathered where Django looks for them."""

from portal.access.models import Grant, User
from portal.accounts.models import PasswordHistory
from portal.audit.models import AuditEvent, AuditSeal, AuditSealed
from portal.files.models import StoredFile
from portal.jobs.models import Job, ScheduleSlot
from portal.lists.models import ChosenColumns, Export, SavedFilter

__all__ = [
    "AuditEvent",
    "AuditSeal",
    "AuditSealed",
    "ChosenColumns",
    "Export",
    "Grant",
    "Job",
    "PasswordHistory",
    "SavedFilter",
    "ScheduleSlot",
    "StoredFile",
    "User",
]
