"""The components by subject; templatetags/ui.py gathers them into one library."""
