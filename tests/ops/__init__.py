"""Starting, checking and tending one machine."""
