"""Every page of the product: its name, where it is, whom the browser opens it for, and which roles get it."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from awards.ceremony.models import CeremonyWinner
from awards.ceremony.papers.models import Certificate
from awards.ceremony.selectors.stage import hall_token
from awards.entries.models import Entry
from awards.jury.models.panels import Panel
from awards.jury.models.scorecards import Scorecard
from awards.publication.models import Publication
from awards.runs.models import ScoreRun
from awards.submissions.models.answers import Submission
from awards.tests.browser.scene import Scene
from paritrana.jobs.models import Job
from paritrana.mail.models import Mailing


@dataclass(frozen=True)
class Page:
    name: str
    address: Callable[[Scene], str]
    person: str = ""
    status: int = 200


def at(name: str, *args: str) -> Callable[[Scene], str]:
    return lambda _scene: reverse(name, args=args)


PUBLIC = (
    Page("home", at("home")),
    Page("regions", at("regions")),
    Page("regions-none-found", lambda _scene: f"{reverse('regions')}?q=zzz"),
    Page("regions-regencies", lambda _scene: f"{reverse('regions')}?tingkat=regency&page=3"),
    Page("region-province", at("region", "52")),
    Page("region-regency", at("region", "52.03")),
    Page("ministries", at("ministries")),
    Page("ministry", at("ministry", "kementerian-koordinator-bidang-perekonomian")),
    Page("employers", at("employers")),
    Page("credits", at("credits")),
    Page("personal-data", at("personal-data")),
    Page("open-data", at("open-data")),
    Page("not-found", lambda _scene: "/tidak-ada/", status=404),
)
ACCOUNT = (
    Page("login", at("account_login")),
    Page("password-reset", at("account_reset_password")),
    Page("signup-closed", at("account_signup")),
    Page("logout", at("account_logout"), person="auditor"),
    Page("password-change", at("account_change_password"), person="auditor"),
    Page("mfa", at("mfa_index"), person="auditor"),
    Page("sessions", at("usersessions_list"), person="auditor"),
    Page("letters", at("letters"), person="petugas"),
    Page("address", at("account_email"), person="auditor"),
    Page("news", at("news"), person="petugas.lotim"),
    Page("news-verifier", at("news"), person="verifikator"),
    Page("news-choice", at("news-choice"), person="petugas"),
)


def result(name: str, code: str, *more: str) -> Callable[[Scene], str]:
    """Return where a page of a category's public result is."""

    def address(scene: Scene) -> str:
        category = scene.categories[code]
        return reverse(name, args=[category.edition.code, category.code, *more])

    return address


def entry_page(name: str, code: str, region_code: str, *before: str) -> Callable[[Scene], str]:
    return lambda scene: result(name, code, *before, str(entry(scene, code, region_code).public_id))(scene)


def comparison(scene: Scene) -> str:
    names = ("a", "b")
    pair = [entry(scene, "kabkota-ntb", region_code).public_id for region_code in ("52.03", "52.01")]
    return f"{result('compare', 'kabkota-ntb')(scene)}?{urlencode(dict(zip(names, pair, strict=True)))}"


def entry(scene: Scene, code: str, region_code: str) -> Entry:
    return Entry.objects.get(category=scene.categories[code], region_code=region_code)


def submission_page(name: str, code: str, region_code: str, *more: str) -> Callable[[Scene], str]:
    def address(scene: Scene) -> str:
        found = Submission.objects.get(entry=entry(scene, code, region_code))
        return reverse(name, args=[found.public_id, *more])

    return address


def run_page(name: str) -> Callable[[Scene], str]:
    def address(scene: Scene) -> str:
        run = ScoreRun.objects.get(category=scene.categories["kementerian"])
        return reverse(name, args=[run.public_id])

    return address


def job_page(_scene: Scene) -> str:
    return reverse("job", args=[Job.objects.order_by("created_at", "pk").last().pk])


def jury_page(name: str, code: str, region_code: str = "") -> Callable[[Scene], str]:
    def address(scene: Scene) -> str:
        panel = Panel.objects.get(category=scene.categories[code])
        more = [entry(scene, code, region_code).public_id] if region_code else []
        return reverse(f"admin:{name}", args=[panel.pk, *more])

    return address


