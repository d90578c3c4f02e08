"""All addresses. Apps bring their own and are named by string."""

from django.contrib import admin
from django.urls import include, path

from paritrana.accounts.views import OwnAddressesView
from paritrana.monitoring import HealthView, metrics
from paritrana.pages.views import choose_language, desk, icon

handler500 = "paritrana.faults.answer_fault"

urlpatterns = [
    path("panel/", admin.site.urls),
    path("akun/email/", OwnAddressesView.as_view(), name="account_email"),
    path("akun/", include("allauth.urls")),
    path("meja/", desk, name="desk"),
    path("favicon.ico", icon, name="icon"),
    path("bahasa/<slug:language>/", choose_language, name="choose-language"),
    path("pekerjaan/", include("paritrana.jobs.urls")),
    path("surat/", include("paritrana.mail.urls")),
    path("impor/", include("paritrana.uploads.urls")),
    path("health/", HealthView.as_view(), name="health"),
    path("metrics", metrics, name="metrics"),
    path("", include("awards.urls")),
]
