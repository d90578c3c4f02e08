"""Public, entrant's and API addresses of the award."""

from functools import partial

from django.urls import URLPattern, URLResolver, include, path

from awards.ceremony.papers.views import feedback, press
from awards.news import views as news
from awards.public import bodies, catalogue, credits, following, home, personal_data, places
from awards.public.tables.bodies import ministries_tables
from awards.public.tables.places import regions_tables
from awards.results.views import drafts as runs
from awards.results.views import edition_files, editions, exports, rankings
from awards.results.views.caching import cached_while_published
from awards.runs.views import what_if
from awards.submissions.views import (
    autosave,
    eligibility,
    evidence,
    filling,
    papers,
    people,
    sending,
    standing,
    workbook,
)
from awards.verification.views import desk, objections, queue, results, samples
from paritrana.pages.open_pages import open_files, open_page

# Files of a published result are copied and asked for again as its pages are.
result_files = partial(open_files, wrap=cached_while_published)

# A publication stays at its own address, also after a correction.
NUMBERED: list[URLPattern | URLResolver] = [
    path("", rankings.numbered_ranking, name="numbered-ranking"),
    path("peringkat.<slug:kind>", exports.numbered_export, name="numbered-export"),
    path("peserta/<uuid:public_id>/", rankings.numbered_entry_score, name="numbered-entry-score"),
    *result_files("peserta/<uuid:public_id>", rankings.tables_of_entry, name="numbered-entry-score"),
    path("banding/", rankings.numbered_compare, name="numbered-compare"),
    *result_files("banding", rankings.tables_of_comparison, name="numbered-compare"),
    *open_page("juknis/", editions.numbered_rulebook, editions.tables_of_rulebook, name="numbered-rulebook"),
]
CATEGORY = "edisi/<slug:edition>/<slug:category>"

urlpatterns: list[URLPattern | URLResolver] = [
    *open_page("", home.home, home.tables, name="home", stem="capaian"),
    *open_page("daerah/", places.regions, regions_tables, name="regions"),
    *open_page("daerah/<str:code>/", places.region, places.tables, name="region"),
    *open_page("kementerian/", bodies.ministries, ministries_tables, name="ministries"),
    *open_page("kementerian/<slug:slug>/", bodies.ministry, bodies.tables_of_ministry, name="ministry"),
    *open_page("pemberi-kerja/", bodies.employers, bodies.tables_of_employers, name="employers"),
    *open_page("sumber/", credits.sources, credits.tables, name="credits"),
    *open_page("data/", catalogue.open_data, catalogue.tables, name="open-data"),
    path("data/katalog.jsonld", catalogue.dcat, name="catalogue"),
    path("data/datapackage.json", catalogue.data_package, name="data-package"),
    path("data/pengumuman.atom", following.feed, name="feed"),
    path("sitemap.xml", following.sitemap, name="sitemap"),
    path("robots.txt", following.robots, name="robots"),
    *open_page("data-pribadi/", personal_data.personal_data, personal_data.tables, name="personal-data"),
]

urlpatterns += [
    path("isian/", filling.submission_list, name="submissions"),
    path("isian/mulai/<uuid:public_id>/", filling.start, name="submission-start"),
    path("isian/syarat/<uuid:public_id>/", eligibility.conditions, name="submission-eligibility"),
    path("isian/<uuid:public_id>/", filling.overview, name="submission"),
    path("isian/<uuid:public_id>/kirim/", sending.send, name="submission-send"),
    path("isian/<uuid:public_id>/tanda-terima/", sending.receipt, name="submission-receipt"),
    path("isian/<uuid:public_id>/tarik/", sending.take_back, name="submission-take-back"),
    path("isian/<uuid:public_id>/kembalikan/", sending.give_back, name="submission-return"),
    path("isian/<uuid:public_id>/waktu/", autosave.clock, name="submission-clock"),
    path("isian/<uuid:public_id>/jawaban/<slug:code>/", autosave.save, name="submission-autosave"),
    path("isian/<uuid:public_id>/kemajuan/<slug:code>/", standing.standing, name="submission-standing"),
    path("isian/<uuid:public_id>/hadir/<slug:code>/", autosave.presence, name="submission-presence"),
    path("isian/<uuid:public_id>/unggah/<slug:code>/", evidence.begin, name="evidence-begin"),
    path("isian/<uuid:public_id>/unggah/bagian/<uuid:upload_id>/", evidence.piece, name="evidence-piece"),
    path("isian/<uuid:public_id>/unggah/bagian/lembar/", workbook.begin, name="submission-workbook-begin"),
    path(
        "isian/<uuid:public_id>/unggah/bagian/lembar/<uuid:upload_id>/",
        workbook.piece,
        name="submission-workbook-piece",
    ),
    path("isian/<uuid:public_id>/bukti/<uuid:evidence_id>/", evidence.change, name="evidence-change"),
    path("bukti/<uuid:evidence_id>/", evidence.download, name="evidence"),
    path("bukti/<uuid:evidence_id>/lihat/", evidence.view, name="evidence-view"),
    path("isian/<uuid:public_id>/tanda-terima.pdf", papers.receipt_file, name="submission-receipt-file"),
    path("isian/<uuid:public_id>/isian.pdf", papers.submission_file, name="submission-file"),
    path("isian/<uuid:public_id>/hasil/", results.results, name="submission-results"),
    path("isian/<uuid:public_id>/sanggah/<int:finding_id>/", results.object_to, name="objection-lodge"),
    path("isian/<uuid:public_id>/sanggah/<int:finding_id>/unggah/", results.begin_file, name="objection-upload"),
    path("isian/<uuid:public_id>/sanggah/<int:finding_id>/lepas/", results.remove_file, name="objection-remove-file"),
    path("isian/<uuid:public_id>/sanggah/<int:objection_id>/putusan.pdf", results.letter, name="objection-letter"),
    path("isian/<uuid:public_id>/lembar/", workbook.workbook, name="submission-workbook"),
    path("isian/<uuid:public_id>/isian.xlsx", workbook.download, name="submission-workbook-file"),
    path("isian/<uuid:public_id>/orang/", people.people, name="submission-people"),
    path("undangan/<str:token>/", people.invitation, name="invitation"),
    path("isian/<uuid:public_id>/<slug:code>/", filling.section, name="submission-section"),
    path("kabar/", news.news, name="news"),
    path("kabar/semua-dibaca/", news.read_all, name="news-read-all"),
    path("kabar/surel/", news.choice, name="news-choice"),
    path("kabar/<int:pk>/", news.open_news, name="news-open"),
    path("verifikasi/", desk.desk, name="verification"),
    path("verifikasi/<uuid:public_id>/", desk.case_file, name="verification-case"),
    path("verifikasi/sampel/", samples.take_next, name="verification-sample"),
    path("verifikasi/sampel/<int:reading_id>/", samples.reading_page, name="verification-reading"),
    path("verifikasi/sampel/<int:reading_id>/bukti/<uuid:evidence_id>/", samples.reading_file, name="reading-file"),
    path("verifikasi/berikutnya/", queue.take_next, name="verification-next"),
    path("verifikasi/<uuid:public_id>/tanya/", desk.ask, name="verification-ask"),
    path("verifikasi/<uuid:public_id>/jawaban/<slug:question>/", queue.answer_page, name="verification-answer"),
    path("verifikasi/sanggahan/<int:objection_id>/", objections.objection_page, name="verification-objection"),
]

