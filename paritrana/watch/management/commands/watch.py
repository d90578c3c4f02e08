"""Look once and print every gauge. Exit code 0: nothing is red; 1: something is."""

import sys
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paritrana.commands import SpeakingCommand
from paritrana.watch.gauges import registered
from paritrana.watch.services import take_readings


class Command(SpeakingCommand):
    help = gettext_lazy("Mengukur sekali apa yang dapat mengakhiri lomba, dan mencetak yang merah dengan langkahnya.")

    def handle(self, *args: Any, **options: Any) -> None:
        gauges = {gauge.name: gauge for gauge in registered()}
        is_red = False
        for reading in take_readings(at=timezone.now()):
            is_red = is_red or reading.is_red
            mark = _("MERAH") if reading.is_red else _("baik")
            self.stdout.write(f"{mark:<6} {reading.gauge:<18} {gauges[reading.gauge].said(reading.figures)}")
        if is_red:
            self.stdout.write(_("Langkahnya ada di docs/runbooks.md, di bawah nama yang merah."))
            sys.exit(1)
