"""Every page, answer, file and move of the product x role: who gets it, and that a refusal changes nothing.

The demo holds each state at once: results that are out (provinces, Nusa Tenggara Barat), a run that only its stewards
know (ministries), a contest in the middle (Bali). Whoever is named in a table gets the page; all others are refused.
`test_permissions_submissions.py` and `views/test_jury_permissions.py` vary the state of one submission and one panel.
"""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from awards.ceremony.papers.models import Certificate, PressPass
from awards.jury.models.assignments import AssignmentPlan
from awards.jury.models.conflicts import Conflict, ConflictState, Tie, TieKind
from awards.jury.models.interviews import PaperSheet
from awards.jury.models.notices import JurorNotice, NoticeKind
from awards.jury.models.panels import Panel
from awards.jury.models.plenary import Moderation, Plenary
from awards.jury.models.scorecards import Flag, Scorecard
from awards.jury.selectors.minutes import NOTHING_TABLED
from awards.jury.services.minutes import write_minutes
from awards.submissions.models.answers import Answer, Submission
from awards.submissions.models.evidence import Evidence
from awards.tests.browser.elsewhere import NO_PAGES
from awards.tests.browser.pages import (
    ALL,
    BADUNG,
    LEADS,
    LOTIM,
    NONE,
    ORGANISER,
    OVERSEERS,
    OWN_VERIFIER,
    PAGES,
    PAGES_OPEN_TO,
    SEATED,
    SIGNED_IN,
    STEWARDS,
    TEAM,
    VERIFIERS,
    entry,
    evening,
    evening_item,
    evening_winner,
    hall,
    stage,
)
from awards.tests.browser.scene import Scene, clear, play
from awards.verification.models import Finding
from paritrana.accounts.models import Role
from paritrana.accounts.tests import factories as accounts
from paritrana.audit.models import AuditEntry
from paritrana.jobs.models import Job

# Once: who may is the same on every database, and the tests of the views ask both.
pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.slow]

Address = Callable[[Scene], str]

# Pages about the own account, whose answer hangs on the account and not on the role.
BOTH = "secretariat and auditor"
OWN_ACCOUNT = frozenset({"password-change", "mfa-set-up", "reauthenticate", "desk"})


def ministries_run(name: str, *more: str) -> Address:
    return lambda scene: reverse(name, args=[scene.categories["kementerian"].runs.get().public_id, *more])


def result_of(name: str, code: str, *more: str) -> Address:
    def address(scene: Scene) -> str:
        category = scene.categories[code]
        return reverse(name, args=[category.edition.code, category.code, *more])

    return address


def badung(name: str, *more: str) -> Address:
    return lambda scene: reverse(name, args=[_submission(scene, "kabkota-bali", "51.03").public_id, *more])


def lotim(name: str, *more: str) -> Address:
    return lambda scene: reverse(name, args=[_submission(scene, "kabkota-ntb", "52.03").public_id, *more])


def _submission(scene: Scene, code: str, region: str) -> Submission:
    return Submission.objects.get(entry=entry(scene, code, region))


def on_finding(name: str) -> Address:
    def address(scene: Scene) -> str:
        found = Finding.objects.filter(answer__submission__entry__region_code="52.03").order_by("-pk").first()
        return reverse(name, args=[found.answer.submission.public_id, found.pk])

    return address


def team(name: str, *more: int) -> Address:
    return lambda scene: reverse(f"admin:{name}", args=[_panel(scene).pk, *more])


def on_card(name: str) -> Address:
    return lambda scene: reverse(
        f"admin:{name}",
        args=[_panel(scene).pk, Scorecard.objects.filter(juror__panel=_panel(scene)).order_by("pk").first().pk],
    )


def on_entry(name: str) -> Address:
    return lambda scene: reverse(
        f"admin:{name}", args=[_panel(scene).pk, entry(scene, "kabkota-ntb", "52.03").public_id]
    )


def on_seat(name: str) -> Address:
    return lambda scene: reverse(
        f"admin:{name}", args=[_panel(scene).pk, _panel(scene).jurors.order_by("pk").last().pk]
    )


def _panel(scene: Scene) -> Panel:
    return Panel.objects.get(category=scene.categories["kabkota-ntb"])


def on_row(name: str, model: type[Model]) -> Address:
    return lambda scene: reverse(f"admin:{name}", args=[_panel(scene).pk, model._default_manager.latest("pk").pk])


