"""Celery tasks of the job queue."""
