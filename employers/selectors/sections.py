"""Names of the sections of KBLI."""

from collections.abc import Collection

from employers.models.employers import KbliSection


def section_names(sections: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return the name of each section, given as version and letter; one that is not on record is left out."""
    letters = {letter for _, letter in sections}
    rows = KbliSection.objects.filter(section__in=letters).values_list("version", "section", "name")
    return {(version, letter): name for version, letter, name in rows if (version, letter) in sections}


def sector_group_names(version: str = "KBLI 2020") -> dict[str, str]:
    """Return the printed name of each group that the survey counts: one section, or several joined."""
    names: dict[str, str] = {}
    for row in KbliSection.objects.filter(version=version).exclude(sector_group="").order_by("section"):
        held = names.get(row.sector_group)
        names[row.sector_group] = f"{held}; {row.name}" if held else row.name
    return names
