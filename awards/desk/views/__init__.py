"""The organiser's screens inside the panel: runs, their difference, and the way to a publication."""
