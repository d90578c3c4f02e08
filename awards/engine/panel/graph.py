"""Which entries can be compared: the parts of the panel that shared entries join, and what would join the rest."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from awards.engine.marks import GivenMark
from awards.engine.panel.errors import DisconnectedPanelError, MissingLink
from awards.engine.panel.grid import Grid


@dataclass(frozen=True, slots=True)
class Component:
    """A part of the panel; `is_complete` when every juror of it marked every entry of it."""

    entities: tuple[str, ...]
    jurors: tuple[str, ...]
    is_complete: bool


def connected_components(grid: Grid) -> tuple[Component, ...]:
    """Parts joined by at least one shared entry, in the order of their first juror.

    Every mark is walked once, so that a panel of thousands of jurors costs no table of jurors by jurors.
    """
    heads = list(range(len(grid.jurors)))

    def head(juror: int) -> int:
        while heads[juror] != juror:
            heads[juror] = heads[heads[juror]]
            juror = heads[juror]
        return juror

    markers = [[grid.juror_index[mark.juror] for mark in marks] for marks in grid.marks]
    for first, *others in markers:
        for other in others:
            low, high = sorted((head(first), head(other)))
            heads[high] = low
    jurors: dict[int, list[str]] = {}
    for number, juror in enumerate(grid.jurors):
        jurors.setdefault(head(number), []).append(juror)
    entities: dict[int, list[str]] = {}
    given: dict[int, int] = {}
    for entity, (first, *others) in zip(grid.entities, markers, strict=True):
        entities.setdefault(head(first), []).append(entity)
        given[head(first)] = given.get(head(first), 0) + 1 + len(others)
    return tuple(
        Component(tuple(entities[part]), tuple(members), given[part] == len(entities[part]) * len(members))
        for part, members in jurors.items()
    )


def linked_components(grid: Grid, minimum_shared: int) -> tuple[Component, ...]:
    """Parts joined by jurors sharing `minimum_shared` entries; an entry may lie in several of them."""
    seen = grid.seen.astype(float)
    linked = seen.T @ seen >= minimum_shared
    for component in connected_components(grid):
        if component.is_complete:
            members = [grid.juror_index[juror] for juror in component.jurors]
            linked[np.ix_(members, members)] = True
    return tuple(_component(grid, members) for members in _parts(linked))


def refuse_unlinked(grid: Grid, minimum_shared: int, groups: Mapping[str, str] | None) -> None:
    """Raise `DisconnectedPanelError` when entries ranked against each other are not on one scale.

    `groups` maps an entry to the group it is ranked in; without it all entries are ranked together. A link may
    run through entries of other groups.
    """
    parts = linked_components(grid, minimum_shared)
    if len(parts) <= 1:
        return
    part_of = {juror: number for number, part in enumerate(parts) for juror in part.jurors}
    for group, entities in _compared(grid, groups):
        touched = sorted({part_of[mark.juror] for entity in entities for mark in entities[entity]})
        if len(entities) > 1 and len(touched) > 1:
            chosen = [parts[number] for number in touched]
            raise DisconnectedPanelError(
                [(part.entities, part.jurors) for part in chosen],
                missing_links(grid, chosen, minimum_shared),
                minimum_shared,
                group,
            )


def missing_links(grid: Grid, parts: Sequence[Component], minimum_shared: int) -> tuple[MissingLink, ...]:
    """The fewest further marks that join the parts one after another, jurors with less work first."""
    seen = grid.seen.astype(bool)
    work = grid.seen.sum(axis=0).tolist()
    joined = [grid.juror_index[juror] for juror in parts[0].jurors]
    links: list[MissingLink] = []
    for part in parts[1:]:
        members = [grid.juror_index[juror] for juror in part.jurors]
        wanted = min(
            (_joining(seen, first, second, minimum_shared) for first in joined for second in members),
            key=lambda marks: (len(marks), sum(work[juror] for juror, _ in marks)),
        )
        links += [MissingLink(grid.jurors[juror], grid.entities[entity]) for juror, entity in wanted]
        joined += members
    return tuple(links)


def _joining(seen: NDArray[np.bool_], first: int, second: int, minimum_shared: int) -> list[tuple[int, int]]:
    """Further marks (juror, entity) after which the two share `minimum_shared` entries, or all they have."""
    short = minimum_shared - int((seen[:, first] & seen[:, second]).sum())
    lighter, heavier = sorted((first, second), key=lambda juror: (int(seen[:, juror].sum()), juror))
    visits = [(lighter, int(entity)) for entity in np.flatnonzero(seen[:, heavier] & ~seen[:, lighter])]
    returns = [(heavier, int(entity)) for entity in np.flatnonzero(seen[:, lighter] & ~seen[:, heavier])]
    return (visits + returns)[:short]


def _compared(
    grid: Grid, groups: Mapping[str, str] | None
) -> Iterator[tuple[str | None, dict[str, tuple[GivenMark, ...]]]]:
    ranked: dict[str | None, dict[str, tuple[GivenMark, ...]]] = {}
    for entity, marks in zip(grid.entities, grid.marks, strict=True):
        ranked.setdefault(None if groups is None else groups[entity], {})[entity] = marks
    yield from ranked.items()


def _component(grid: Grid, members: Sequence[int]) -> Component:
    seen = grid.seen[:, members]
    rows = np.flatnonzero(seen.any(axis=1))
    return Component(
        entities=tuple(grid.entities[row] for row in rows),
        jurors=tuple(grid.jurors[member] for member in members),
        is_complete=bool(seen[rows].all()),
    )


def _parts(linked: NDArray[np.bool_]) -> list[list[int]]:
    """Connected parts of an undirected graph given by its adjacency matrix."""
    unseen = set(range(len(linked)))
    parts = []
    while unseen:
        frontier = {min(unseen)}
        part: set[int] = set()
        while frontier:
            part |= frontier
            reached = np.flatnonzero(linked[sorted(frontier)].any(axis=0)).tolist()
            frontier = set(reached) - part
        unseen -= part
        parts.append(sorted(part))
    return parts