def replacement(scene: Scene) -> str:
    panel = Panel.objects.get(category=scene.categories["kabkota-ntb"])
    return reverse("admin:jury_replace", args=[panel.pk, panel.jurors.order_by("pk").last().pk])


def certificate_page(_scene: Scene) -> str:
    return reverse("certificate-answer", args=[Certificate.objects.order_by("number")[0].code])


RESULTS = (
    Page("editions", at("editions")),
    Page("edition", lambda scene: reverse("edition", args=[scene.categories["provinsi"].edition.code])),
    Page("ranking-provinces", result("ranking", "provinsi")),
    Page("ranking-regencies", result("ranking", "kabkota-ntb")),
    Page("ranking-not-yet", result("ranking", "kementerian"), status=404),
    Page("explanation-province", entry_page("entry-score", "provinsi", "64")),
    Page("explanation-regency", entry_page("entry-score", "kabkota-ntb", "52.03")),
    Page("comparison", comparison),
    Page("numbered-ranking", result("numbered-ranking", "kabkota-ntb", "1")),
    Page("numbered-explanation", entry_page("numbered-entry-score", "kabkota-ntb", "52.03", "1")),
    Page("numbered-comparison", result("numbered-compare", "kabkota-ntb", "1")),
    Page("numbered-rulebook", result("numbered-rulebook", "kabkota-ntb", "1")),
    Page("rulebook", result("rulebook", "kabkota-ntb")),
    Page("method", at("method")),
    Page("ten-minutes", at("ten-minutes")),
    Page("press-book", lambda scene: reverse("press-book", args=[scene.extras.press_token])),
    Page("certificate-check", at("certificate-check")),
    Page("certificate-answer", certificate_page),
    Page("certificate-forged", at("certificate-answer", "2222222222222222")),
    Page("run", run_page("run"), person="panitia"),
    Page("run-robustness", run_page("run-robustness"), person="panitia"),
    Page("trials", at("what-ifs"), person="panitia"),
    Page("run-rulebook", run_page("run-rulebook"), person="auditor"),
    Page("job", job_page, person="panitia"),
)
ENTRANT = (
    Page("submissions", at("submissions"), person="petugas"),
    Page("submission", submission_page("submission", "kabkota-bali", "51.03"), person="petugas"),
    Page(
        "submission-eligibility",
        lambda scene: reverse("submission-eligibility", args=[entry(scene, "kabkota-bali", "51.03").public_id]),
        person="petugas",
    ),
    Page("submission-send", submission_page("submission-send", "kabkota-bali", "51.03"), person="petugas"),
    Page("submission-sent", submission_page("submission", "kabkota-ntb", "52.03"), person="petugas.lotim"),
    Page("submission-receipt", submission_page("submission-receipt", "kabkota-ntb", "52.03"), person="petugas.lotim"),
    Page("submission-strange", submission_page("submission", "kabkota-ntb", "52.03"), person="petugas", status=404),
)
VERIFIER = (
    Page("verification", at("verification"), person="verifikator"),
    Page("verification-half", at("verification"), person="verifikator.bali"),
    Page("verification-case", submission_page("verification-case", "kabkota-ntb", "52.03"), person="verifikator"),
)


def board_page(name: str, query: str = "", code: str = "kabkota-bali") -> Callable[[Scene], str]:
    return lambda scene: reverse(f"admin:{name}", args=[scene.categories[code].pk]) + query


def mailing_page(_scene: Scene) -> str:
    return reverse("admin:progress_mailing", args=[Mailing.objects.order_by("pk").first().key])


