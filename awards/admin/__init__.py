"""Admin classes, one module a stage; importing them registers them."""

from awards.admin import editions as editions
from awards.admin import entries as entries
from awards.admin import evidence as evidence
from awards.admin import extensions as extensions
from awards.admin import jury as jury
from awards.admin import progress as progress
from awards.admin import rulebooks as rulebooks
from awards.admin import runs as runs
from awards.admin import submissions as submissions