def on_notice(_scene: Scene) -> str:
    return reverse("admin:jury_read", args=[JurorNotice.objects.latest("pk").pk])


def on_news(scene: Scene) -> str:
    return reverse("news-open", args=[scene.people["petugas.lotim"].news.latest("pk").pk])


def on_tie(_scene: Scene) -> str:
    return reverse("admin:jury_drop_tie", args=[Tie.objects.latest("pk").pk])


def on_file(name: str) -> Address:
    return lambda scene: reverse(
        f"admin:{name}",
        args=[
            _panel(scene).pk,
            entry(scene, "kabkota-ntb", "52.03").public_id,
            Evidence.objects.latest("pk").public_id,
        ],
    )


def the_file(name: str) -> Address:
    return lambda _scene: reverse(name, args=[Evidence.objects.latest("pk").public_id])


def on_own_file(scene: Scene) -> str:
    return lotim("evidence-change", str(Evidence.objects.latest("pk").public_id))(scene)


def upload(name: str, *more: str) -> Address:
    return lambda scene: reverse(name, args=[scene.extras.upload.pk, *more])


def trial(name: str, *more: str) -> Address:
    return lambda scene: reverse(name, args=[scene.extras.trial.pk, *more])


def job(name: str) -> Address:
    return lambda scene: reverse(name, args=[Job.objects.order_by("created_at", "pk").last().pk])


def studio(name: str) -> Address:
    return lambda scene: reverse(f"admin:{name}", args=[scene.categories["kabkota-bali"].edition_id])


def officer(name: str) -> Address:
    return lambda scene: reverse(f"admin:{name}", args=[scene.people["petugas"].pk])


def draft(name: str, *more: str) -> Address:
    return lambda scene: reverse(f"admin:{name}", args=[scene.extras.draft.pk, *more])


def category(name: str) -> Address:
    return lambda scene: reverse(f"admin:{name}", args=[scene.categories["kementerian"].pk])


def provinces_publication(name: str) -> Address:
    return lambda scene: reverse(f"admin:{name}", args=[scene.categories["provinsi"].publications.get().public_id])


def provinces_certificate(scene: Scene) -> str:
    one = Certificate.objects.order_by("number")[0]
    return reverse("admin:papers_certificate", args=[one.publication.public_id, one.public_id])


def provinces_prize(scene: Scene) -> str:
    found = scene.categories["provinsi"].publications.get()
    return reverse("admin:steering_withdraw_prize", args=[found.public_id, found.prizes.order_by("pk")[0].pk])


def press(name: str) -> Address:
    return lambda scene: reverse(name, args=[scene.extras.press_token])


def press_revoke(_scene: Scene) -> str:
    held = PressPass.objects.order_by("pk")[0]
    return reverse("admin:papers_press_revoke", args=[held.edition_id, held.public_id])


def plain(name: str, *more: str) -> Address:
    return lambda _scene: reverse(name, args=more)


def edition_of(name: str) -> Address:
    return lambda scene: reverse(name, args=[scene.categories["provinsi"].edition.code])


def entry_of(name: str, code: str, *before: str) -> Address:
    def address(scene: Scene) -> str:
        entrant = scene.categories[code].entries.order_by("pk").first()
        return result_of(name, code, *before, str(entrant.public_id))(scene)

    return address


