"""What the panel shows of the award: Django looks here for admin classes, each home registers its own."""

from awards.ceremony import admin as ceremony
from awards.ceremony.papers import admin as papers
from awards.desk import admin as desk
from awards.editions import admin as editions
from awards.jury import admin as jury
from awards.progress import admin as progress
from awards.rulebooks import admin as rulebooks
from awards.studio import admin as studio
from awards.submissions import admin as submissions
from awards.verification import admin as verification

__all__ = [
    "ceremony",
    "desk",
    "editions",
    "jury",
    "papers",
    "progress",
    "rulebooks",
    "studio",
    "submissions",
    "verification",
]
