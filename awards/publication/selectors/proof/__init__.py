"""What `manage.py prove` holds together: file, head, prizes, run, frozen input, minutes and the audit trail."""
