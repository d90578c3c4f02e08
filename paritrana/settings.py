"""The only settings module. Everything that differs between machines comes from the environment (.env.example)."""

import os
from pathlib import Path
from typing import Any

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

from paritrana.lib.client_address import networks
from paritrana.logs import logging_config

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env", overwrite=False)
# A setting left empty (`MFA_REQUIRED_FOR_STAFF=`) is an absent one: its default holds, never nought, no or an error.
env.ENVIRON = {name: value for name, value in os.environ.items() if value.strip()}

DEBUG = env.bool("DEBUG", default=False)
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

# Without a key of its own the embedded set-up makes one beside its database and keeps it there.
SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    _key_file = VAR_DIR / "secret_key"
    if not _key_file.exists():
        import secrets

        _key_file.write_text(secrets.token_urlsafe(64), encoding="ascii")
        _key_file.chmod(0o600)
    SECRET_KEY = _key_file.read_text(encoding="ascii").strip()

# The loopback address stays allowed: the container asks itself whether it is healthy.
ALLOWED_HOSTS = [*env.list("ALLOWED_HOSTS", default=["localhost", "[::1]", "testserver"]), "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",  # the site itself is ours
    "unfold.contrib.filters",
    "unfold.contrib.simple_history",
    "paritrana.apps.PanelConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "crispy_forms",
    "crispy_bootstrap5",
    "bootstrap",
    "django_htmx",
    "django_prometheus",
    "django_structlog",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "health_check",
    "knox",
    "rest_framework",
    "simple_history",
    "paritrana.accounts",
    "paritrana.audit",
    "paritrana.backup",
    "paritrana.jobs",
    "paritrana.mail",
    "paritrana.uploads",
    "paritrana.watch",
    "paritrana.pages",
    "regions",
    "ministries",
    "employers",
    "awards",
]

MIDDLEWARE = [
    "paritrana.middleware.ClientAddressMiddleware",
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "paritrana.middleware.AbsurdValueMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "paritrana.pages.middleware.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "paritrana.middleware.BodyLimitMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "paritrana.middleware.AdminContentSecurityPolicyMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "paritrana.accounts.middleware.IdleSessionMiddleware",
    "paritrana.accounts.middleware.SecondFactorMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "paritrana.accounts.middleware.OwnPagesMiddleware",
    "paritrana.accounts.middleware.UnreadableFactorMiddleware",
    "paritrana.middleware.BrokenPromiseMiddleware",
    "awards.rulebooks.middleware.TamperedRulebookMiddleware",
    "axes.middleware.AxesMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "paritrana.urls"
WSGI_APPLICATION = "paritrana.wsgi.application"
ASGI_APPLICATION = "paritrana.asgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# Data ---------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'paritrana.sqlite3'}")}
DATABASES["default"].setdefault("OPTIONS", {})
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"].update(
        {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        }
    )
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    CACHES: dict[str, Any] = {
        "default": {
            "BACKEND": "paritrana.cache.SharedCache",
            "LOCATION": env.str("CACHE_URL", default=REDIS_URL),
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
        }
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": VAR_DIR / "cache",
        }
    }

