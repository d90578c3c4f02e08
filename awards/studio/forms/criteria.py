"""One criterion as sentences with choices: what is asked of it, and the keys of the rulebook that follow."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.rulebooks.parsing.editing import Plain, value_at
from awards.rulebooks.parsing.outline import Branch, Outline
from awards.studio.forms.figures import TypedFigureField, figure_text, typed_figure
from awards.studio.selectors.drafting import figure_choices, listed_codes, places_to_move

JOINS = (
    ("arithmetic", gettext_lazy("rata-rata berbobot")),
    ("sum", gettext_lazy("jumlah")),
    ("geometric", gettext_lazy("rata-rata geometrik berbobot")),
    ("harmonic", gettext_lazy("rata-rata harmonik berbobot")),
    ("power_mean", gettext_lazy("rata-rata pangkat berbobot")),
    ("minimum", gettext_lazy("nilai terendah")),
    ("difference", gettext_lazy("yang pertama dikurangi yang kedua")),
    ("ratio", gettext_lazy("yang pertama dibagi yang kedua")),
    ("complement", gettext_lazy("sebuah bilangan dikurangi nilainya")),
    ("reciprocal", gettext_lazy("sebuah bilangan dibagi nilainya")),
)
KINDS = (
    ("goalposts", gettext_lazy("garis lurus antara dua batas")),
    ("bands", gettext_lazy("jenjang")),
    ("levels", gettext_lazy("tingkat yang bernama")),
    ("points", gettext_lazy("angkanya sudah poin")),
    ("ratio_to_best", gettext_lazy("dibanding yang terbaik")),
    ("min_max", gettext_lazy("letaknya antara yang terendah dan tertinggi")),
    ("z_score", gettext_lazy("jaraknya dari rata-rata")),
    ("percentile", gettext_lazy("urutannya di antara yang lain")),
)
CASES = "cases"
"""Cases with their conditions are written in the text view: no choice of this page makes or unmakes them."""
POLICIES = (
    ("not_ranked", gettext_lazy("tidak diperingkat")),
    ("worst", gettext_lazy("mendapat poin terendah")),
    ("zero", gettext_lazy("mendapat nol")),
    ("skip_and_rescale", gettext_lazy("tidak dihitung, bobotnya dibagikan")),
    ("group_median", gettext_lazy("mendapat nilai tengah kelompoknya")),
)
TRANSFORMS = (
    ("none", gettext_lazy("apa adanya")),
    ("ln", gettext_lazy("menurut logaritma")),
    ("sqrt", gettext_lazy("menurut akar kuadrat")),
)
EDGES = (("above", gettext_lazy("jenjang di atasnya")), ("below", gettext_lazy("jenjang di bawahnya")))
DIRECTIONS = (("higher", gettext_lazy("makin tinggi makin baik")), ("lower", gettext_lazy("makin rendah makin baik")))
TIES = (
    ("half", gettext_lazy("setengahnya dihitung terlampaui")),
    ("all", gettext_lazy("semuanya dihitung terlampaui")),
    ("none", gettext_lazy("tidak dihitung terlampaui")),
)
DIVISORS = (("population", gettext_lazy("semua anggota")), ("sample", gettext_lazy("semua anggota kurang satu")))
NOT_CHOSEN = ("", gettext_lazy("— pilih —"))
# What counts where a key is not written; a choice left at it writes no key.
DEFAULTS: dict[str, Plain] = {
    "missing": "not_ranked",
    "not_applicable": "not_ranked",
    "transform": "none",
    "direction": "higher",
    "interpolate": False,
    "mean": 0,
    "deviation": 1,
    "target": [0, 100],
}
SEPARATOR = ";"


class CriterionForm(forms.Form):
    """`kind` is how the figure becomes points on this page, also before that is saved; `table` is the draft's."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, localize=False)
    name = forms.CharField(label=gettext_lazy("Nama"), max_length=200)
    name_en = forms.CharField(label=gettext_lazy("Nama dalam bahasa Inggris"), max_length=200, required=False)

    def __init__(self, *args: Any, branch: Branch, text: str, outline: Outline, kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.branch, self.table = branch, branch.table
        self.held_kind = str(value_at(self.table, "normalise.kind") or "")
        self.has_cases = branch.is_leaf and self.held_kind == CASES
        self.kind = kind if kind in dict(KINDS) and not self.has_cases else self.held_kind
        for key in ("name", "name_en"):
            self.fields[key].initial = self.table.get(key, "")
        if branch.is_leaf and not self.has_cases:
            self._ask_figure(text, outline)
            self._ask_rule(text)
        elif not branch.is_leaf:
            self._choose("join", _("Cara menggabungkan"), JOINS, "")
            self._figure("floor", _("Nilai dasar"))
            self._figure("exponent", _("Pangkat"))
            self._figure("of", _("Bilangan yang dikurangi atau dibagi"))
        has_median = branch.is_leaf and not self.has_cases
        policies = [one for one in POLICIES if has_median or one[0] != "group_median"]
        self._choose("missing", _("Bila tidak dilaporkan"), policies, "not_ranked")
        self._choose("not_applicable", _("Bila tidak berlaku"), policies, "not_ranked")
        self._text("missing_reason", _("Alasan yang dibaca peserta"))
        self._text("missing_reason_en", _("Alasan dalam bahasa Inggris"))
        self._figure("missing_score", _("Poin terendah yang dipakai"))
        for name, field in self.fields.items():
            is_check = isinstance(field, forms.BooleanField)
            field.widget.attrs["class"] = "" if is_check else "j-input s-pick"
            field.widget.attrs.setdefault("aria-label", field.label or name)

    @property
    def kinds(self) -> Sequence[tuple[str, Any]]:
        return KINDS

    @property
    def has_reasons(self) -> bool:
        """Whether the draft, or what was typed, says more of a missing figure than what it leads to."""
        names = ("missing_reason", "missing_reason_en", "missing_score")
        return any(self[name].value() or self[name].errors for name in names)

    @property
    def has_panels(self) -> bool:
        """Whether the rulebook has rules of a panel to choose from, or the draft names one."""
        return self.panel_count > 0 or bool(self["panel"].value())

    @property
    def rule_faults(self) -> list[str]:
        """Return what is wrong with the figures of the sentence about points, each behind its name."""
        listed = ("worst", "best", "low", "high", "mean", "deviation")
        return [f"{self.fields[name].label}: {fault}" for name in listed for fault in self.errors.get(name, ())]

    def changes(self) -> dict[tuple[str, str], Plain | None]:
        """Return the keys that the form says otherwise than the draft."""
        given = self.cleaned_data
        wanted: dict[str, Plain | None] = {key: given[key] or None for key in ("name", "name_en")}
        for key in ("missing", "not_applicable", "missing_reason", "missing_reason_en", "join"):
            if key in given:
                wanted[key] = given[key] or None
        for key in ("missing_score", "floor", "exponent", "of"):
            if key in given:
                wanted[key] = given[key]
        if self.branch.is_leaf and not self.has_cases:
            wanted |= self._origin() | self._rule()
        return {(self.branch.code, key): value for key, value in wanted.items() if self._differs(key, value)}

    def _differs(self, key: str, value: Plain | None) -> bool:
        held = value_at(self.table, key)
        default = DEFAULTS.get(key.removeprefix("normalise."))
        return bool(held != value and not (held is None and value == default))

    def _origin(self) -> dict[str, Plain | None]:
        source, _bar, rest = self.cleaned_data["figure"].partition("|")
        key, _bar, code = rest.partition("|")
        if not code:
            return {}
        others = {other: None for other in ("column", "measure", "jury") if other != key}
        panel = self.cleaned_data.get("panel") or None
        return {"source": source, key: code, **others, "panel": panel if key == "jury" else None}

    def _rule(self) -> dict[str, Plain | None]:
        if not self.kind:
            return {}
        values = self._rule_values()
        if self.kind == self.held_kind:
            return {f"normalise.{key}": value for key, value in values.items()}
        plain = {key: value for key, value in values.items() if value is not None and value != DEFAULTS.get(key)}
        return {"normalise": {"kind": self.kind, **plain}}

    def _rule_values(self) -> dict[str, Plain | None]:
        given = self.cleaned_data
        low, high = given.get("low"), given.get("high")
        target: Plain | None = None if low is None or high is None else [low, high]
        clamped = given.get("clamp")
        if self.kind == "goalposts":
            found = {key: given[key] for key in ("worst", "best", "transform")}
            return {**found, "target": target, "clamp": self._unless_held("clamp", clamped, default=True)}
        if self.kind == "bands":
            is_line = given["interpolate"]
            edge = None if is_line else given["edge"]
            return {"edges": given["edges"], "points": given["points"], "interpolate": is_line, "edge": edge}
        if self.kind == "levels":
            return {"levels": given["levels"]}
        if self.kind == "points":
            clamp = self._unless_held("clamp", clamped, default=False) if target is not None else None
            return {"range": target, "clamp": clamp}
        found = {"reference": given["reference"] or None, "direction": given["direction"]}
        if self.kind == "z_score":
            return found | {key: given[key] for key in ("mean", "deviation")} | {"divisor": given["divisor"] or None}
        found |= {"target": target, "clamp": self._unless_held("clamp", clamped, default=True)}
        return found | ({"ties": given["ties"] or None} if self.kind == "percentile" else {})

    def _unless_held(self, key: str, value: Any, *, default: bool) -> bool | None:
        """Return a truth to write: nothing where the draft leaves it at what counts anyway."""
        is_written = value_at(self.table, f"normalise.{key}") is not None and self.kind == self.held_kind
        return bool(value) if is_written or bool(value) != default else None

    def _ask_figure(self, text: str, outline: Outline) -> None:
        keys = [key for key in ("column", "measure", "jury") if isinstance(self.table.get(key), str)]
        now = f"{self.table.get('source', '')}|{keys[0]}|{self.table[keys[0]]}" if keys else ""
        groups: list[Any] = figure_choices(text, outline)
        known = {value for _group, choices in groups for value, _label in choices}
        if now and now not in known:
            groups.insert(0, (_("Yang sekarang"), [(now, str(self.table[keys[0]]))]))
        self.fields["figure"] = forms.ChoiceField(
            label=_("Angka yang diambil"), choices=[NOT_CHOSEN, *groups], required=False, initial=now
        )
        panels = listed_codes(text, "panels")
        self.panel_count = len(panels)
        self._choose("panel", _("Cara merangkum nilai juri"), panels, "")

    def _ask_rule(self, text: str) -> None:
        match self.kind:
            case "goalposts":
                self._figure("worst", _("Angka terburuk"), "normalise.worst")
                self._figure("best", _("Angka terbaik"), "normalise.best")
                self._pair("target", [0, 100])
                self._choose("transform", _("Di antaranya"), TRANSFORMS, "none", "normalise.transform")
                self._check("clamp", _("Di luar batas poinnya tidak naik atau turun lagi"), default=True)
            case "bands":
                self._list("edges", _("Batas, dipisah titik koma"))
                self._list("points", _("Poin tiap jenjang, dipisah titik koma"))
                self._choose("edge", _("Angka tepat pada batas masuk"), EDGES, "above", "normalise.edge")
                self._check("interpolate", _("Garis lurus di antara batas"), default=False)
            case "levels":
                self.fields["levels"] = LevelsField(label=_("Tingkat dan poinnya"), held=self._held("levels", {}))
            case "points":
                self._pair("range", None)
                self._check("clamp", _("Angka di luar rentang dipotong, bukan ditolak"), default=False)
            case "ratio_to_best" | "min_max" | "z_score" | "percentile":
                self._ask_relation(text)

    def _ask_relation(self, text: str) -> None:
        populations = listed_codes(text, "populations")
        self._choose("reference", _("Populasi acuan"), populations, "", "normalise.reference")
        self._choose("direction", _("Arah"), DIRECTIONS, "higher", "normalise.direction")
        if self.kind == "z_score":
            self._figure("mean", _("Poin bagi rata-rata"), "normalise.mean", 0)
            self._figure("deviation", _("Poin bagi satu simpangan baku"), "normalise.deviation", 1)
            self._choose("divisor", _("Pembagi simpangan baku"), DIVISORS, "", "normalise.divisor")
            return
        self._pair("target", [0, 100])
        self._check("clamp", _("Di luar batas poinnya tidak naik atau turun lagi"), default=True)
        if self.kind == "percentile":
            self._choose("ties", _("Yang sama besar"), TIES, "", "normalise.ties")

    def _held(self, key: str, default: Any) -> Any:
        """Return what the draft says of the rule, unless another kind of rule is being written."""
        found = value_at(self.table, f"normalise.{key}") if self.kind == self.held_kind else None
        return default if found is None else found

    def _text(self, key: str, label: str) -> None:
        self.fields[key] = forms.CharField(
            label=label, max_length=500, required=False, initial=str(self.table.get(key, ""))
        )

    def _figure(self, name: str, label: str, key: str = "", default: int | None = None) -> None:
        held = self._held(name, default) if key else self.table.get(name)
        is_number = isinstance(held, int | Decimal) and not isinstance(held, bool)
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 8})
        self.fields[name] = TypedFigureField(held=held if is_number else None, label=label, widget=widget)

    def _pair(self, key: str, default: list[int] | None) -> None:
        held = self._held(key, default)
        low, high = held if isinstance(held, list) and len(held) == 2 else (None, None)
        for name, label, value in (("low", _("Poin terendah"), low), ("high", _("Poin tertinggi"), high)):
            widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 6})
            self.fields[name] = TypedFigureField(held=value, label=label, widget=widget)

    def _list(self, key: str, label: str) -> None:
        self.fields[key] = FiguresField(label=label, held=self._held(key, []))

    def _check(self, key: str, label: str, *, default: bool) -> None:
        self.fields[key] = forms.BooleanField(label=label, required=False, initial=bool(self._held(key, default)))

    def _choose(self, name: str, label: str, choices: Sequence[Any], default: str, key: str = "") -> None:
        held = self._held(name, default) if key else self.table.get(name, default)
        offered = [*([NOT_CHOSEN] if not default else []), *choices]
        if held and str(held) not in {value for value, _label in offered}:
            offered.append((str(held), str(held)))
        self.fields[name] = forms.ChoiceField(label=label, choices=offered, required=False, initial=held)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (
            "low" in self.fields
            and "high" in self.fields
            and (cleaned.get("low") is None) != (cleaned.get("high") is None)
        ):
            self.add_error("high", ValidationError(_("Tulis keduanya, terendah lalu tertinggi, atau kosongkan.")))
        return cleaned