OPEN_FILES = "home regions ministries employers credits personal-data editions method open-data"
# What answers data or sends a file; the public part of the API is for all and has its own tests.
FILES_OPEN_TO: dict[str, tuple[Address, frozenset[str]]] = {
    "admin:ceremony_deck_now": (stage("ceremony_deck_now"), ORGANISER),
    "admin:ceremony_photograph": (evening_winner("ceremony_photograph", 1), ORGANISER),
    "ceremony-picture": (hall("ceremony-picture"), ALL),
    "admin:jury_minutes": (team("jury_minutes", 1), TEAM | {"juror"}),
    "admin:jury_position": (team("jury_position"), TEAM | {"juror"}),
    "admin:jury_wall_step": (team("jury_wall_step"), LEADS | {"chair"}),
    "admin:papers_batch": (provinces_publication("papers_batch"), NONE),  # nobody printed it
    "admin:papers_letters": (provinces_publication("papers_letters"), NONE),  # nobody wrote them
    "edition-files": (lambda scene: reverse("edition-files", args=[scene.categories["provinsi"].edition.code]), ALL),
    "press-book-file": (press("press-book-file"), ALL),  # whoever holds the token
    "feedback-file": (lotim("feedback-file"), STEWARDS | LOTIM | {"secretariat"}),
    "admin:papers_certificate": (provinces_certificate, STEWARDS),
    "admin:steering_annex": (provinces_publication("steering_annex"), STEWARDS),
    "admin:studio_calendar_file": (studio("studio_calendar_file"), STEWARDS),
    "admin:jury_evidence": (on_file("jury_evidence"), SEATED),
    "evidence": (the_file("evidence"), STEWARDS | LOTIM | OWN_VERIFIER | {"secretariat"}),
    "evidence-view": (the_file("evidence-view"), STEWARDS | LOTIM | OWN_VERIFIER | {"secretariat"}),
    "api-editions": (plain("api-editions"), ALL),
    "api-ranking": (result_of("api-ranking", "provinsi"), ALL),
    "api-result": (result_of("api-result", "kementerian"), NONE),
    "api-runs": (plain("api-runs"), SIGNED_IN),
    "api-run": (ministries_run("api-run"), STEWARDS),
    "api-run-inputs": (ministries_run("api-run-inputs"), STEWARDS),
    "api-run-scores": (ministries_run("api-run-scores"), STEWARDS),
    "api-tokens": (plain("api-tokens"), STEWARDS),
    "import-rejected": (upload("import-rejected", "csv"), STEWARDS),
    "import-changes-file": (upload("import-changes-file", "csv"), STEWARDS),
    "import-template-file": (plain("import-template-file", "pekerja-rentan", "csv"), OVERSEERS - {"auditor"}),
    "job-status": (job("job-status"), STEWARDS),
    "ranking-export": (result_of("ranking-export", "kementerian", "csv"), NONE),
    "numbered-export": (result_of("numbered-export", "kementerian", "1", "csv"), NONE),
    "rulebook-file": (result_of("rulebook-file", "provinsi"), ALL),
    "run-export": (ministries_run("run-export", "csv"), STEWARDS),
    **{f"{name}-data": (plain(f"{name}-data"), ALL) for name in OPEN_FILES.split()},
    **{name: (plain(name), ALL) for name in ("catalogue", "data-package", "feed", "sitemap", "robots")},
    "region-data": (plain("region-data", "52"), ALL),
    "ministry-data": (plain("ministry-data", "kementerian-koordinator-bidang-perekonomian"), ALL),
    "edition-data": (edition_of("edition-data"), ALL),
    "ranking-data": (result_of("ranking-data", "kementerian"), NONE),
    "entry-score-data": (entry_of("entry-score-data", "kementerian"), NONE),
    "compare-data": (result_of("compare-data", "kementerian"), NONE),
    "rulebook-data": (result_of("rulebook-data", "provinsi"), ALL),
    "numbered-ranking-data": (result_of("numbered-ranking-data", "kementerian", "1"), NONE),
    "numbered-entry-score-data": (entry_of("numbered-entry-score-data", "kementerian", "1"), NONE),
    "numbered-compare-data": (result_of("numbered-compare-data", "kementerian", "1"), NONE),
    "numbered-rulebook-data": (result_of("numbered-rulebook-data", "kementerian", "1"), NONE),
    "submission-clock": (badung("submission-clock"), STEWARDS | BADUNG),
    "submission-file": (lotim("submission-file"), STEWARDS | LOTIM | {"secretariat"}),
    "submission-receipt-file": (lotim("submission-receipt-file"), STEWARDS | LOTIM | {"secretariat"}),
    "submission-workbook-file": (badung("submission-workbook-file"), STEWARDS | BADUNG),
    "what-if-export": (trial("what-if-export", "csv"), ORGANISER),
}
TEAM_MOVES = """
    jury_add_conflict jury_attend jury_begin jury_clear jury_close_now jury_decide jury_detect jury_draw jury_excuse
    jury_finish jury_move jury_resume jury_type
"""
EVENING_MOVES = """
    ceremony_add ceremony_envelopes ceremony_evening ceremony_move ceremony_open ceremony_rehearse ceremony_renew
    ceremony_version
"""
JUROR_MOVES = "jury_autosave jury_confirm jury_flag jury_note jury_recuse jury_skip"
# What moves something. Those named here may try, and other tests say what then happens; the rest is refused unchanged.
MOVES_LEFT_TO: dict[str, tuple[Address, frozenset[str]]] = {
    **{f"admin:{name}": (team(name), LEADS | {"chair"}) for name in TEAM_MOVES.split()},
    **{f"admin:{name}": (on_entry(name), SEATED) for name in JUROR_MOVES.split()},
    "admin:jury_decide_card": (on_card("jury_decide_card"), LEADS | {"chair"}),
    "admin:jury_moderate": (on_entry("jury_moderate"), LEADS | {"chair"}),
    "admin:jury_conclude": (on_row("jury_conclude", Moderation), LEADS | {"chair"}),
    "admin:jury_decide_conflict": (on_row("jury_decide_conflict", Conflict), LEADS | {"chair"}),
    "admin:jury_drop_tie": (on_tie, SEATED),
    "admin:jury_read": (on_notice, SEATED),
    "admin:jury_check": (on_row("jury_check", PaperSheet), LEADS),
    "admin:jury_reply": (on_row("jury_reply", Flag), LEADS),
    "admin:jury_settle": (on_row("jury_settle", AssignmentPlan), LEADS),
    "admin:jury_look": (on_seat("jury_look"), LEADS),
    "admin:jury_next": (team("jury_next"), SEATED),
    **{f"admin:{name}": (evening(name), ORGANISER) for name in EVENING_MOVES.split()},
    **{f"admin:{name}": (stage(name), ORGANISER) for name in ("ceremony_press", "ceremony_close")},
    "admin:ceremony_item": (evening_item("ceremony_item"), ORGANISER),
    "admin:ceremony_remove": (evening_item("ceremony_remove"), ORGANISER),
    "admin:ceremony_winner": (evening_winner("ceremony_winner"), ORGANISER),
    "admin:ceremony_approve": (evening_winner("ceremony_approve"), ORGANISER),
    "admin:ceremony_begin": (provinces_publication("ceremony_begin"), ORGANISER),
    "admin:person_data_copy": (officer("person_data_copy"), ORGANISER),
    "admin:person_data_correct": (officer("person_data_correct"), ORGANISER),
    "admin:person_data_erase": (officer("person_data_erase"), ORGANISER),
    "admin:studio_begin": (plain("admin:studio_begin"), ORGANISER),
    "admin:studio_calendar": (studio("studio_calendar"), ORGANISER),
    "admin:studio_open": (studio("studio_open"), ORGANISER),
    "admin:studio_rulebook_change": (draft("studio_rulebook_change"), ORGANISER),
    "admin:studio_rulebook_sums": (draft("studio_rulebook_sums"), ORGANISER),
    "admin:studio_criterion": (draft("studio_criterion", "coverage"), ORGANISER),
    "admin:papers_issue": (provinces_publication("papers_issue"), ORGANISER),
    "admin:papers_print": (provinces_publication("papers_print"), ORGANISER),
    "admin:studio_gate": (draft("studio_gate", "contoh"), ORGANISER),
    "admin:studio_gate_new": (draft("studio_gate_new"), ORGANISER),
    "admin:studio_conditions": (draft("studio_conditions", "coverage"), ORGANISER),
    "admin:studio_case": (draft("studio_case", "1"), ORGANISER),
    "admin:studio_case_new": (draft("studio_case_new"), ORGANISER),
    "admin:papers_press_give": (studio("papers_press_give"), ORGANISER),
    "admin:papers_press_revoke": (press_revoke, ORGANISER),
    "press-agree": (press("press-agree"), ALL),
    "admin:papers_print_letters": (provinces_publication("papers_print_letters"), ORGANISER),
    "admin:steering_propose": (category("steering_propose"), ORGANISER),
    "admin:steering_prepare": (category("steering_prepare"), ORGANISER),
    "admin:steering_apply": (ministries_run("admin:steering_apply"), ORGANISER),
    "admin:steering_discard": (ministries_run("admin:steering_discard"), ORGANISER),
    "admin:steering_sign_off": (provinces_publication("steering_sign_off"), ORGANISER),
    "admin:steering_publish": (provinces_publication("steering_publish"), ORGANISER),
    "admin:steering_embargo": (provinces_publication("steering_embargo"), ORGANISER),
    "admin:steering_withdraw_prize": (provinces_prize, ORGANISER),
    "admin:steering_withdraw": (provinces_publication("steering_withdraw"), ORGANISER),
    "news-open": (on_news, LOTIM),
    "news-read-all": (plain("news-read-all"), SIGNED_IN),
    "evidence-begin": (badung("evidence-begin", "innovation"), BADUNG),
    "submission-autosave": (badung("submission-autosave", "sponsored"), BADUNG),
    "submission-workbook-begin": (badung("submission-workbook-begin"), BADUNG),
    "submission-take-back": (badung("submission-take-back"), BADUNG),
    "submission-return": (lotim("submission-return"), ORGANISER | {"secretariat"}),
    "objection-lodge": (on_finding("objection-lodge"), LOTIM),
    "objection-upload": (on_finding("objection-upload"), LOTIM),
    "objection-remove-file": (on_finding("objection-remove-file"), LOTIM),
    "evidence-change": (on_own_file, LOTIM),
    "verification-sample": (plain("verification-sample"), VERIFIERS),
    "admin:progress_draw": (category("progress_draw"), ORGANISER),
    "verification-next": (plain("verification-next"), VERIFIERS),
    "verification-ask": (lotim("verification-ask"), OWN_VERIFIER),
    "import-apply": (upload("import-apply"), ORGANISER),
    "import-begin": (plain("import-begin"), OVERSEERS - {"auditor"}),
    "import-check": (upload("import-check"), ORGANISER),
    "import-discard": (upload("import-discard"), ORGANISER),
    "import-leave-out": (upload("import-leave-out"), ORGANISER),
    "import-mend": (upload("import-mend"), ORGANISER),
    "import-mend-begin": (upload("import-mend-begin"), ORGANISER),
    "import-row": (upload("import-row", 2), ORGANISER),
    "import-sheet": (upload("import-sheet"), ORGANISER),
    "import-take-back": (upload("import-take-back", 2), ORGANISER),
    "job-cancel": (job("job-cancel"), ORGANISER),
    "run-robustness-start": (ministries_run("run-robustness-start"), ORGANISER),
    "what-if-compute": (trial("what-if-compute"), ORGANISER),
    "what-if-delete": (trial("what-if-delete"), ORGANISER),
}
# The same answer to everybody, or one that hangs on the address itself; each is tried in the tests named.
TRIED_ELSEWHERE = {
    "verification/tests/test_samples.py": "reading-file",
    "views/test_jury_seats.py": "admin:jury_stop_looking",
    "publication/tests/test_after_final.py": "admin:steering_drop",
    "studio/tests/test_views.py": "admin:studio_open_drop",
    "views/test_progress.py": "admin:progress_call_back admin:progress_send",
    "test_permissions_submissions.py": "submission-presence submission-standing submission-start",
    "views/test_wrong_input.py": "evidence-piece",
    "employers/tests/test_import_pieces.py": "import-piece",
    "submissions/tests/test_workbook.py": "submission-workbook-piece",
    "views/test_objection_evidence.py": "objection-letter",
    "api/": """
        api-categories api-entry-score api-national-figures api-region api-regions api-rulebook api-schema api-token
        ^v1/
    """,
    "paritrana/": "choose-language health icon metrics mfa_download_recovery_codes",
}
REFUSALS = (302, 403, 404, 405)


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker):
    """Play the demo once, outside any transaction, and leave an empty database behind."""
    with django_db_blocker.unblock():
        yield play()
        clear()