# Background work ----------------------------------------------------------------------------------------------
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "Asia/Jakarta"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "sweep-jobs": {"task": "paritrana.jobs.tasks.sweep_jobs", "schedule": 5.0, "options": {"expires": 10}},
    "watch-deadlines": {
        "task": "awards.submissions.tasks.deadlines.watch_deadlines",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "watch-scans": {
        "task": "awards.submissions.tasks.evidence.watch_scans",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "purge-uploads": {
        "task": "paritrana.uploads.tasks.purge_old_uploads",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "watch-outbox": {"task": "paritrana.mail.tasks.watch_outbox", "schedule": 20.0, "options": {"expires": 20}},
    "watch-mailbox": {"task": "paritrana.mail.tasks.watch_mailbox", "schedule": 300.0, "options": {"expires": 300}},
    "remind": {
        "task": "awards.submissions.tasks.reminders.watch_reminders",
        "schedule": 1800.0,
        "options": {"expires": 1800},
    },
    "prove-publications": {
        "task": "awards.publication.tasks.watch_proof",
        "schedule": crontab(hour=2, minute=30),
        "options": {"expires": 6 * 3600},
    },
    "watch": {"task": "paritrana.watch.tasks.watch", "schedule": 60.0, "options": {"expires": 60}},
    "back-up": {
        "task": "paritrana.backup.tasks.watch_backup",
        "schedule": crontab(minute=5),
        "options": {"expires": 1800},
    },
    "forget-sign-ins": {
        "task": "paritrana.accounts.tasks.forget",
        "schedule": crontab(hour=3, minute=15),
        "options": {"expires": 6 * 3600},
    },
    "watch-conflicts": {"task": "awards.jury.tasks.watch_conflicts", "schedule": 60.0, "options": {"expires": 60}},
    "watch-results": {
        "task": "awards.verification.tasks.watch_results",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "watch-news": {"task": "awards.news.tasks.watch_news", "schedule": 60.0, "options": {"expires": 60}},
    "watch-notices": {"task": "awards.jury.tasks.watch_notices", "schedule": 60.0, "options": {"expires": 60}},
}
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
        "visibility_timeout": 7200,
        "unacked_restore_interval": 2,
        "unacked_restore_throttle": 1,
        "socket_connect_timeout": 2,
        "socket_keepalive": True,
    }
else:
    _queue = VAR_DIR / "queue"
    for _folder in ("messages", "processed", "control"):
        (_queue / _folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_URL = "files://localhost/"  # paritrana.jobs.broker
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_queue / "messages"),
        "data_folder_out": str(_queue / "messages"),
        "processed_folder": str(_queue / "processed"),
        "control_folder": str(_queue / "control"),
        "store_processed": True,
        "polling_interval": 0.1,
    }
    CELERY_BEAT_SCHEDULE["prune-processed-messages"] = {
        "task": "paritrana.jobs.tasks.prune_processed_messages",
        "schedule": 600.0,
        "options": {"expires": 600},
    }
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", default=30)
JOB_MAX_ATTEMPTS = env.int("JOB_MAX_ATTEMPTS", default=5)

# Mail ---------------------------------------------------------------------------------------------------------
# Without EMAIL_URL mails become files: nothing leaves a machine by accident.
EMAIL = env.email_url("EMAIL_URL", default="filemail://")
EMAIL_BACKEND = EMAIL["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = EMAIL["EMAIL_HOST"] or "localhost", EMAIL["EMAIL_PORT"] or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL["EMAIL_HOST_USER"] or "", EMAIL["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL.get("EMAIL_USE_TLS", False), EMAIL.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = EMAIL["EMAIL_FILE_PATH"] or str(VAR_DIR / "mail")
# The mailbox of MAIL_FROM, where mail servers answer what did not arrive; empty: nobody reads it.
BOUNCES_URL = env.str("BOUNCES_URL", default="")
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=30)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("MAIL_FROM", default="Paritrana <paritrana@localhost>")
# What the links in mails begin with; a mail is written without a request.
SITE_ADDRESS = env.str("SITE_ADDRESS", default="http://127.0.0.1:8000").rstrip("/")

# People -------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Paritrana: "
ACCOUNT_ADAPTER = "paritrana.accounts.adapters.ClosedAccountAdapter"
# Wrong passwords are counted by axes and wrong codes by paritrana.accounts.code_attempts, both in the database. A whole
# office signs in from one address on the last evening.
ACCOUNT_RATE_LIMITS = {"login_failed": False, "login": "600/m/ip", "reauthenticate": "10/m/user,30/h/user"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "paritrana.accounts.adapters.SealedFactorAdapter"
# What their secrets are encrypted with: the first encrypts, all open, and SECRET_KEY opens too.
FACTOR_KEYS = [key.strip() for key in env.list("FACTOR_KEYS", default=[])]
if any(len(key) < 32 for key in FACTOR_KEYS):
    raise ImproperlyConfigured("FACTOR_KEYS: a key has at least 32 letters; they are parted by commas")
MFA_FORMS = {
    "activate_totp": "paritrana.accounts.code_forms.SealedActivationForm",
    "authenticate": "paritrana.accounts.code_forms.CountedAuthenticateForm",
    "reauthenticate": "paritrana.accounts.code_forms.CountedReauthenticateForm",
}
# Minutes without a page opened or a form sent after which people who steer sign in again.
STAFF_IDLE_MINUTES = env.int("STAFF_IDLE_MINUTES", default=60)
MFA_REQUIRED_FOR_STAFF = env.bool("MFA_REQUIRED_FOR_STAFF", default=True)
# For so many days whoever created an account, gave its role or reset its password or factor does not count beside it
# as a second person.
INDEPENDENCE_DAYS = env.int("INDEPENDENCE_DAYS", default=7)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "paritrana.accounts.lockout.username_of_attempt"
AXES_HANDLER = "paritrana.accounts.trail.CountingHandler"
AXES_CLIENT_IP_CALLABLE = "paritrana.accounts.devices.place_of_attempt"
AXES_FAILURE_LIMIT = "paritrana.accounts.devices.failures_borne"
AXES_COOLOFF_TIME = 0.25
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_HTTP_RESPONSE_CODE = 429

# Whom people write to about their own data (Law 27/2022); the page "Data pribadi" names it. Empty: the organiser.
PRIVACY_CONTACT = env.str("PRIVACY_CONTACT", default="")

# Logs: one JSON object a line, or for people at a console -------------------------------------------------------
LOGGING = logging_config(
    level=env.str("LOG_LEVEL", default="INFO"), formatter=env.str("LOG_FORMAT", default="console" if DEBUG else "json")
)

# Language, time, static files ---------------------------------------------------------------------------------
LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesia")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "bahasa"
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"
        if env.bool("PLAIN_STATIC", default=DEBUG)
        else "paritrana.static_storage.GzipManifestStorage"
    },
}
MEDIA_ROOT = VAR_DIR / "media"  # outside the web root: files are served by views that check who asks
MEDIA_URL = ""
FILE_UPLOAD_PERMISSIONS = 0o600
# On the disk of the uploads: where /tmp is memory, large ones would fill it.
FILE_UPLOAD_TEMP_DIR = VAR_DIR / "temp"
FILE_UPLOAD_TEMP_DIR.mkdir(exist_ok=True)
# Below so much free room where files lie, /health/ says so.
DISK_LEAST_FREE_MB = env.int("DISK_LEAST_FREE_MB", default=500)
# Where hourly backups of database and uploads go, best another disk. Empty: none are made by themselves.
BACKUP_DIR = env.str("BACKUP_DIR", default="")
BACKUP_KEEP_DAYS = env.int("BACKUP_KEEP_DAYS", default=30)

