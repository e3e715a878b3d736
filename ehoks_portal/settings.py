"""Everything is configured from the environment; .env.example lists every variable."""

import datetime as dt
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env", overwrite=False)

# --- What this installation is -------------------------------------------------------------

# DEMO: demo accounts and the test-environment banner. Anything but a demo needs its own SECRET_KEY.
DEMO = env.bool("DEMO", default=False)
# Everybody knows it, so it signs nobody in where DEMO is off, whatever database is there.
DEMO_PASSWORD = "ehoks-demo"
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="demo-only-key-" + "x" * 50) if DEMO or DEBUG else env.str("SECRET_KEY")
if not SECRET_KEY:
    raise environ.ImproperlyConfigured("SECRET_KEY must not be empty.")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"] if DEMO or DEBUG else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
HTTPS = env.bool("HTTPS", default=not (DEMO or DEBUG))

ROOT_URLCONF = "ehoks_portal.urls"
WSGI_APPLICATION = "ehoks_portal.wsgi.application"

INSTALLED_APPS = [
    "accounts",
    "hoks",
    "accounts.admin_config.UpkeepConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "procrastinate.contrib.django",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "ehoks_portal.middleware.OddRequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SessionTimeoutMiddleware",
    "accounts.middleware.SignInRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.NoStoreMiddleware",
    "hoks.audit.AuditRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ehoks_portal.context_processors.portal",
                "hoks.tiedotteet.kiireelliset.context",
            ],
        },
    },
]

# --- Database ------------------------------------------------------------------------------

# PostgreSQL only. A socket directory is written postgresql:///name?host=/path.
DATABASES = {"default": env.db_url("DATABASE_URL")}
# A streaming replica that plans are read from; empty: there is none (docs/adr/0014).
if env.str("DATABASE_REPLICA_URL", default=""):
    DATABASES["replica"] = env.db_url("DATABASE_REPLICA_URL")
if not all(database["ENGINE"].endswith("postgresql") for database in DATABASES.values()):
    raise environ.ImproperlyConfigured(
        "DATABASE_URL and DATABASE_REPLICA_URL must name PostgreSQL databases (postgresql://…)."
    )
# PgBouncer in transaction mode stands between (docs/scaling.md): a session is not ours from one statement to the next.
DATABASE_PGBOUNCER = env.bool("DATABASE_PGBOUNCER", default=False)
for database in DATABASES.values():
    database |= {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False}
    if DATABASE_PGBOUNCER:
        database["DISABLE_SERVER_SIDE_CURSORS"] = True
    else:
        # Just-in-time compilation costs more than our short statements take: measured, it doubles the list's time.
        database.setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
