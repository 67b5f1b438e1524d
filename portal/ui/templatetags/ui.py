"""UI components. A tag's signature is its contract; its markup is in templates/ui/."""

from django import template

register = template.Library()