# From when on the watch is red (docs/runbooks.md); 0: not watched here --------------------------------------------
WATCH_JOB_MINUTES = env.int("WATCH_JOB_MINUTES", default=15)
WATCH_FAILED_MAILS = env.int("WATCH_FAILED_MAILS", default=5)
WATCH_DISK_MB = env.int("WATCH_DISK_MB", default=2000)
WATCH_BACKUP_HOURS = env.int("WATCH_BACKUP_HOURS", default=2)
WATCH_CERTIFICATE_DAYS = env.int("WATCH_CERTIFICATE_DAYS", default=14)
WATCH_KEY_DAYS = env.int("WATCH_KEY_DAYS", default=30)
# The site's certificate (PEM), where the watch reads it; empty: the one that SITE_ADDRESS shows.
CERTIFICATE_FILE = env.str("CERTIFICATE_FILE", default="")
# So many days after its first one the signing key is to be changed.
SIGNING_KEY_DAYS = env.int("SIGNING_KEY_DAYS", default=1095)
# Opens /metrics to who sends it (Authorization: Bearer ...). Empty: only this machine and national organisers.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")

# A ClamAV daemon that looks at evidence before it is served: tcp://host:3310 or unix:///path. Empty: none.
CLAMAV_URL = env.str("CLAMAV_URL", default="")
CLAMAV_TIMEOUT_SECONDS = env.float("CLAMAV_TIMEOUT_SECONDS", default=60.0)

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# The admin panel ----------------------------------------------------------------------------------------------
UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "Paritrana",
    "SITE_HEADER": "Paritrana",
    "SITE_SUBHEADER": _("Panel penyelenggara"),
    "SITE_SYMBOL": "workspace_premium",
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("paritrana/mark.svg")},
    ],
    "SITE_URL": "/",
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "STYLES": [lambda request: static("paritrana/panel.css")],
    "SCRIPTS": [lambda request: static("paritrana/panel.js")],
    "DASHBOARD_CALLBACK": "awards.desk.views.dashboard.dashboard",
    "ACCOUNT": {"navigation": "paritrana.panel.account_links"},
    "SIDEBAR": {
        "show_search": True,
        "show_all_applications": False,
        "navigation": "paritrana.panel.sidebar",
    },
    # The green of static/paritrana/tokens.css, from tint to deep, on its paper-coloured greys.
    "COLORS": {
        "primary": {
            "50": "#f1f8f5",
            "100": "#e3f1ea",
            "200": "#b5dcc9",
            "300": "#74bd9c",
            "400": "#4aa683",
            "500": "#2e9270",
            "600": "#0b5d45",
            "700": "#094f3b",
            "800": "#084533",
            "900": "#073d2e",
            "950": "#04261d",
        },
        "base": {
            "50": "#f6f5f0",
            "100": "#eef1ef",
            "200": "#dfe5e2",
            "300": "#c5d0cb",
            "400": "#8fa19b",
            "500": "#5d7270",
            "600": "#4c6163",
            "700": "#34484a",
            "800": "#22383a",
            "900": "#16292b",
            "950": "#0c191b",
        },
    },
}

