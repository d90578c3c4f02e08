"""Names of the sections of KBLI."""

from employers.models import KbliSection


def sector_group_names(version: str = "KBLI 2020") -> dict[str, str]:
    """Return the printed name of each group that the survey counts: one section, or several joined."""
    names: dict[str, str] = {}
    for row in KbliSection.objects.filter(version=version).exclude(sector_group="").order_by("section"):
        held = names.get(row.sector_group)
        names[row.sector_group] = f"{held}; {row.name}" if held else row.name
    return names
