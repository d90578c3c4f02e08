from decimal import Decimal

import pytest

from awards.engine.panel.errors import PanelRuleError
from awards.engine.panel.rule import PanelMethod, PanelRule
from awards.sentences import sentence


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"drop_high": -1}, "drop_high", "Jumlah nilai yang dibuang tidak boleh negatif."),
        ({"drop_low": -1}, "drop_low", "Jumlah nilai yang dibuang tidak boleh negatif."),
        ({"minimum_marks": 0}, "minimum_marks", "Jumlah minimum harus paling sedikit 1."),
        ({"minimum_juror_marks": 0}, "minimum_juror_marks", "Jumlah minimum harus paling sedikit 1."),
        ({"minimum_shared": 0}, "minimum_shared", "Jumlah minimum harus paling sedikit 1."),
        ({"drop_high": 1}, "drop_high", "Nilai hanya dapat dibuang pada cara trimmed_mean dan trimmed_sum."),
        ({"drop_low": 1}, "drop_low", "Nilai hanya dapat dibuang pada cara trimmed_mean dan trimmed_sum."),
        ({"ridge": Decimal(-1)}, "ridge", "Faktor ridge harus berupa angka 0 atau lebih."),
        ({"ridge": Decimal("NaN")}, "ridge", "Faktor ridge harus berupa angka 0 atau lebih."),
        ({"cap": Decimal(-1)}, "cap", "Batas koreksi harus berupa angka 0 atau lebih."),
        ({"cap": Decimal("Infinity")}, "cap", "Batas koreksi harus berupa angka 0 atau lebih."),
        ({"ridge": Decimal(1)}, "ridge", "Ridge dan batas koreksi hanya berlaku pada cara leniency."),
        ({"cap": Decimal(1)}, "cap", "Ridge dan batas koreksi hanya berlaku pada cara leniency."),
    ],
)
def test_panel_rule_when_contradictory_then_names_the_field(values, field, message):
    with pytest.raises(PanelRuleError) as refusal:
        PanelRule(**values)

    found = refusal.value.problems[0]
    assert (found.path, sentence(found)) == (field, message)


def test_panel_rule_when_leniency_then_takes_ridge_and_cap_of_zero():
    rule = PanelRule(PanelMethod.LENIENCY, ridge=Decimal("0.5"), cap=Decimal(0))

    assert (rule.ridge, rule.cap, rule.dropped) == (Decimal("0.5"), Decimal(0), 0)
