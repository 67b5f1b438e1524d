"""Measurements of what docs/performance.md promises; `./run bench [NAME]`."""