class FiguresField(forms.CharField):
    """Figures in one line, parted by semicolons: a comma starts the decimals."""

    def __init__(self, *, held: Sequence[Decimal | int], **kwargs: Any) -> None:
        self.held = list(held)
        super().__init__(required=False, initial=self._text(), **kwargs)

    def _text(self) -> str:
        return f"{SEPARATOR} ".join(map(figure_text, self.held))

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip()
        if not text:
            return None
        if text == self._text():
            return self.held
        return [typed_figure(part.strip()) for part in text.split(SEPARATOR)]


class LevelsField(forms.CharField):
    """A level a line, `name = points`."""

    widget = forms.Textarea

    def __init__(self, *, held: Mapping[str, Decimal | int], **kwargs: Any) -> None:
        self.held = dict(held)
        super().__init__(
            required=False,
            strip=False,
            initial=self._text(),
            widget=forms.Textarea(attrs={"rows": max(4, len(self.held) + 1)}),
            help_text=_("Satu tingkat satu baris: nama = poin."),
            **kwargs,
        )

    def _text(self) -> str:
        return "\n".join(f"{name} = {figure_text(points)}" for name, points in self.held.items())

    def to_python(self, value: Any) -> Any:
        text = str(value or "").replace("\r\n", "\n").strip()
        if not text:
            return None
        if text == self._text():
            return self.held
        found: dict[str, Decimal] = {}
        for line in filter(str.strip, text.split("\n")):
            name, equals, points = (part.strip() for part in line.rpartition("="))
            if not equals or not name or name in found:
                raise ValidationError(
                    _("Baris «%(line)s» tidak terbaca. Tulis nama = poin, setiap nama sekali."),
                    params={"line": line[:60]},
                )
            found[name] = typed_figure(points)
        return found


