"""UI components. A tag's signature is its contract; its markup is in templates/ui/.

They are built in: no template loads this library. /ui/styleguide/ shows each in every state.
"""

from django import template

from portal.ui.components import content, controls, frame, grid, numbers

register = template.Library()
for subject in (frame, controls, content, numbers, grid):
    register.tags.update(subject.register.tags)
    register.filters.update(subject.register.filters)