@pytest.fixture
def clients(scene, db) -> dict[str, Client]:
    """One signed-in browser per role."""
    people = {
        "organiser": scene.people["panitia"],
        "auditor": scene.people["auditor"],
        "secretariat": scene.people["sekretariat"],
        "other_secretariat": accounts.secretariat(username="sekretariat-ntt", region_code="53"),
        BOTH: accounts.secretariat(username="sekretariat-dan-auditor", region_code="52"),
        "verifier": scene.people["verifikator"],
        "other_verifier": scene.people["verifikator.bali"],
        "chair": scene.people["juri"],
        "juror": scene.people["juri2"],
        "other_juror": accounts.juror(username="juri-lain"),
        "entrant": scene.people["petugas.lotim"],
        "other_entrant": scene.people["petugas"],
        "stranger": accounts.UserFactory(username="orang-luar"),
    }
    accounts.RoleAssignmentFactory(user=people[BOTH], role=Role.AUDITOR, region_code="")
    opened = {"nobody": Client()}
    for role, user in people.items():
        opened[role] = Client()
        opened[role].force_login(user)
    return opened


@pytest.fixture
def rows(scene, clients) -> None:
    """What a contest gathers and the demo lacks: a question, a discussion, a conflict, a plan, minutes, a file."""
    panel, competing = _panel(scene), entry(scene, "kabkota-ntb", "52.03")
    juror, person, at = panel.jurors.order_by("pk").last(), scene.people["panitia"], timezone.now()
    Flag.objects.create(juror=juror, entry=competing, reason="Halaman 3 kosong.", raised_at=at)
    Moderation.objects.create(
        panel=panel, entry=competing, criterion="materi", originals=[], opened_by=person, opened_at=at
    )
    other = entry(scene, "kabkota-ntb", "52.01")
    Conflict.objects.create(juror=juror, entry=other, reason="Asal.", state=ConflictState.POSSIBLE, created_at=at)
    Tie.objects.create(user=juror.user, kind=TieKind.ORIGIN, region_code="52.01", recorded_by=juror.user)
    PaperSheet.objects.create(juror=juror, entry=other, typed_by=person, typed_at=at)
    JurorNotice.objects.create(juror=juror, kind=NoticeKind.SITTING, created_at=at)
    AssignmentPlan.objects.create(panel=panel, jurors_per_entry=3, load_cap=9, created_at=at, created_by=person)
    Plenary.objects.filter(panel=panel).update(current=other, closed_at=at)
    sitting = Plenary.objects.get(panel=panel)
    write_minutes(plenary=sitting, tabled=NOTHING_TABLED, reason="Uji.", actor=person, at=at)
    answer = Answer.objects.filter(submission__entry=competing, evidence=None).order_by("pk").first()
    Evidence.objects.create(
        answer=answer, file=ContentFile(b"%PDF-1.7", "bukti.pdf"), original_name="bukti.pdf", size=8, sha256="0" * 64,
        content_type="application/pdf", uploaded_at=at, uploaded_by=scene.people["petugas.lotim"],
    )  # fmt: skip


