"""Admin classes, one module a stage; importing them registers them."""

from awards.admin import jury as jury
