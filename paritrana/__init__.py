"""Paritrana runs the Paritrana Award from raw enrolment figures to the published, checkable result.

Nothing is imported here: the pure parts below this package are of use without Django (`paritrana.jobs` starts Celery).
"""

__version__ = "0.1.0"