def may(role: str, roles: frozenset[str]) -> bool:
    """Whoever holds two roles reads what either reads; what moves something is left to no reading role."""
    return role in roles or (role == BOTH and not roles.isdisjoint({"secretariat", "auditor"}))


def allowed(table: dict[frozenset[str], str]) -> dict[str, frozenset[str]]:
    return {name: roles for roles, listed in table.items() for name in listed.split()}


def everything() -> dict[str, int]:
    """Count the rows of every table; sessions, sign-ins and looks into drafts are the reader's own."""
    left_out = ("sessions", "axes", "usersessions")
    models = [model for model in apps.get_models() if model._meta.app_label not in left_out]
    counts = {model._meta.label: model._base_manager.count() for model in models}
    counts[AuditEntry._meta.label] -= AuditEntry.objects.filter(action="run.look").count()
    return counts


def test_table_when_counted_then_names_every_page_answer_file_and_move():
    listed = [name for kind, names in NO_PAGES.items() if not kind.startswith("a door") for name in names.split()]
    elsewhere = " ".join(TRIED_ELSEWHERE.values()).split()
    pages = {page.name for page in PAGES}
    moves = [name for name in MOVES_LEFT_TO if name.removeprefix("admin:").replace("_", "-") not in pages]

    assert pages == set(allowed(PAGES_OPEN_TO)) | OWN_ACCOUNT
    assert sorted(listed) == sorted([*FILES_OPEN_TO, *moves, *elsewhere])


