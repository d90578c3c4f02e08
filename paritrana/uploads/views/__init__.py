"""Pages of uploads: the list with its form, one import, its downloads and its decisions."""
