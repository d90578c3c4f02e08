"""Django looks here for models, each home has its own; a later stage may point at an earlier one, never back."""

from awards.ceremony import models as ceremony
from awards.ceremony.papers import models as papers
from awards.editions import models as editions
from awards.entries import models as entries
from awards.jury import models as jury
from awards.news import models as news
from awards.publication import models as publication
from awards.rulebooks import models as rulebooks
from awards.runs import models as runs
from awards.submissions import models as submissions
from awards.verification import models as verification

__all__ = [
    "ceremony",
    "editions",
    "entries",
    "jury",
    "news",
    "papers",
    "publication",
    "rulebooks",
    "runs",
    "submissions",
    "verification",
]
