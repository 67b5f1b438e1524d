"""From frozen data to the document: text and tables, nothing read, nothing added."""

from accountability.reports.composing.county import compose_county
from accountability.reports.composing.frame import Stamp
from accountability.reports.composing.monthly import compose_monthly

__all__ = ["Stamp", "compose_county", "compose_monthly"]