PROGRESS = (
    Page("progress", at("admin:progress"), person="panitia"),
    Page("progress-regencies", board_page("progress_board"), person="panitia"),
    Page("progress-provinces", board_page("progress_board", code="provinsi"), person="panitia"),
    Page("progress-own-province", board_page("progress_board", code="kabkota-ntb"), person="sekretariat"),
    Page("progress-verifiers", board_page("progress_verifiers"), person="auditor"),
    Page("progress-write", board_page("progress_write", "?tahap=belum-masuk"), person="panitia"),
    Page("progress-mailing", mailing_page, person="panitia"),
    Page("progress-other-province", board_page("progress_board"), person="sekretariat", status=404),
)
JURY = (
    Page("jury-start", at("admin:jury_start"), person="juri"),
    Page("jury-profile", at("admin:jury_profile"), person="juri"),
    Page("jury-declare", jury_page("jury_declare", "kabkota-bali"), person="juri"),
    Page("jury-entries", jury_page("jury_entries", "kabkota-ntb"), person="juri"),
    Page("jury-score", jury_page("jury_score", "kabkota-ntb", "52.03"), person="juri"),
    Page("jury-confirm", jury_page("jury_confirm", "kabkota-ntb", "52.03"), person="juri"),
    Page("jury-confirm-all", jury_page("jury_confirm_all", "kabkota-ntb"), person="juri"),
    Page("jury-flag", jury_page("jury_flag", "kabkota-ntb", "52.03"), person="juri"),
    Page("jury-recuse", jury_page("jury_recuse", "kabkota-ntb", "52.03"), person="juri"),
    Page("jury-after", jury_page("jury_after", "kabkota-ntb", "52.03"), person="juri"),
    Page("jury-overview", jury_page("jury_overview", "kabkota-ntb"), person="juri"),
    Page("jury-members", jury_page("jury_members", "kabkota-ntb"), person="sekretariat"),
    Page("jury-replace", replacement, person="sekretariat"),
    Page("jury-slot", jury_page("jury_slot", "kabkota-ntb", "52.03"), person="sekretariat"),
    Page("jury-agreement", jury_page("jury_agreement", "kabkota-ntb"), person="juri"),
    Page("jury-conflicts", jury_page("jury_conflicts", "kabkota-ntb"), person="juri"),
    Page("jury-flags", jury_page("jury_flags", "kabkota-ntb"), person="sekretariat"),
    Page("jury-close", jury_page("jury_close", "kabkota-ntb"), person="juri"),
    Page("jury-queue", jury_page("jury_queue", "kabkota-ntb"), person="juri"),
    Page("jury-plan", jury_page("jury_plan", "kabkota-ntb"), person="sekretariat"),
    Page("jury-schedule", jury_page("jury_schedule", "kabkota-ntb"), person="juri"),
    Page("jury-session", jury_page("jury_session", "kabkota-ntb", "52.03"), person="sekretariat"),
    Page("jury-paper", jury_page("jury_paper", "kabkota-ntb", "52.03"), person="juri"),
    Page("jury-typing", jury_page("jury_typing", "kabkota-ntb"), person="sekretariat"),
    Page("jury-plenary", jury_page("jury_plenary", "kabkota-ntb"), person="juri"),
    Page("jury-control", jury_page("jury_control", "kabkota-ntb"), person="sekretariat"),
    Page("jury-wall", jury_page("jury_wall", "kabkota-ntb"), person="sekretariat"),
)


def run_entry(scene: Scene) -> str:
    run = ScoreRun.objects.get(category=scene.categories["kementerian"])
    return reverse("run-entry", args=[run.public_id, run.scores.order_by("rank", "pk").first().entry.public_id])


def run_comparison(scene: Scene) -> str:
    run = ScoreRun.objects.get(category=scene.categories["kementerian"])
    pair = [score.entry.public_id for score in run.scores.order_by("rank", "pk")[:2]]
    return f"{reverse('run-compare', args=[run.public_id])}?{urlencode(dict(zip('ab', pair, strict=True)))}"


def trial_page(name: str) -> Callable[[Scene], str]:
    return lambda scene: reverse(name, args=[scene.extras.trial.pk])


def steering_run(scene: Scene) -> str:
    return reverse("admin:steering_run", args=[scene.categories["kementerian"].runs.get().public_id])


def steering_publication(scene: Scene) -> str:
    found = Publication.objects.get(category=scene.categories["provinsi"])
    return reverse("admin:steering_publication", args=[found.public_id])


def papers_press(scene: Scene) -> str:
    return reverse("admin:papers_press", args=[scene.categories["provinsi"].edition_id])


