"""Screens of the jury, inside the admin panel's frame."""
