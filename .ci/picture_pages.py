"""The pages that pictures are taken of: the name of the address, what fills it in, who opens it, what is done there.

Nothing here knows a module of the product. Keys are looked up in the stored installation as it was made, before this
checkout's migrations, so the statements go on being right whatever the models are called by then.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin
from uuid import UUID

EDITIONS = {"provinsi": "2023-ilustratif", "badan-usaha": "2023-ilustratif", "kementerian": "2023-ilustratif"}
EDITION = "2024-ilustratif"
PASSWORD = "paritrana-demo-2023"  # of everybody in the installation
OWN_BUTTON = "main form [type=submit]"

Step = Callable[[Any], None]  # what is done with Playwright's page


@dataclass(frozen=True)
class Key:
    """A value that the installation knows: the first column of the first row."""

    statement: str
    values: tuple[str, ...] = ()

    def found(self, database: sqlite3.Connection) -> str:
        row = database.execute(self.statement, self.values).fetchone()
        if row is None:
            raise SystemExit(f"The installation has no row for: {self.statement} {self.values}")
        return uuid(row[0]) if isinstance(row[0], str) and len(row[0]) == len(UUID(int=0).hex) else str(row[0])


def uuid(text: str) -> str:
    """Return a UUID as addresses write it; SQLite holds its digits alone."""
    return str(UUID(text))


@dataclass(frozen=True)
class Shot:
    name: str
    address: str
    keys: tuple[str | Key, ...] = ()
    query: str = ""
    person: str = ""
    status: int = 200
    steps: tuple[Step, ...] = ()
    path: str = ""  # instead of an address with a name


def category(code: str) -> Key:
    return Key("SELECT id FROM awards_category WHERE code = ?", (code,))


def entry(code: str, region_code: str) -> Key:
    return Key(
        "SELECT e.public_id FROM awards_entry e JOIN awards_category c ON c.id = e.category_id"
        " WHERE c.code = ? AND e.region_code = ?",
        (code, region_code),
    )


def ranked(code: str, place: int = 0) -> Key:
    return Key(
        "SELECT e.public_id FROM awards_runscore s JOIN awards_entry e ON e.id = s.entry_id"
        " JOIN awards_category c ON c.id = e.category_id"
        " WHERE c.code = ? AND s.rank IS NOT NULL ORDER BY s.run_id DESC, s.rank, e.id LIMIT 1 OFFSET ?",
        (code, str(place)),
    )


def submission(region_code: str) -> Key:
    return Key(
        "SELECT s.public_id FROM awards_submission s JOIN awards_entry e ON e.id = s.entry_id WHERE e.region_code = ?",
        (region_code,),
    )


def panel(code: str) -> Key:
    return Key(
        "SELECT p.id FROM awards_panel p JOIN awards_category c ON c.id = p.category_id WHERE c.code = ?", (code,)
    )


def run(code: str) -> Key:
    return Key(
        "SELECT r.public_id FROM awards_scorerun r JOIN awards_category c ON c.id = r.category_id"
        " WHERE c.code = ? ORDER BY r.id DESC",
        (code,),
    )


def publication(code: str) -> Key:
    return Key(
        "SELECT p.public_id FROM awards_publication p JOIN awards_category c ON c.id = p.category_id"
        " WHERE c.code = ? ORDER BY p.id DESC",
        (code,),
    )


def user(name: str) -> Key:
    return Key("SELECT id FROM accounts_user WHERE username = ?", (name,))


def first(table: str, order: str = "id") -> Key:
    return Key(f"SELECT id FROM {table} ORDER BY {order}")  # noqa: S608 - no value from outside


def write(selector: str, text: str) -> Step:
    return lambda page: page.locator(selector).first.fill(text)


def choose(selector: str, **option: str | int) -> Step:
    return lambda page: page.locator(selector).first.select_option(**option)


def attach(selector: str, name: str, text: str) -> Step:
    file = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    return lambda page: page.locator(selector).first.set_input_files(file)


def press(selector: str = OWN_BUTTON) -> Step:
    def step(page: Any) -> None:
        with page.expect_navigation(wait_until="load"):
            page.locator(selector).first.click()

    return step


def turn_to(address: str) -> Step:
    """Open an address given as seen from the page that is open."""
    return lambda page: page.goto(urljoin(page.url, address), wait_until="load")


def result(name: str, address: str, code: str, *more: str | Key, **options: Any) -> Shot:
    return Shot(name, address, (EDITIONS.get(code, EDITION), code, *more), **options)


def jury(name: str, address: str, code: str, *more: str | Key, person: str, **options: Any) -> Shot:
    return Shot(f"jury-{name}", f"admin:jury_{address}", (panel(code), *more), person=person, **options)


def rows(model: str, *, person: str = "panitia", query: str = "") -> Shot:
    return Shot(f"list-{model}", f"admin:{model}_changelist", person=person, query=query)


def row(model: str, key: Key, *, person: str = "panitia") -> Shot:
    return Shot(f"form-{model}", f"admin:{model}_change", (key,), person=person)


def added(model: str, *, person: str = "panitia") -> Shot:
    return Shot(f"add-{model}", f"admin:{model}_add", person=person)


PUBLIC = (
    Shot("home", "home"),
    Shot("regions", "regions"),
    Shot("regions-regencies", "regions", query="?tingkat=regency&page=3"),
    Shot("regions-none-found", "regions", query="?q=zzz"),
    Shot("region-province", "region", ("52",)),
    Shot("region-regency", "region", ("52.03",)),
    Shot("ministries", "ministries"),
    Shot("ministry", "ministry", ("kementerian-koordinator-bidang-perekonomian",)),
    Shot("employers", "employers"),
    Shot("sources", "credits"),
    Shot("personal-data", "personal-data"),
    Shot("method", "method"),
    Shot("editions", "editions"),
    Shot("edition-2023", "edition", ("2023-ilustratif",)),
    Shot("edition-2024", "edition", ("2024-ilustratif",)),
    result("ranking-provinces", "ranking", "provinsi"),
    result("ranking-employers", "ranking", "badan-usaha"),
    result("ranking-regencies", "ranking", "kabkota-ntb"),
    result("ranking-corrected", "ranking", "kabkota-diy"),
    result("ranking-not-yet", "ranking", "kementerian", status=404),
    result("score-province", "entry-score", "provinsi", entry("provinsi", "64")),
    result("score-employer", "entry-score", "badan-usaha", ranked("badan-usaha")),
    result("score-regency", "entry-score", "kabkota-ntb", entry("kabkota-ntb", "52.03")),
    result("score-jury", "entry-score", "kabkota-diy", entry("kabkota-diy", "34.02")),
    result("compare-empty", "compare", "kabkota-ntb"),
    result("rulebook-provinces", "rulebook", "provinsi"),
    result("rulebook-regencies", "rulebook", "kabkota-ntb"),
    Shot("api-docs", "api-docs"),
    Shot("not-found", "", path="/tidak-ada/", status=404),
)
ACCOUNT = (
    Shot("login", "account_login"),
    Shot(
        "login-refused",
        "account_login",
        steps=(write("[name=login]", "petugas"), write("[name=password]", "bukan-sandi"), press()),
    ),
    Shot("password-reset", "account_reset_password"),
    Shot("signup-closed", "account_signup"),
    Shot("account-inactive", "account_inactive"),
    Shot("logout", "account_logout", person="auditor"),
    Shot("password-change", "account_change_password", person="auditor"),
    Shot("second-factor", "mfa_index", person="auditor"),
    Shot("reauthenticate", "mfa_activate_totp", person="auditor"),
    Shot(
        "second-factor-set-up",
        "mfa_activate_totp",
        person="auditor",
        steps=(write("[name=password]", PASSWORD), press()),
    ),
    Shot("sign-ins", "usersessions_list", person="auditor"),
    Shot("mail-address", "account_email", person="auditor"),
    Shot("letters", "letters", person="petugas"),
    Shot("news", "news", person="petugas.lotim"),
    Shot("news-choice", "news-choice", person="petugas"),
    Shot("forbidden", "imports", person="juri", status=403),
)
ENTRANT = (
    Shot("submissions", "submissions", person="petugas"),
    Shot("submission", "submission", (submission("51.03"),), person="petugas"),
    Shot("submission-eligibility", "submission-eligibility", (entry("kabkota-bali", "51.03"),), person="petugas"),
    Shot("submission-section", "submission-section", (submission("51.03"), "pekerja-rentan"), person="petugas"),
    Shot("submission-register", "submission-section", (submission("51.03"), "regulasi"), person="petugas"),
    Shot("submission-send", "submission-send", (submission("51.03"),), person="petugas"),
    Shot("submission-workbook", "submission-workbook", (submission("51.03"),), person="petugas"),
    Shot("submission-people", "submission-people", (submission("51.03"),), person="petugas"),
    Shot(
        "submission-invited",
        "submission-people",
        (submission("51.03"),),
        person="petugas",
        steps=(write("[name=full_name]", "Ketut Wirawan"), press("main form:has([name=full_name]) [type=submit]")),
    ),
    Shot("submission-sent", "submission", (submission("52.03"),), person="petugas.lotim"),
    Shot("submission-sent-section", "submission-section", (submission("52.03"), "regulasi"), person="petugas.lotim"),
    Shot("submission-receipt", "submission-receipt", (submission("52.03"),), person="petugas.lotim"),
    Shot("submission-results", "submission-results", (submission("52.03"),), person="petugas.lotim"),
    Shot("submission-jury", "submission", (submission("34.02"),), person="petugas.diy"),
    Shot("submission-strange", "submission", (submission("52.03"),), person="petugas", status=404),
)
VERIFIER = (
    Shot("verification", "verification", person="verifikator"),
    Shot("verification-half", "verification", person="verifikator.bali"),
    Shot("verification-jury", "verification", person="verif.diy"),
    Shot("verification-case", "verification-case", (submission("52.03"),), person="verifikator"),
    Shot("verification-case-open", "verification-case", (submission("51.04"),), person="verifikator.bali"),
    Shot("verification-answer", "verification-answer", (submission("52.03"), "peraturan"), person="verifikator"),
    Shot(
        "verification-answer-open",
        "verification-answer",
        (
            submission("51.04"),
            Key(
                "SELECT a.question FROM awards_answer a JOIN awards_submission s ON s.id = a.submission_id"
                " JOIN awards_entry e ON e.id = s.entry_id WHERE e.region_code = '51.04' ORDER BY a.id"
            ),
        ),
        person="verifikator.bali",
    ),
)
DIY, BALI, NTB = "kabkota-diy", "kabkota-bali", "kabkota-ntb"
BANTUL, SLEMAN = entry(DIY, "34.02"), entry(DIY, "34.04")
JURY = (
    Shot("jury-start", "admin:jury_start", person="juri"),
    Shot("jury-profile", "admin:jury_profile", person="prof4"),
    jury("declare", "declare", BALI, person="juri3"),
    jury("entries-open", "entries", BALI, person="juri2"),
    jury("entries-closed", "entries", DIY, person="prof1"),
    jury("score-draft", "score", BALI, entry(BALI, "51.03"), person="juri2"),
    jury("score-confirmed", "score", DIY, SLEMAN, person="prof1"),
    jury("confirm", "confirm", BALI, entry(BALI, "51.03"), person="juri2"),
    jury("flag", "flag", BALI, entry(BALI, "51.03"), person="juri2"),
    jury("recuse", "recuse", BALI, entry(BALI, "51.03"), person="juri2"),
    jury("after", "after", BALI, entry(BALI, "51.06"), person="juri2"),
    jury("discussion", "discuss", DIY, entry(DIY, "34.71"), person="prof1"),
    jury("paper", "paper", BALI, entry(BALI, "51.03"), person="juri2"),
    jury("overview", "overview", DIY, person="prof1"),
    jury("overview-open", "overview", BALI, person="juri"),
    jury("agreement", "agreement", DIY, person="prof1"),
    jury("conflicts", "conflicts", DIY, person="prof1"),
    jury("members", "members", DIY, person="sek.diy"),
    jury(
        "replace",
        "replace",
        DIY,
        Key("SELECT j.id FROM awards_juror j JOIN accounts_user u ON u.id = j.user_id WHERE u.username = 'prof9'"),
        person="sek.diy",
    ),
    jury("flags", "flags", DIY, person="sek.diy"),
    jury("card", "card", DIY, Key("SELECT max(id) FROM awards_scorecard WHERE juror_id = 28"), person="sek.diy"),
    jury("close", "close", BALI, person="juri"),
    jury("closed", "close", DIY, person="prof1"),
    jury("queue", "queue", DIY, person="prof1"),
    jury("plan", "plan", DIY, person="sek.diy"),
    jury("schedule", "schedule", NTB, person="juri"),
    jury("slot", "slot", DIY, SLEMAN, person="sek.diy"),
    jury("session", "session", NTB, entry(NTB, "52.03"), person="sekretariat"),
    jury("typing", "typing", DIY, person="sek.diy"),
    jury("plenary", "plenary", DIY, person="prof1"),
    jury("plenary-none-yet", "plenary", BALI, person="juri"),
)
FAULTY = (
    "kode_wilayah,sumber_dana,awal_periode,akhir_periode,pembilang,penyebut,arti_penyebut,anggaran_rp"
    ",keadaan_per,sumber,sintetis\n"
    "99.99,x,x,x,x,x,x,x,x,x,x\n"
)
TRIAL = (
    choose("[name=category]", index=0),
    write("[name=name]", "Andai cakupan lebih berat"),
    press("form:has([name=name]) [type=submit]"),
)
STEERING = (
    Shot("panel", "admin:index", person="panitia"),
    Shot("panel-secretariat", "admin:index", person="sekretariat"),
    Shot("panel-search", "admin:search", query="?s=peserta", person="panitia"),
    Shot("steering", "admin:steering", person="panitia"),
    Shot("steering-category", "admin:steering_category", (category("kementerian"),), person="panitia"),
    Shot("steering-category-corrected", "admin:steering_category", (category(DIY),), person="panitia"),
    Shot("steering-run-proposed", "admin:steering_run", (run("kementerian"),), person="panitia"),
    Shot("steering-run-difference", "admin:steering_run", (run(DIY),), person="panitia2"),
    Shot("steering-publication", "admin:steering_publication", (publication("provinsi"),), person="panitia"),
    Shot("steering-correction", "admin:steering_publication", (publication(DIY),), person="panitia"),
    Shot("run", "run", (run("kementerian"),), person="panitia"),
    Shot("run-jury", "run", (run(DIY),), person="panitia"),
    Shot("run-entry", "run-entry", (run("kementerian"), ranked("kementerian")), person="panitia"),
    Shot("run-compare", "run-compare", (run("kementerian"),), person="panitia"),
    Shot("run-robustness-none", "run-robustness", (run("kementerian"),), person="panitia"),
    Shot(
        "run-robustness",
        "run-robustness",
        (
            Key(
                "SELECT r.public_id FROM awards_runrobustness b JOIN awards_scorerun r ON r.id = b.run_id ORDER BY b.id"
            ),
        ),
        person="panitia",
    ),
    Shot("run-rulebook", "run-rulebook", (run("kementerian"),), person="auditor"),
    Shot("trials", "what-ifs", person="panitia"),
    Shot("trial-rules", "what-ifs", person="panitia", steps=TRIAL),
    Shot("trial-result", "what-ifs", person="panitia", steps=(*TRIAL, turn_to("../"))),
    Shot("trial-text", "what-ifs", person="panitia", steps=(*TRIAL, turn_to("toml/"))),
    Shot("job", "job", (Key("SELECT id FROM jobs_job WHERE kind = 'robustness'"),), person="panitia"),
    Shot("imports", "imports", person="panitia"),
    Shot("import-template", "import-template", ("pekerja-rentan",), person="panitia"),
    Shot(
        "import-faulty",
        "imports",
        person="panitia",
        steps=(
            choose("[name=kind]", value="pekerja-rentan"),
            attach("[name=file]", "pekerja-rentan.csv", FAULTY),
            press("form:has([name=file]) [type=submit]"),
            press("main a.btn-primary"),  # the check is done; to what it found
        ),
    ),
    Shot("progress", "admin:progress", person="panitia"),
    Shot("progress-board", "admin:progress_board", (category(BALI),), person="panitia"),
    Shot("progress-provinces", "admin:progress_board", (category("provinsi"),), person="panitia"),
    Shot("progress-own-province", "admin:progress_board", (category(NTB),), person="sekretariat"),
    Shot("progress-verifiers", "admin:progress_verifiers", (category(BALI),), person="auditor"),
    Shot("progress-write", "admin:progress_write", (category(BALI),), query="?tahap=belum-masuk", person="panitia"),
    Shot("progress-mailing", "admin:progress_mailing", (Key("SELECT key FROM mail_mailing"),), person="panitia"),
)
LISTS = (
    rows("awards_edition"),
    rows("awards_entry"),
    rows("awards_panel"),
    rows("awards_juror"),
    rows("awards_rulebook"),
    rows("awards_publication"),
    rows("awards_submission"),
    rows("awards_finding", person="sekretariat"),
    rows("regions_region", query="?q=lombok"),
    rows("employers_employer"),
    rows("accounts_user"),
    rows("audit_auditentry", person="auditor"),
    rows("jobs_job"),
)
FORMS = (
    row("awards_category", category(NTB)),
    row("awards_entry", Key("SELECT id FROM awards_entry WHERE region_code = '52.03' AND category_id = 4")),
    row("awards_panel", panel(DIY)),
    row("awards_rulebook", first("awards_rulebook")),
    row("awards_submission", first("awards_submission")),
    row("regions_region", Key("SELECT '52.03'")),
    row("accounts_user", user("petugas")),
    row("audit_auditentry", first("audit_auditentry"), person="auditor"),
    added("awards_edition"),
    added("awards_juror"),
    added("awards_extension"),
    added("accounts_user"),
)
SHOTS = (*PUBLIC, *ACCOUNT, *ENTRANT, *VERIFIER, *JURY, *STEERING, *LISTS, *FORMS)
