from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AwardsConfig(AppConfig):
    name = "awards"
    verbose_name = _("Penghargaan")

    def ready(self) -> None:
        # The handlers import models, which are there only now.
        from awards.policies.seats import seat_clash  # noqa: PLC0415
        from awards.tasks import entries, evidence, jury, reminders, runs  # noqa: PLC0415
        from paritrana.accounts import clashes  # noqa: PLC0415
        from paritrana.jobs.registry import register  # noqa: PLC0415

        clashes.register(seat_clash)

        register("score-run", runs.compute_score_run, result_address=runs.run_address)
        register("ranking-workbook", runs.write_ranking_workbook, result_address=runs.export_address)
        register("robustness", runs.question_ranking, result_address=runs.robustness_address)
        register("what-if", runs.try_rules, result_address=runs.what_if_address)
        register(evidence.SCAN_JOB, evidence.scan_files)
        register(entries.ENROL_JOB, entries.enrol_category)
        register(reminders.REMIND_JOB, reminders.remind)
        register(jury.SEARCH_JOB, jury.search_conflicts)
