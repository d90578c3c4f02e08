"""Every page of the product: its name, who opens it, where it is."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from awards.tests.browser.scene import Scene


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
)
PAGES = (*PUBLIC, *ACCOUNT)
