"""Divide entries among jurors: k per entry at least cost, under load caps and conflicts, as one connected design. Pure.

Anchors are scored by every juror who may. The flow is exact; where it cannot be filled, the answer says where it fails.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product

import networkx as nx
from django.utils.translation import gettext as _

SOURCE, SINK = "source", "sink"
SPREAD = 1000
SHUFFLE = 97


class InfeasibleError(Exception):
    """The division cannot be made; the message says why in Indonesian."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be divided. `kept` pairs are begun work and stay; `barred` pairs must not meet.

    `done` counts the cards per entry that jurors who left have confirmed: they keep counting.
    """

    entries: tuple[int, ...]
    jurors: tuple[int, ...]
    per_entry: int
    load_cap: int
    barred: frozenset[tuple[int, int]] = frozenset()
    anchors: tuple[int, ...] = ()
    kept: frozenset[tuple[int, int]] = frozenset()
    done: Mapping[int, int] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)
    juror_names: Mapping[int, str] = field(default_factory=dict)


def allocate(task: Task) -> frozenset[tuple[int, int]]:
    """Return (juror, entry) pairs: `per_entry` jurors an entry, anchors all, all parts linked; kept pairs stay."""
    _check_sums(task)
    fixed = set(task.kept)
    fixed |= {(juror, entry) for entry in task.anchors for juror in task.jurors if (juror, entry) not in task.barred}
    _check_loads(task, fixed)
    pairs = _flow(task, frozenset(fixed))
    return _connected(task, pairs, frozenset(fixed))


def components(pairs: Iterable[tuple[int, int]]) -> list[frozenset[int]]:
    """Return the sets of jurors that share entries, directly or through others."""
    graph = nx.Graph((f"j{juror}", f"e{entry}") for juror, entry in pairs)
    found = [
        frozenset(int(str(node)[1:]) for node in part if str(node).startswith("j"))
        for part in nx.connected_components(graph)
    ]
    return sorted(found, key=min)


def _check_sums(task: Task) -> None:
    for entry in task.entries:
        able = [juror for juror in task.jurors if (juror, entry) not in task.barred]
        if len(able) + task.done.get(entry, 0) < task.per_entry:
            raise InfeasibleError(
                _(
                    "%(entry)s memerlukan %(needed)s juri, tetapi hanya %(able)s juri bebas dari benturan kepentingan. "
                    "Tambah juri atau kurangi jumlah juri per peserta."
                )
                % {"entry": _name(task, entry), "needed": task.per_entry, "able": len(able)}
            )
    needed = sum(max(0, task.per_entry - task.done.get(entry, 0)) for entry in task.entries)
    room = task.load_cap * len(task.jurors)
    if needed > room:
        raise InfeasibleError(
            _(
                "Diperlukan %(needed)s penilaian, tetapi beban terbanyak %(cap)s untuk %(jurors)s juri hanya %(room)s. "
                "Naikkan beban terbanyak, tambah juri, atau kurangi jumlah juri per peserta."
            )
            % {"needed": needed, "cap": task.load_cap, "jurors": len(task.jurors), "room": room}
        )


def _check_loads(task: Task, fixed: Collection[tuple[int, int]]) -> None:
    for juror, load in _loads(task, fixed).items():
        if load > task.load_cap:
            raise InfeasibleError(
                _("Beban %(juror)s sudah %(load)s, lebih dari batas %(cap)s. Naikkan batas atau kurangi jangkar.")
                % {"juror": task.juror_names.get(juror, juror), "load": load, "cap": task.load_cap}
            )


def _flow(task: Task, fixed: frozenset[tuple[int, int]]) -> frozenset[tuple[int, int]]:
    """Fill what the fixed pairs leave open by a min-cost flow whose rising costs keep the loads even."""
    need = _open_places(task, fixed)
    if not any(need.values()):
        return fixed
    flow = nx.max_flow_min_cost(_network(task, fixed, need), SOURCE, SINK)
    pairs = {
        (node[1], target[1])
        for node, targets in flow.items()
        if isinstance(node, tuple) and node[0] == "j"
        for target, amount in targets.items()
        if amount
    }
    _check_filled(task, need, pairs)
    return fixed | frozenset(pairs)


def _open_places(task: Task, fixed: frozenset[tuple[int, int]]) -> dict[int, int]:
    taken = {entry: task.done.get(entry, 0) for entry in task.entries}
    for juror, entry in fixed:
        if juror in task.jurors and entry in taken:
            taken[entry] += 1
    return {entry: max(0, task.per_entry - count) for entry, count in taken.items()}


def _network(task: Task, fixed: frozenset[tuple[int, int]], need: Mapping[int, int]) -> nx.DiGraph:
    """Source to juror by one slot per unit of load, each dearer than the last; juror to entry; entry to sink."""
    graph = nx.DiGraph()
    graph.add_nodes_from([SOURCE, SINK])
    for juror, load in _loads(task, fixed).items():
        for place in range(load, task.load_cap):
            step = ("slot", juror, place)
            graph.add_edge(SOURCE, step, capacity=1, weight=place * SPREAD)
            graph.add_edge(step, ("j", juror), capacity=1, weight=0)
        for entry in task.entries:
            if (juror, entry) not in task.barred and (juror, entry) not in fixed:
                graph.add_edge(("j", juror), ("e", entry), capacity=1, weight=_shuffle(juror, entry))
    for entry, count in need.items():
        if count:
            graph.add_edge(("e", entry), SINK, capacity=count, weight=0)
    return graph


def _loads(task: Task, pairs: Collection[tuple[int, int]]) -> dict[int, int]:
    load = dict.fromkeys(task.jurors, 0)
    for juror, _entry in pairs:
        if juror in load:
            load[juror] += 1
    return load


def _check_filled(task: Task, need: Mapping[int, int], pairs: Collection[tuple[int, int]]) -> None:
    short = [entry for entry, count in need.items() if sum(pair[1] == entry for pair in pairs) < count]
    if short:
        listed = ", ".join(_name(task, entry) for entry in short[:5])
        raise InfeasibleError(
            _(
                "Juri yang bebas dari benturan kepentingan untuk %(entries)s sudah penuh bebannya. Naikkan beban "
                "terbanyak atau tambah juri tanpa benturan."
            )
            % {"entries": listed}
        )


def _connected(
    task: Task, pairs: frozenset[tuple[int, int]], fixed: frozenset[tuple[int, int]]
) -> frozenset[tuple[int, int]]:
    """Link the parts: two pairs swap their entries where that joins parts, else an entry gets one more juror."""
    found = set(pairs)
    while len(parts := components(found)) > 1:
        if swapped := _swapped(task, found, fixed, parts[0]):
            found = swapped
            continue
        link = _link(task, found, parts[0])
        if link is None:
            listed = ", ".join(sorted(str(task.juror_names.get(juror, juror)) for juror in parts[0]))
            raise InfeasibleError(
                _(
                    "Nilai kelompok juri %(jurors)s tidak dapat dibandingkan dengan juri lain karena tidak ada peserta "
                    "yang dinilai bersama. Tambah jangkar atau naikkan beban terbanyak."
                )
                % {"jurors": listed}
            )
        found.add(link)
    return frozenset(found)


def _swapped(
    task: Task, pairs: set[tuple[int, int]], fixed: Collection[tuple[int, int]], part: frozenset[int]
) -> set[tuple[int, int]] | None:
    """Return the pairs after the first swap that leaves fewer parts; loads and jurors per entry stay as they are."""
    movable = sorted(pairs - set(fixed))
    inside = [pair for pair in movable if pair[0] in part]
    outside = [pair for pair in movable if pair[0] not in part]
    count = len(components(pairs))
    for first, second in product(inside, outside):
        crossed = {(first[0], second[1]), (second[0], first[1])}
        if crossed & task.barred or crossed & pairs:
            continue
        swapped = (pairs - {first, second}) | crossed
        if len(components(swapped)) < count:
            return swapped
    return None


def _link(task: Task, pairs: set[tuple[int, int]], part: frozenset[int]) -> tuple[int, int] | None:
    load = _loads(task, pairs)
    inside = {entry for juror, entry in pairs if juror in part}
    candidates = [
        (juror, entry)
        for juror, entry in product(task.jurors, task.entries)
        if (juror in part) != (entry in inside) and (juror, entry) not in task.barred and load[juror] < task.load_cap
    ]
    return min(candidates, key=lambda pair: (load[pair[0]], _shuffle(*pair), pair), default=None)


def _shuffle(juror: int, entry: int) -> int:
    """A small, fixed cost per pair, so that the same jurors do not always meet."""
    return int(hashlib.sha256(f"{juror}:{entry}".encode()).hexdigest(), 16) % SHUFFLE


def _name(task: Task, entry: int) -> str:
    return str(task.names.get(entry, entry))
