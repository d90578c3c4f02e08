"""Public, entrant's and API addresses of the award."""

from django.urls import path
from django.views.generic import TemplateView

urlpatterns = [path("", TemplateView.as_view(template_name="base.html"), name="home")]
