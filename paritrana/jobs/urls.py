"""Addresses of background work."""

from django.urls import path

from paritrana.jobs import views

urlpatterns = [
    path("<uuid:pk>/", views.job_progress, name="job"),
    path("<uuid:pk>/status.json", views.job_status, name="job-status"),
    path("<uuid:pk>/batal/", views.cancel_job, name="job-cancel"),
]
