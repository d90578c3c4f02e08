"""Reads `[published]`: where the totals stand that the source itself prints."""

from awards.engine.criteria import PublishedTotal
from awards.engine.reading.section import TomlSection


def read_published(top: TomlSection) -> PublishedTotal | None:
    if "published" not in top:
        return None
    section = top.section("published")
    found = PublishedTotal(section.text("column"), section.number_or("within", 0))
    if found.within < 0:
        section.refuse("within", "rulebook.within-negative")
    section.close()
    return found
