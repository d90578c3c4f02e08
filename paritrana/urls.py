"""All addresses. Apps bring their own and are named by string."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from paritrana.accounts.views import OwnAddressesView
from paritrana.monitoring import HealthView, metrics
from paritrana.pages.views import choose_language, desk, icon

# One door: the panel's own sign-in form knows neither the second factor nor the lock-out page.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("panel/", admin.site.urls),
    path("akun/email/", OwnAddressesView.as_view(), name="account_email"),
    path("akun/", include("allauth.urls")),
    path("meja/", desk, name="desk"),
    path("favicon.ico", icon, name="icon"),
    path("bahasa/<slug:language>/", choose_language, name="choose-language"),
    path("pekerjaan/", include("paritrana.jobs.urls")),
    path("surat/", include("paritrana.mail.urls")),
    path("impor/", include("paritrana.imports.urls")),
    path("health/", HealthView.as_view(), name="health"),
    path("metrics", metrics, name="metrics"),
    path("", include("awards.urls")),
]
