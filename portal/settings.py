"""Settings; every deploy-time value is read from the environment, here only."""

import os
from pathlib import Path

import django_stubs_ext
from csp.constants import NONE, SELF
from kombu import Queue

from portal import env

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent

if not os.environ.get("DATABASE_URL"):
    from ops.attach import attach

    attach(BASE_DIR)

DEBUG = env.flag("DEBUG")
SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")

# ---- what this installation is ----
PORTAL_NAME = env.text("PORTAL_NAME", "抓党建促脱贫攻坚干部责任考评督查平台")
PORTAL_DEMO = env.flag("PORTAL_DEMO", default=True)
PORTAL_KEPT_DRAFTS = int(env.text("PORTAL_KEPT_DRAFTS", "20"))  # of a submission, by the night
PORTAL_DEMO_MONTH = "2020年6月"  # the day-to-day of the invented province stands still there
PORTAL_VAR = Path(env.text("PORTAL_VAR", str(BASE_DIR / "var")))
PORTAL_FIELD_KEY = env.key("PORTAL_FIELD_KEY")
PORTAL_HMAC_KEY = env.key("PORTAL_HMAC_KEY")
PORTAL_BASE_URL = env.text("PORTAL_BASE_URL", "http://127.0.0.1:8000")
PORTAL_AGENCY = env.text("PORTAL_AGENCY", "中共中州省委组织部")
PORTAL_NUMBER_PREFIX = env.text("PORTAL_NUMBER_PREFIX", "中组督")
PORTAL_MONTHLY_DAY = int(env.text("PORTAL_MONTHLY_DAY", "5"))
PORTAL_MONTHLY_HOUR = int(env.text("PORTAL_MONTHLY_HOUR", "8"))
PORTAL_ACCEL_REDIRECT = env.text("PORTAL_ACCEL_REDIRECT", "")

INSTALLED_APPS = [
    "portal",
    "villages",
    "accountability",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "axes",
    "csp",
    "django_celery_beat",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "import_export",
    "pgtrigger",
    "pghistory",
    "template_partials",
]
MIDDLEWARE = [
    "portal.audit.middleware.OriginMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.ui.browsers.OldBrowserMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.accounts.middleware.LoginWallMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.access.middleware.ScopeMiddleware",
    "portal.accounts.middleware.LoginLimitsMiddleware",
    "portal.ui.refusals.WrongMethodMiddleware",
    "portal.audit.middleware.DenialMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["portal.ui.templatetags.ui"],
            "libraries": {"intake": "accountability.intake.tags"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.ui.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "portal.ui.renderer.FormRenderer"

# ---- data ----
DATABASES = {"default": env.database(env.text("DATABASE_URL")) | {"ATOMIC_REQUESTS": True}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.text("REDIS_URL", "redis://127.0.0.1:6379/1")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
}
MEDIA_ROOT = Path(env.text("PORTAL_FILES", str(PORTAL_VAR / "files")))
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20

# ---- who ----
AUTH_USER_MODEL = "portal.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["portal.accounts.passwords.Hasher"]
LOGIN_URL = "access:login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "access:login"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name", "unit_name", "phone", "email")},
    },
    {"NAME": "portal.accounts.passwords.LengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "portal.accounts.passwords.KindsValidator"},
    {"NAME": "portal.accounts.passwords.WordsValidator"},
    {"NAME": "portal.accounts.passwords.HistoryValidator"},
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "portal.access.origin.client_ip"
AXES_LOCKOUT_CALLABLE = "portal.accounts.views.login.locked_out"
AXES_DISABLE_ACCESS_LOG = True  # the audit trail says who logged in
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_ENGINE = "django.contrib.sessions.backends.db"
PORTAL_IDLE_MINUTES = int(env.text("PORTAL_IDLE_MINUTES", "30"))
PORTAL_PASSWORD_DAYS = int(env.text("PORTAL_PASSWORD_DAYS", "90"))
PORTAL_INITIAL_DAYS = int(env.text("PORTAL_INITIAL_DAYS", "7"))
PORTAL_HELP = env.text("PORTAL_HELP", "平台管理员")  # whom to call, in a sentence

# ---- transport ----
HTTPS = env.flag("PORTAL_HTTPS")
PORTAL_PROXIES = int(env.text("PORTAL_PROXIES", "0"))  # ours, in front of gunicorn
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = (
    ("__Host-session", "__Host-csrf") if HTTPS else ("sessionid", "csrftoken")
)  # with the prefix no other host of the domain can set them
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "SAMEORIGIN"
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

# ---- words and clocks ----
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# ---- static files ----
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = PORTAL_VAR / "static"
WHITENOISE_USE_FINDERS = not STATIC_ROOT.exists()

# ---- long work ----
CELERY_BROKER_URL = env.text("CELERY_BROKER_URL", "redis://127.0.0.1:6379/0")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_RETRY_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 50
CELERY_TASK_SOFT_TIME_LIMIT, CELERY_TASK_TIME_LIMIT = 540, 600
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_keepalive": True,
    "max_retries": 1,  # nobody's page waits for a broker that is down: the sweeper sends again
    "interval_start": 0.1,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_QUEUES = [Queue(name) for name in ("default", "intake", "reports")]
PORTAL_JOB_LEASE_SECONDS = float(env.text("PORTAL_JOB_LEASE_SECONDS", "60"))
PORTAL_JOB_RESEND_SECONDS = float(env.text("PORTAL_JOB_RESEND_SECONDS", "20"))
PORTAL_JOB_SWEEP_SECONDS = float(env.text("PORTAL_JOB_SWEEP_SECONDS", "10"))
PORTAL_TICK_SECONDS = float(env.text("PORTAL_TICK_SECONDS", "30"))
CELERY_BEAT_SCHEDULE = {
    "sweep-jobs": {"task": "portal.jobs.tasks.sweep", "schedule": PORTAL_JOB_SWEEP_SECONDS},
    "seal-audit": {"task": "portal.audit.tasks.seal", "schedule": 60.0},
    "tick-schedules": {"task": "portal.jobs.tasks.tick", "schedule": PORTAL_TICK_SECONDS},
}

DJANGO_TABLES2_TEMPLATE = "ui/table.html"
FILTERS_EMPTY_CHOICE_LABEL = "全部"
IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_SKIP_ADMIN_CONFIRM = True  # no file waits between preview and confirmation
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "portal": {"level": "INFO"},
        "axes": {"level": "ERROR"},
        "django.request": {"level": "ERROR"},  # refusals are in the audit trail
    },
}
