from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from paritrana.audit import guards

MINUTES_GUARD = guards.RowGuard(
    "awards.Minutes", fields=("plenary", "number", "content", "digest", "written_at", "written_by")
)


class AwardsConfig(AppConfig):
    name = "awards"
    verbose_name = _("Penghargaan")

    def ready(self) -> None:
        # The handlers import models, which are there only now.
        from awards.ceremony.models import GUARDS as CEREMONY_GUARDS  # noqa: PLC0415
        from awards.ceremony.papers import tasks as papers  # noqa: PLC0415
        from awards.ceremony.papers.models import GUARDS as PAPER_GUARDS  # noqa: PLC0415
        from awards.entries import tasks as entries  # noqa: PLC0415
        from awards.jury import tasks as jury  # noqa: PLC0415
        from awards.jury.policies.clashes import seat_clash  # noqa: PLC0415
        from awards.jury.services.closing import register_guard  # noqa: PLC0415
        from awards.news import tasks as news  # noqa: PLC0415
        from awards.news.selectors.inbox import unread_count  # noqa: PLC0415
        from awards.publication import tasks as publication  # noqa: PLC0415
        from awards.publication.models import GUARDS as PUBLICATION_GUARDS  # noqa: PLC0415
        from awards.publication.selectors.earlier import PublishedHistory  # noqa: PLC0415
        from awards.publication.services.after_final import guard_reopening  # noqa: PLC0415
        from awards.results import tasks as results  # noqa: PLC0415
        from awards.rulebooks.selectors.known_columns import columns_read  # noqa: PLC0415
        from awards.runs.models import GUARDS as RUN_GUARDS  # noqa: PLC0415
        from awards.runs.selectors.history import register_earlier_results  # noqa: PLC0415
        from awards.submissions.models.evidence import EvidencePurpose  # noqa: PLC0415
        from awards.submissions.services.evidence import register_finisher  # noqa: PLC0415
        from awards.submissions.services.moves import register_follower  # noqa: PLC0415
        from awards.submissions.services.people import PRIVATE_LINK, invitation_path  # noqa: PLC0415
        from awards.submissions.tasks import evidence, reminders  # noqa: PLC0415
        from awards.verification import tasks as verification  # noqa: PLC0415
        from awards.verification.services.clarifications import tell_answered  # noqa: PLC0415
        from awards.verification.services.findings import tell_outdated  # noqa: PLC0415
        from awards.verification.services.objection_files import finish_objection_upload  # noqa: PLC0415
        from paritrana.accounts import clashes  # noqa: PLC0415
        from paritrana.jobs.registry import register  # noqa: PLC0415
        from paritrana.mail import private_links  # noqa: PLC0415
        from paritrana.pages import menu  # noqa: PLC0415
        from paritrana.uploads.kinds import register_words  # noqa: PLC0415
        from paritrana.watch import gauges  # noqa: PLC0415

        menu.register_counter("news", unread_count)
        gauges.register(*publication.GAUGES)
        clashes.register(seat_clash)
        guards.register(*RUN_GUARDS, *PUBLICATION_GUARDS, *CEREMONY_GUARDS, *PAPER_GUARDS, MINUTES_GUARD)
        register_guard(guard_reopening)
        register_follower(tell_answered)
        register_follower(tell_outdated)
        private_links.register(PRIVATE_LINK, invitation_path)
        register_earlier_results(PublishedHistory())
        register_words("lembar-nilai", columns_read)
        register_finisher(EvidencePurpose.OBJECTION, finish_objection_upload)

        register(
            "score-run",
            results.compute_score_run,
            result_address=results.run_address,
            abandon=results.abandon_score_run,
        )
        register("ranking-workbook", results.write_ranking_workbook, result_address=results.export_address)
        register(
            results.EDITION_FILES_JOB, results.write_files_of_edition, result_address=results.edition_files_address
        )
        register("robustness", results.question_ranking, result_address=results.robustness_address)
        register("what-if", results.try_rules, result_address=results.what_if_address)
        register(evidence.SCAN_JOB, evidence.scan_files)
        register(entries.ENROL_JOB, entries.enrol_category)
        register(reminders.REMIND_JOB, reminders.remind)
        register(verification.ANNOUNCE_JOB, verification.announce)
        register(news.NEWS_JOB, news.write_news)
        register(papers.CERTIFICATES_JOB, papers.print_certificates, result_address=papers.certificates_address)
        register(papers.LETTERS_JOB, papers.print_letters, result_address=papers.certificates_address)
        register(publication.PROVE_JOB, publication.prove_everything)
        register(jury.SEARCH_JOB, jury.search_conflicts)
        register(jury.TELL_JOB, jury.write_to_jurors)