def papers_certificates(scene: Scene) -> str:
    found = Publication.objects.get(category=scene.categories["provinsi"])
    return reverse("admin:papers_certificates", args=[found.public_id])


def answer_to_verify(scene: Scene) -> str:
    found = Submission.objects.get(entry=entry(scene, "kabkota-ntb", "52.03"))
    return reverse("verification-answer", args=[found.public_id, found.answers.order_by("pk").first().question])


def card_page(scene: Scene) -> str:
    card = Scorecard.objects.filter(juror__panel__category=scene.categories["kabkota-ntb"]).order_by("pk").first()
    return reverse("admin:jury_card", args=[card.juror.panel_id, card.pk])


def import_row(scene: Scene) -> str:
    upload = scene.extras.upload
    return reverse("import-row", args=[upload.pk, upload.problems.order_by("line").first().line])


WORK = (
    Page("desk", at("desk"), person="panitia"),
    Page("steering", at("admin:steering"), person="panitia"),
    Page("steering-category", board_page("steering_category", code="kementerian"), person="panitia"),
    Page("steering-run", steering_run, person="panitia"),
    Page("steering-publication", steering_publication, person="panitia"),
    Page("papers-certificates", papers_certificates, person="panitia"),
    Page("papers-press", papers_press, person="panitia"),
    Page("run-entry", run_entry, person="panitia"),
    Page("run-comparison", run_comparison, person="panitia"),
    Page("trial", trial_page("what-if"), person="panitia"),
    Page("trial-rules", trial_page("what-if-rules"), person="panitia"),
    Page("trial-text", trial_page("what-if-text"), person="panitia"),
    Page("imports", at("imports"), person="panitia"),
    Page("import-changes", lambda scene: reverse("import-changes", args=[scene.extras.waiting.pk]), person="panitia"),
    Page("import-waiting", lambda scene: reverse("import", args=[scene.extras.waiting.pk]), person="panitia"),
    Page("import-faulty", lambda scene: reverse("import", args=[scene.extras.upload.pk]), person="panitia"),
    Page("import-row", import_row, person="panitia"),
    Page("import-template", at("import-template", "pekerja-rentan"), person="panitia"),
    Page(
        "submission-section",
        submission_page("submission-section", "kabkota-bali", "51.03", "pekerja-rentan"),
        person="petugas",
    ),
    Page("submission-workbook", submission_page("submission-workbook", "kabkota-bali", "51.03"), person="petugas"),
    Page("submission-people", submission_page("submission-people", "kabkota-bali", "51.03"), person="petugas"),
    Page("submission-results", submission_page("submission-results", "kabkota-ntb", "52.03"), person="petugas.lotim"),
    Page("feedback", submission_page("feedback", "kabkota-ntb", "52.03"), person="petugas.lotim"),
    Page("feedback-early", submission_page("feedback", "kabkota-bali", "51.03"), person="petugas"),
    Page("invitation", lambda scene: reverse("invitation", args=[scene.extras.token])),
    Page("verification-answer", answer_to_verify, person="verifikator"),
    Page(
        "verification-reading",
        lambda scene: reverse("verification-reading", args=[scene.extras.reading.pk]),
        person="verifikator.bali",
    ),
    Page(
        "verification-objection",
        lambda scene: reverse("verification-objection", args=[scene.extras.objection.pk]),
        person="verifikator",
    ),
    Page(
        "user-password",
        lambda scene: reverse("admin:auth_user_password_change", args=[scene.people["petugas"].pk]),
        person="panitia",
    ),
    Page(
        "person-data",
        lambda scene: reverse("admin:person_data", args=[scene.people["petugas"].pk]),
        person="panitia",
    ),
    Page("jury-card", card_page, person="sekretariat"),
    Page("jury-discussion", jury_page("jury_discuss", "kabkota-ntb", "52.03"), person="juri"),
    Page("mfa-set-up", at("mfa_activate_totp"), person="auditor"),
    Page("mail-address", at("account_email"), person="auditor"),
    Page("password-reset-sent", at("account_reset_password_done")),
    Page("password-reset-done", at("account_reset_password_from_key_done")),
    Page("mail-unconfirmed", at("account_email_verification_sent")),
    Page("account-inactive", at("account_inactive")),
    Page("reauthenticate", at("account_reauthenticate"), person="auditor"),
)


