"""Every address of the product, and why some are not opened by name in `pages.py`."""

from collections.abc import Iterator

from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver

NO_PAGES = {
    "answers a form or a script": """
        admin:jury_add_conflict admin:jury_attend admin:jury_autosave admin:jury_begin admin:jury_check
        admin:jury_clear
        admin:jury_close_now admin:jury_conclude
        admin:jury_decide admin:jury_decide_card admin:jury_decide_conflict admin:jury_detect
        admin:jury_draw admin:jury_drop_tie admin:jury_excuse admin:jury_finish
        admin:jury_look admin:jury_moderate
        admin:jury_move admin:jury_next admin:jury_note admin:jury_read admin:jury_reply admin:jury_resume
        admin:jury_settle admin:jury_skip admin:jury_stop_looking admin:jury_type admin:progress_call_back
        admin:papers_issue admin:papers_print admin:papers_print_letters admin:papers_press_give
        admin:papers_press_revoke press-agree admin:progress_send admin:person_data_copy admin:person_data_correct
        admin:progress_draw
        admin:person_data_erase admin:steering_apply admin:steering_discard admin:steering_drop
        admin:steering_embargo admin:steering_prepare admin:steering_propose admin:steering_publish
        admin:steering_sign_off admin:steering_withdraw admin:steering_withdraw_prize
        admin:studio_open_drop admin:studio_rulebook_change
        admin:studio_rulebook_sums choose-language
        evidence-begin evidence-change
        evidence-piece icon import-apply import-check import-discard import-leave-out import-mend import-sheet
        import-take-back job-cancel news-open news-read-all objection-lodge objection-remove-file objection-upload
        import-begin import-mend-begin import-piece
        run-robustness-start submission-autosave submission-presence submission-return submission-start
        submission-take-back submission-workbook-begin submission-workbook-piece verification-ask verification-next
        verification-sample
        what-if-compute what-if-delete
        admin:ceremony_add admin:ceremony_approve admin:ceremony_close admin:ceremony_move admin:ceremony_open
        admin:ceremony_press admin:ceremony_rehearse admin:ceremony_remove admin:ceremony_renew admin:ceremony_version
    """,
    "answers data": """
        admin:jury_position admin:jury_wall_step compare-data credits-data edition-data editions-data employers-data
        entry-score-data home-data method-data ministries-data ministry-data numbered-compare-data
        numbered-entry-score-data numbered-ranking-data numbered-rulebook-data personal-data-data ranking-data
        region-data regions-data rulebook-data open-data-data
        catalogue data-package feed sitemap robots
        api-categories api-editions api-entry-score api-national-figures
        api-ranking
        api-region api-regions api-result api-rulebook api-run api-run-inputs api-run-scores api-runs api-schema
        admin:ceremony_deck_now ceremony-picture
        api-token api-tokens ^v1/ health job-status metrics submission-clock submission-standing
    """,
    "sends a file": """
        admin:ceremony_photograph admin:jury_evidence admin:jury_minutes admin:papers_batch admin:papers_certificate
        admin:papers_letters edition-files feedback-file press-book-file
        admin:steering_annex admin:studio_calendar_file evidence evidence-view
        import-changes-file import-rejected
        import-template-file numbered-export objection-letter ranking-export reading-file rulebook-file run-export
        submission-file
        submission-receipt-file submission-workbook-file mfa_download_recovery_codes what-if-export
    """,
    "a door of the theme or the framework": """
        admin:<path:object_id>/ admin:(?P<url>.*)$ admin:app_list admin:autocomplete admin:index admin:jsi18n
        admin:login admin:logout admin:password_change admin:password_change_done admin:search
        admin:view_on_site
    """,
}
# Pages in a moment that the scene cannot hold; each has tests of its own without a browser.
MOMENTS = {
    "account_confirm_email": "wants the link of a mail",
    "account_confirm_login_code": "sign-in by a code is switched off",
    "account_reset_password_from_key": "wants the link of a mail",
    "account_set_password": "for accounts without a password, of which there are none",
    "admin:jury_type_again": "wants a sheet of paper that somebody else has typed; jury-typing shows the same form",
    "admin:jury_inherited": "wants a seat that changed hands; every role is tried in awards/jury/tests/test_cards.py",
    "api-docs": "the page of a package, with its own style sheets",
    "mfa_authenticate": "between password and code",
    "mfa_deactivate_totp": "wants a second factor and a fresh sign-in",
    "mfa_generate_recovery_codes": "wants a second factor and a fresh sign-in",
    "mfa_reauthenticate": "wants a second factor",
    "mfa_view_recovery_codes": "wants a second factor",
}


def reasons() -> dict[str, str]:
    """Return why each address that is not visited by name is not."""
    models = tuple(f"admin:{model._meta.app_label}_{model._meta.model_name}_" for model in admin.site._registry)
    return (
        {name: "walked model by model" for name in names() if name.startswith(models)}
        | {name: reason for reason, listed in NO_PAGES.items() for name in listed.split()}
        | MOMENTS
    )


def names(within: URLResolver | None = None, spaces: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield the name of each address of the URLconf, with its namespace."""
    for pattern in (within or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield ":".join((*spaces, pattern.name or str(pattern.pattern)))
        else:
            yield from names(pattern, (*spaces, *([pattern.namespace] if pattern.namespace else [])))