urlpatterns += [
    path("edisi/<slug:edition>/berkas.zip", edition_files.edition_files, name="edition-files"),
    path("periksa-hasil/", edition_files.ten_minutes, name="ten-minutes"),
    *open_page("edisi/", editions.editions, editions.tables_of_editions, name="editions"),
    *open_page("edisi/<slug:edition>/", editions.edition, editions.tables_of_edition, name="edition"),
    path(f"{CATEGORY}/", rankings.ranking, name="ranking"),
    *result_files(CATEGORY, rankings.tables_of_ranking, name="ranking"),
    path(f"{CATEGORY}/peringkat.<slug:kind>", exports.ranking_export, name="ranking-export"),
    path(f"{CATEGORY}/peserta/<uuid:public_id>/", rankings.entry_score, name="entry-score"),
    *result_files(f"{CATEGORY}/peserta/<uuid:public_id>", rankings.tables_of_entry, name="entry-score"),
    path(f"{CATEGORY}/banding/", rankings.compare, name="compare"),
    *result_files(f"{CATEGORY}/banding", rankings.tables_of_comparison, name="compare"),
    *open_page(f"{CATEGORY}/juknis/", editions.rulebook, editions.tables_of_rulebook, name="rulebook"),
    path(f"{CATEGORY}/juknis.toml", editions.rulebook_file, name="rulebook-file"),
    *result_files(f"{CATEGORY}/pengumuman/<int:number>", rankings.tables_of_ranking, name="numbered-ranking"),
    path(f"{CATEGORY}/pengumuman/<int:number>/", include(NUMBERED)),
    *open_page("cara-memeriksa/", editions.method, editions.tables_of_method, name="method"),
    path("api/", include("awards.api.urls")),
    path("acara/", include("awards.ceremony.urls")),
    path("umpan-balik/<uuid:public_id>/", feedback.feedback, name="feedback"),
    path("umpan-balik/<uuid:public_id>.pdf", feedback.feedback_file, name="feedback-file"),
    path("pers/<str:token>/", press.book, name="press-book"),
    path("pers/<str:token>/setuju/", press.agree, name="press-agree"),
    path("pers/<str:token>/buku.pdf", press.book_file, name="press-book-file"),
    path("piagam/", include("awards.ceremony.papers.urls")),
    path("perhitungan/<uuid:public_id>/", runs.run, name="run"),
    path("perhitungan/<uuid:public_id>/peserta/<uuid:entry_id>/", runs.run_entry, name="run-entry"),
    path("perhitungan/<uuid:public_id>/banding/", runs.run_compare, name="run-compare"),
    path("perhitungan/<uuid:public_id>/ketahanan/", runs.run_robustness, name="run-robustness"),
    path("perhitungan/<uuid:public_id>/ketahanan/uji/", runs.start_robustness, name="run-robustness-start"),
    path("perhitungan/<uuid:public_id>/juknis/", editions.run_rulebook, name="run-rulebook"),
    path("perhitungan/<uuid:public_id>/peringkat.<slug:kind>", exports.run_export, name="run-export"),
]

urlpatterns += [
    path("coba-coba/", what_if.trials, name="what-ifs"),
    path("coba-coba/<uuid:pk>/", what_if.trial, name="what-if"),
    path("coba-coba/<uuid:pk>/aturan/", what_if.dials_page, name="what-if-rules"),
    path("coba-coba/<uuid:pk>/aturan/toml/", what_if.text_page, name="what-if-text"),
    path("coba-coba/<uuid:pk>/hitung/", what_if.compute, name="what-if-compute"),
    path("coba-coba/<uuid:pk>/hapus/", what_if.delete, name="what-if-delete"),
    path("coba-coba/<uuid:pk>/urutan.<slug:kind>", what_if.export, name="what-if-export"),
]