def studio_page(name: str) -> Callable[[Scene], str]:
    return lambda scene: reverse(f"admin:{name}", args=[scene.categories["kabkota-bali"].edition_id])


def draft_page(name: str, *more: str) -> Callable[[Scene], str]:
    """Where the draft is edited that stands beside the sealed rules of the provinces."""
    return lambda scene: reverse(f"admin:{name}", args=[scene.extras.draft.pk, *more])


STUDIO = (
    Page("studio-rulebook", draft_page("studio_rulebook"), person="panitia"),
    Page("studio-criterion", draft_page("studio_criterion", "coverage"), person="panitia"),
    Page("studio-criterion-node", draft_page("studio_criterion", "segments"), person="panitia"),
    Page("studio-gate-new", draft_page("studio_gate_new"), person="panitia"),
    Page("studio-gate", draft_page("studio_gate", "contoh"), person="panitia"),
    Page("studio-conditions", draft_page("studio_conditions", "coverage"), person="panitia"),
    Page("studio-case-new", draft_page("studio_case_new"), person="panitia"),
    Page("studio-case", draft_page("studio_case", "1"), person="panitia"),
    Page("studio-rulebook-history", draft_page("studio_rulebook_history"), person="panitia"),
    Page("studio", at("admin:studio"), person="panitia"),
    Page("studio-begin", at("admin:studio_begin"), person="panitia"),
    Page("studio-edition", studio_page("studio_edition"), person="panitia"),
    Page("studio-calendar", studio_page("studio_calendar"), person="panitia"),
    Page("studio-open", studio_page("studio_open"), person="panitia"),
)


def evening(name: str, *more: str) -> Callable[[Scene], str]:
    return lambda scene: reverse(f"admin:{name}", args=[scene.extras.ceremony.pk, *more])


def evening_item(name: str) -> Callable[[Scene], str]:
    return lambda scene: reverse(
        f"admin:{name}", args=[scene.extras.ceremony.pk, scene.extras.ceremony.items.order_by("position").first().pk]
    )


def evening_winner(name: str, place: int = 0) -> Callable[[Scene], str]:
    def address(scene: Scene) -> str:
        rows = CeremonyWinner.objects.filter(item__ceremony=scene.extras.ceremony).order_by("pk")
        return reverse(f"admin:{name}", args=[scene.extras.ceremony.pk, rows[place].pk])

    return address


def stage(name: str, *more: str) -> Callable[[Scene], str]:
    return lambda scene: reverse(f"admin:{name}", args=[scene.extras.show.key, *more])


def hall(name: str) -> Callable[[Scene], str]:
    return lambda scene: reverse(name, args=[hall_token(scene.extras.show)])


CEREMONY = (
    Page("ceremonies", at("admin:ceremonies"), person="panitia"),
    Page(
        "ceremony-begin",
        lambda scene: reverse(
            "admin:ceremony_begin", args=[Publication.objects.get(category=scene.categories["provinsi"]).public_id]
        ),
        person="panitia",
    ),
    Page("ceremony-sheet", evening("ceremony_sheet"), person="panitia"),
    Page("ceremony-evening", evening("ceremony_evening"), person="panitia"),
    Page("ceremony-item", evening_item("ceremony_item"), person="panitia"),
    Page("ceremony-winner", evening_winner("ceremony_winner"), person="panitia"),
    Page("ceremony-print", evening("ceremony_print", "1", "kepala-panggung"), person="panitia"),
    Page("ceremony-labels", evening("ceremony_labels"), person="panitia"),
    Page("ceremony-envelopes", evening("ceremony_envelopes"), person="panitia"),
    Page("ceremony-deck", stage("ceremony_deck"), person="panitia"),
    Page("ceremony-rehearsal-print", stage("ceremony_rehearsal_print", "pembawa-acara"), person="panitia"),
    Page("ceremony-rehearsal-labels", stage("ceremony_rehearsal_labels"), person="panitia"),
    Page("ceremony-rehearsal-envelopes", stage("ceremony_rehearsal_envelopes"), person="panitia"),
    Page("ceremony-hall", hall("ceremony-hall")),
)
PAGES = (*PUBLIC, *ACCOUNT, *RESULTS, *ENTRANT, *VERIFIER, *PROGRESS, *JURY, *WORK, *STUDIO, *CEREMONY)