if "replica" in DATABASES:
    # One connection a thread, without a pool, which would let requests wait for a server that refuses at once. Each
    # request tries the connection before it uses it. A server whose machine is gone is found out in seconds.
    DATABASES["replica"]["ENGINE"] = "ehoks_portal.replica.backend"
    DATABASES["replica"] |= {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": False, "TEST": {"MIRROR": "default"}}
    DATABASES["replica"].setdefault("OPTIONS", {})
    DATABASES["replica"]["OPTIONS"] = {
        "connect_timeout": 2,
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 2,
        "tcp_user_timeout": 5000,
    } | DATABASES["replica"]["OPTIONS"]
    DATABASE_ROUTERS = ["ehoks_portal.replica.ReplicaRouter"]
    MIDDLEWARE.append("ehoks_portal.replica.ReplicaMiddleware")
# Seconds that the replica may be behind, that one waits for its answer, and between attempts to reach a lost one.
DATABASE_REPLICA_MAX_LAG = env.float("DATABASE_REPLICA_MAX_LAG", default=5)
DATABASE_REPLICA_TIMEOUT = env.float("DATABASE_REPLICA_TIMEOUT", default=5)
DATABASE_REPLICA_RETRY = env.float("DATABASE_REPLICA_RETRY", default=5)
if env.bool("DATABASE_POOL", default=True):
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {
        "min_size": env.int("DATABASE_POOL_MIN", default=1),
        "max_size": env.int("DATABASE_POOL_MAX", default=8),
        # Seconds a request waits for a connection: with the database gone, an error page beats a hanging browser.
        "timeout": 5,
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Jobs (docs/adr/0022) ------------------------------------------------------------------

# A worker: python manage.py procrastinate worker
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
PROCRASTINATE_IMPORT_PATHS = ["hoks.tehtavat"]
PROCRASTINATE_WORKER_DEFAULTS = {
    "concurrency": env.int("TEHTAVIA_RINNAN", default=2),
    # Through PgBouncer nobody can be told of a new job: it is asked for.
    "listen_notify": not DATABASE_PGBOUNCER,
    "fetch_job_polling_interval": 1 if DATABASE_PGBOUNCER else 5,
    # Seconds that a job at work has left when the worker is stopped; one cut short is begun anew.
    "shutdown_graceful_timeout": 10,
    "delete_jobs": "successful",
}

# --- Domain switches (domain.md 2.5; issue: whom eHOKS concerns) ----------------------------

ENFORCE_OPISKELUOIKEUS_MATCH = env.bool("ENFORCE_OPISKELUOIKEUS_MATCH", default=True)
PREVENT_FINISHED_OPISKELUOIKEUS_UPDATES = env.bool("PREVENT_FINISHED_OPISKELUOIKEUS_UPDATES", default=True)
OPISKELUOIKEUS_VOIMASSA_ALKAEN = dt.date.fromisoformat(env.str("OPISKELUOIKEUS_VOIMASSA_ALKAEN", default="2019-05-01"))
HOKS_LAADITTU_ALKAEN = dt.date.fromisoformat(env.str("HOKS_LAADITTU_ALKAEN", default="2018-01-01"))
LUONNOS_SAILYTYS_PAIVAA = env.int("LUONNOS_SAILYTYS_PAIVAA", default=90)
# Days that the document of a refused transfer is kept.
SIIRRON_DOKUMENTTI_PAIVAA = env.int("SIIRRON_DOKUMENTTI_PAIVAA", default=30)
# Days that a transfer stands in the log, and an event in the audit trail, at least (months go whole); 0 for ever.
SIIRROT_SAILYTYS_PAIVAA = env.int("SIIRROT_SAILYTYS_PAIVAA", default=730)
TAPAHTUMAT_SAILYTYS_PAIVAA = env.int("TAPAHTUMAT_SAILYTYS_PAIVAA", default=1827)
# Days that a file made of a report can be fetched.
VIENTI_SAILYTYS_PAIVAA = env.int("VIENTI_SAILYTYS_PAIVAA", default=7)
# Seconds that a process remembers which announcements are urgent (docs/adr/0023).
TIEDOTTEET_MUISTI_SEKUNTIA = env.int("TIEDOTTEET_MUISTI_SEKUNTIA", default=30)

# --- Who is asking -------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
LOGIN_URL = reverse_lazy("kirjaudu")
LOGIN_REDIRECT_URL = reverse_lazy("etusivu")
LOGOUT_REDIRECT_URL = reverse_lazy("kirjaudu")
CSRF_FAILURE_VIEW = "accounts.views.csrf_failure"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# By username, not by address: a whole school sits behind one address.
AXES_FAILURE_LIMIT = env.int("LUKITUS_YRITYKSIA", default=5)
AXES_COOLOFF_TIME = dt.timedelta(minutes=env.int("LUKITUS_MINUUTTIA", default=15))
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_HTTP_RESPONSE_CODE = 423
AXES_LOCKOUT_CALLABLE = "accounts.views.lukittu"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # it asks for locking by address
AXES_ENABLE_ADMIN = False

# Idle and absolute end of a session (docs/adr/0006); the warning appears two minutes before either.
ISTUNTO_JOUTEN_MINUUTTIA = env.int("ISTUNTO_JOUTEN_MINUUTTIA", default=60)
ISTUNTO_ENINTAAN_TUNTIA = env.int("ISTUNTO_ENINTAAN_TUNTIA", default=12)
SESSION_COOKIE_AGE = ISTUNTO_JOUTEN_MINUUTTIA * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "istunto"
# Messages may name a learner; in a session they stay on the server.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS

# Machine accounts (docs/adr/0009). CAS_URL: tickets are then that CAS's, and none are granted here.
CAS_URL = env.str("CAS_URL", default="")
CAS_AIKARAJA_SEKUNTIA = env.int("CAS_AIKARAJA_SEKUNTIA", default=5)
# The service that tickets must be for; empty: the request's own scheme and host with the national path.
SERVICE_URL = env.str("SERVICE_URL", default="")
KIRJAUTUMISLIPPU_TUNTIA = env.int("KIRJAUTUMISLIPPU_TUNTIA", default=8)
PALVELULIPPU_SEKUNTIA = env.int("PALVELULIPPU_SEKUNTIA", default=60)
# Requests a minute; 0 is no limit. By account, and by address where there is no account yet.
RAJAPINTA_PYYNTOJA_MINUUTISSA = env.int("RAJAPINTA_PYYNTOJA_MINUUTISSA", default=12_000)
VALIDOINTI_PYYNTOJA_MINUUTISSA = env.int("VALIDOINTI_PYYNTOJA_MINUUTISSA", default=60)
LIPUTTOMIA_PYYNTOJA_MINUUTISSA = env.int("LIPUTTOMIA_PYYNTOJA_MINUUTISSA", default=300)
KIRJAUTUMISLIPPUJA_MINUUTISSA = env.int("KIRJAUTUMISLIPPUJA_MINUUTISSA", default=600)
# Bytes of a document; forms have DATA_UPLOAD_MAX_MEMORY_SIZE.
RAJAPINTA_KOKO_ENINTAAN = env.int("RAJAPINTA_KOKO_ENINTAAN", default=5_000_000)

# --- Safety --------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthcheck$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
# A proxy in front sets X-Forwarded-For and X-Forwarded-Proto itself; without one they are anybody's claim.
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY = {name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb")}

# --- Language, time, files -----------------------------------------------------------------

LANGUAGE_CODE = "fi"
# A language is offered when its catalogue under locale/ is whole: half-translated pages serve nobody.
LANGUAGES = [("fi", _("suomi"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Helsinki"

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "var" / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Logs ----------------------------------------------------------------------------------

# "audit" carries one JSON line a read or write of a plan (domain.md 3.4); nothing else may be personal.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "class": "ehoks_portal.log_format.WithoutSecrets",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        },
        "line": {"format": "{message}", "style": "{"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain"},
        "audit": (
            {"class": "logging.handlers.WatchedFileHandler", "filename": env.str("AUDIT_LOG"), "formatter": "line"}
            if env.str("AUDIT_LOG", default="")
            else {"class": "logging.StreamHandler", "formatter": "line"}
        ),
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "audit": {"handlers": ["audit"], "level": "INFO", "propagate": False},
        "axes": {"level": "ERROR"},
        # Tells every job's beginning and end.
        "procrastinate": {"level": "WARNING"},
        # Django's own handlers would print addresses with the secrets in them.
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
    },
}