class AddForm(forms.Form):
    """A new criterion below another: what it is called, and whether it reads a figure or holds others."""

    name = forms.CharField(label=gettext_lazy("Nama kriteria baru"), max_length=200)
    is_group = forms.ChoiceField(
        label=gettext_lazy("Isinya"),
        choices=(("", gettext_lazy("satu angka")), ("1", gettext_lazy("kriteria lain di bawahnya"))),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "j-input"

    def table(self, code: str) -> dict[str, Plain]:
        """Return what stands in the rulebook; where its figure comes from is asked, never guessed."""
        name = self.cleaned_data["name"]
        return {"code": code, "name": name} | ({"join": "arithmetic"} if self.cleaned_data["is_group"] else {})


class MoveForm(forms.Form):
    place = forms.ChoiceField(label=gettext_lazy("Tempat baru"))

    def __init__(self, *args: Any, outline: Outline, branch: Branch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = self.fields["place"]
        place.widget.attrs["class"] = "j-input"
        if isinstance(place, forms.ChoiceField):
            place.choices = places_to_move(outline, branch)

    def target(self) -> tuple[str, str | None]:
        """Return the parent, and the sibling to follow; none means first."""
        asked = dict(parse_qsl(self.cleaned_data["place"], keep_blank_values=True))
        return asked["di"], asked["sesudah"] or None


def shown_texts(form: forms.Form) -> dict[str, str]:
    """Return what an untouched form sends back, by field."""
    found = {}
    for name, field in form.fields.items():
        value = form.get_initial_for_field(field, name)
        found[name] = ("on" if value else "") if isinstance(value, bool) else "" if value is None else str(value)
    return found
