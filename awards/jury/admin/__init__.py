"""The jury in the admin panel: own screens, and the stock lists of the secretariat."""

from awards.jury.admin import rows
from awards.jury.admin.pages import jury_pages
from paritrana.panel_site import bring_screens

__all__ = ["rows"]

bring_screens(jury_pages)
