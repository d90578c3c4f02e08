"""Paritrana runs the Paritrana Award from raw enrolment figures to the published, checkable result."""

from paritrana.celery import app as celery_app

__all__ = ["celery_app"]
__version__ = "0.1.0"
