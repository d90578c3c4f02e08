"""The organiser in the panel: the page of a category, runs and publications; importing the modules registers them."""

from awards.desk.admin import category, results

__all__ = ["category", "results"]
