"""Django settings, derived from the configuration of the installation."""

from __future__ import annotations

from typing import Any

from csp.constants import NONCE, NONE, SELF, STRICT_DYNAMIC
from django.utils.translation import gettext_lazy as _

from serai.foundation.languages import LANGUAGE_CODES
from serai.project.configuration import database_settings, read_configuration

CONFIGURATION = read_configuration()

BASE_URL = CONFIGURATION.base_url.rstrip("/")
BASE_MAP = CONFIGURATION.base_map
PUBLISHER = CONFIGURATION.publisher
PUBLISHER_IDENTIFIER = CONFIGURATION.publisher_identifier
DEMO = CONFIGURATION.demo
DEBUG = CONFIGURATION.debug
SECRET_KEY = CONFIGURATION.secret_key
ALLOWED_HOSTS = list({CONFIGURATION.host, "127.0.0.1", "localhost"})
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.forms",
    # Before allauth, whose pages it draws anew.
    "serai.foundation.web",
    "allauth",
    "allauth.account",
    "csp",
    "rules",
    "serai.foundation.accounts",
    "serai.foundation.record",
    "serai.foundation.dataset",
    "django_tasks",
    "django_tasks_db",
    "serai.foundation.jobs",
    "serai.foundation.releases",
    "serai.foundation.webhooks",
    "serai.foundation.api",
    "serai.foundation.directory",
    "serai.track.evidence",
    "serai.track.register",
    "serai.track.figures",
    "serai.convene.editions",
    "serai.convene.programme",
    "serai.convene.calls",
    "serai.convene.proceedings",
    "serai.convene.timetable",
    "serai.convene.interpretation",
    "serai.convene.agenda",
    "serai.convene.speakers",
    "serai.publish.site",
    "serai.project",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "serai.foundation.web.compression.CompressionMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "serai.project.urls"
WSGI_APPLICATION = "serai.project.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "serai.foundation.web.context.site",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "serai.foundation.web.templatetags.serai",
                "serai.foundation.web.templatetags.desk",
            ],
        },
    }
]
FORM_RENDERER = "serai.foundation.web.forms.FormRenderer"

DATABASES = {"default": database_settings(CONFIGURATION.database, CONFIGURATION.home)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "serai.foundation.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Serai: "
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "site:after_sign_in"
LOGOUT_REDIRECT_URL = "/"

SESSION_COOKIE_NAME = "serai_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CONFIGURATION.is_https
CSRF_COOKIE_NAME = "serai_csrf"
CSRF_COOKIE_SECURE = CONFIGURATION.is_https
CSRF_FAILURE_VIEW = "serai.foundation.web.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_SSL_REDIRECT = CONFIGURATION.is_https
SECURE_HSTS_SECONDS = 31_536_000 if CONFIGURATION.is_https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = CONFIGURATION.is_https
SECURE_HSTS_PRELOAD = CONFIGURATION.is_https
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIGURATION.is_https else None
X_FRAME_OPTIONS = "DENY"

# No inline script anywhere: scripts are modules from this site that carry the nonce of the page.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [NONCE, STRICT_DYNAMIC],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("zh-hans", _("Chinese")),
    ("fr", _("French")),
    ("ru", _("Russian")),
    ("ar", _("Arabic")),
    ("es", _("Spanish")),
]
assert tuple(code for code, _name in LANGUAGES) == LANGUAGE_CODES
LOCALE_PATHS = [str(CONFIGURATION.package / "locale")]
TIME_ZONE = "UTC"
USE_TZ = True
FORMAT_MODULE_PATH = None

STATIC_URL = "/static/"
STATIC_ROOT = CONFIGURATION.home / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "serai.foundation.web.assets.AssetStorage"},
}
MEDIA_ROOT = CONFIGURATION.home / "media"
# What nobody is handed without a permission: the originals of documents.
PRIVATE_ROOT = CONFIGURATION.home / "private"
# How large one material of a session may be.
MATERIAL_BYTES = CONFIGURATION.material_megabytes * 2**20
EVIDENCE_REVIEWERS = 2 if CONFIGURATION.two_reviewers else 1
# Requests of the API in a minute: of a user with all their tokens, and of an address without one.
API_LIMIT_SIGNED_IN = CONFIGURATION.api_limit_signed_in
API_LIMIT_ANONYMOUS = CONFIGURATION.api_limit
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

DEFAULT_FROM_EMAIL = SERVER_EMAIL = CONFIGURATION.email_from
EMAIL_TIMEOUT = 20
if CONFIGURATION.email:
    globals().update(CONFIGURATION.email_settings())
elif CONFIGURATION.demo:
    # Its people cannot be written to. In the terminal the letters would bury the links to sign in.
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(CONFIGURATION.outbox)
else:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Jobs wait in the database; any queue that a room names is one.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
# How long, in seconds, a worker may not be heard of before another takes up its job (PostgreSQL).
JOB_LEASE = 30.0
# Whether webhooks may lead to this very machine, and without TLS: to try receivers out.
WEBHOOKS_TO_LOOPBACK = DEBUG or DEMO

# How long, in seconds, a process may answer anonymous readers from memory before it looks
# whether something has changed.
REVISION_MAX_AGE = 1.0

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django.request": {"level": "ERROR"}},
}
