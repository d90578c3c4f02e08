from django.contrib.admin.apps import AdminConfig


class PanelConfig(AdminConfig):
    """Django's admin with our own site: one class instead of patches on a shared object."""

    default_site = "paritrana.panel_site.PanelSite"