def test_pages_when_opened_by_each_role_then_only_those_of_the_table_get_them(scene, clients):
    table = allowed(PAGES_OPEN_TO)

    faults = [
        f"{page.name}: {role} got {status}"
        for page in PAGES
        if page.name in table
        for role, client in clients.items()
        if (status := client.get(page.address(scene)).status_code)
        not in ((200,) if may(role, table[page.name]) else REFUSALS)
    ]

    assert faults == []


def test_files_when_asked_for_by_each_role_then_only_those_of_the_table_get_them(scene, clients, rows):
    faults = [
        f"{name}: {role} got {status}"
        for name, (address, roles) in FILES_OPEN_TO.items()
        for role, client in clients.items()
        if (status := client.get(address(scene)).status_code)
        not in ((200, 202) if may(role, roles) else (*REFUSALS, 401))
    ]

    assert faults == []


def test_moves_when_tried_by_others_then_they_are_refused_and_nothing_changes(scene, clients, rows):
    before = everything()

    faults = [
        f"{name}: {role} got {status}"
        for name, (address, roles) in MOVES_LEFT_TO.items()
        for role in sorted(ALL | {BOTH})
        if not may(role, roles) and (status := clients[role].post(address(scene)).status_code) not in REFUSALS
    ]

    assert faults == []
    assert everything() == before