# Safety -------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}
# Published results are signed (Ed25519, 64 hex digits). The embedded set-up makes a key beside its database.
SIGNING_KEY = env.str("SIGNING_KEY", default="")
SIGNING_KEY_FILE = Path(env.str("SIGNING_KEY_FILE", default=str(VAR_DIR / "signing_key")))
# Addresses or networks of the proxies in front; theirs alone is believed what they say of a client's address.
TRUSTED_PROXIES = networks(env.list("TRUSTED_PROXIES", default=[]))
HTTPS = env.bool("HTTPS", default=False)  # behind a proxy that ends TLS and sets X-Forwarded-Proto itself
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/$", r"^metrics$"]
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SESSION_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "SAMEORIGIN"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

KNOX_TOKEN_MODEL = "knox.AuthToken"  # the library's own; named because migrations ask the settings for it

# API ----------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "paritrana.accounts.tokens.SealedTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticatedOrReadOnly"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
    "PAGE_SIZE": 50,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "NUM_PROXIES": 0,  # REMOTE_ADDR is the client's own
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.AnonRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"anon": env.str("API_ANON_RATE", default="600/hour")},
    "COERCE_DECIMAL_TO_STRING": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Paritrana",
    "VERSION": "1",
    "DESCRIPTION": _("Hasil, aturan, dan angka rujukan untuk dibaca mesin. Yang belum diumumkan tidak ada di sini."),
    "DEFAULT_GENERATOR_CLASS": "awards.api.schema.OneAtATime",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "awards.api.schema.add_error_answers",
        "awards.api.schema.bound_texts",
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}
