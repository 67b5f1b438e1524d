"""Starting, checking and tending the portal on one machine; production needs none of it."""