STAFF = frozenset({"organiser", "auditor", "secretariat", "other_secretariat", "chair", "juror", "other_juror"})
VERIFIERS, OWN_VERIFIER = frozenset({"verifier", "other_verifier"}), frozenset({"verifier"})
BADUNG, LOTIM = frozenset({"other_entrant"}), frozenset({"entrant"})
ALL = STAFF | VERIFIERS | BADUNG | LOTIM | {"stranger", "nobody"}
SIGNED_IN = ALL - {"nobody"}
NONE: frozenset[str] = frozenset()
STEWARDS = frozenset({"organiser", "auditor"})
OVERSEERS = STEWARDS | {"secretariat", "other_secretariat"}
ORGANISER = frozenset({"organiser"})
LEADS = frozenset({"organiser", "secretariat"})
SEATED = frozenset({"chair", "juror"})
TEAM = STEWARDS | {"secretariat", "chair"}

# Every page above by its name, under the roles that get it; whoever is not named is refused (the permission matrix).
PAGES_OPEN_TO = {
    ALL: """
        home regions regions-none-found regions-regencies region-province region-regency ministries ministry employers
        credits password-reset editions edition ranking-provinces ranking-regencies explanation-province
        explanation-regency comparison numbered-ranking numbered-explanation numbered-comparison numbered-rulebook
        rulebook method ten-minutes press-book certificate-check certificate-answer certificate-forged invitation
        password-reset-sent password-reset-done personal-data mail-unconfirmed account-inactive ceremony-hall
        open-data
    """,
    NONE: "not-found ranking-not-yet jury-after",  # every card is confirmed: the last leads the jurors on
    frozenset({"nobody"}): "login signup-closed",
    SIGNED_IN: "logout mfa sessions letters address mail-address news news-verifier news-choice",
    OVERSEERS: "progress progress-provinces imports",
    OVERSEERS | {"entrant", "other_entrant"}: "submissions",
    OVERSEERS - {"auditor"}: "import-template ceremonies",
    STEWARDS: """
        run run-robustness run-rulebook job progress-regencies progress-verifiers progress-other-province
        steering-category steering-run steering-publication papers-certificates papers-press
        run-entry run-comparison import-faulty
        import-changes import-waiting studio studio-edition studio-calendar studio-open
        studio-rulebook studio-criterion studio-criterion-node studio-rulebook-history
    """,
    STEWARDS | {"secretariat"}: "progress-own-province jury-flags",
    STEWARDS | LOTIM | {"secretariat"}: """
        submission-sent submission-receipt submission-strange submission-results feedback
    """,
    STEWARDS | BADUNG: "submission submission-section feedback-early",
    ORGANISER: """
        trials trial trial-rules trial-text progress-write progress-mailing user-password person-data studio-begin
        import-row ceremony-begin ceremony-sheet ceremony-evening ceremony-item ceremony-winner ceremony-print
        ceremony-labels ceremony-envelopes ceremony-deck ceremony-rehearsal-print ceremony-rehearsal-labels
        ceremony-rehearsal-envelopes studio-case studio-case-new studio-gate studio-gate-new studio-conditions
    """,
    LEADS | {"chair"}: "jury-control jury-wall",
    LEADS: "jury-replace jury-slot jury-plan jury-session jury-typing",
    TEAM: "jury-overview jury-members jury-agreement jury-conflicts jury-close jury-queue jury-card",
    TEAM | {"juror"}: "jury-schedule jury-paper jury-plenary jury-discussion",
    SEATED: "jury-profile jury-declare jury-entries jury-score jury-confirm jury-confirm-all jury-flag jury-recuse",
    STAFF: "jury-start steering",
    BADUNG: "submission-eligibility submission-send submission-workbook submission-people",
    VERIFIERS: "verification verification-half",
    frozenset({"other_verifier"}): "verification-reading",
    OWN_VERIFIER: "verification-case verification-answer verification-objection",
}
