"""The same two pages in plain Django: search a person, show a household, for people signed in.

    django_district.py fill OURS.db THEIRS.db SAMPLE.txt   copies people and homes, says what to ask for
    django_district.py app                                 (by gunicorn: django_district:application)

Written as one would write it: models with indexes, the login of django.contrib.auth, templates.
"""

import os
import secrets
import sqlite3
import sys

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, models

LOGIN, PASSWORD = "officer", "Straw-Hat-and-Umbrella-7"
PAGE = """<!doctype html><html lang="zh"><head><title>{{ title }}</title></head><body>
<form action="/search"><input name="q" value="{{ q }}"></form><h1>{{ title }}</h1>
<table>{% for p in people %}<tr><td>{{ p.name }}</td><td>{{ p.birth }}</td><td>{{ p.village }}</td>
<td><a href="/households/{{ p.household_id }}">{{ p.household.address }}</a></td></tr>{% endfor %}</table>
</body></html>"""

settings.configure(
    DEBUG=False, SECRET_KEY=os.environ.get("DISTRICT_KEY", "bench"), ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__,
    USE_TZ=True, DEFAULT_AUTO_FIELD="django.db.models.BigAutoField", LOGIN_URL="/sign-in",
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware", "django.middleware.gzip.GZipMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware", "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    TEMPLATES=[{
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {"loaders": [("django.template.loaders.cached.Loader", [
            ("django.template.loaders.locmem.Loader", {"page.html": PAGE})])]},
    }],
    DATABASES={"default": {
        "ENGINE": "django.db.backends.sqlite3", "NAME": os.environ.get("DISTRICT_DB", "district.db"),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;"},
    }},
)
django.setup()

from django.contrib.auth import authenticate, get_user_model, login  # noqa: E402
from django.contrib.auth.decorators import login_required  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.shortcuts import get_object_or_404, redirect, render  # noqa: E402
from django.urls import path  # noqa: E402
from django.views.decorators.csrf import csrf_exempt  # noqa: E402


class Household(models.Model):
    address = models.CharField(max_length=200)
    village = models.CharField(max_length=12, db_index=True)

    class Meta:
        app_label = "district"


class Person(models.Model):
    name = models.CharField(max_length=60, db_index=True)
    birth = models.CharField(max_length=10, null=True)
    village = models.CharField(max_length=12, db_index=True)
    household = models.ForeignKey(Household, null=True, on_delete=models.PROTECT)

    class Meta:
        app_label = "district"


@csrf_exempt
def sign_in(request):
    user = authenticate(request, username=request.POST.get("login"), password=request.POST.get("password"))
    if user is None:
        return HttpResponse("no", status=403)
    login(request, user)
    return redirect("/search?q=")


@login_required
def search(request):
    q = request.GET.get("q", "")
    # A range, because SQLite's LIKE of Django cannot use the index.
    found = Person.objects.filter(name__gte=q, name__lt=q + "\U0010ffff").select_related("household")
    return render(request, "page.html", {"title": "search", "q": q, "people": found.order_by("name")[:20] if q else []})


@login_required
def household(request, key):
    home = get_object_or_404(Household, pk=key)
    people = home.person_set.select_related("household").order_by("birth")
    return render(request, "page.html", {"title": home.address, "q": "", "people": people})


urlpatterns = [
    path("sign-in", sign_in), path("search", search), path("households/<int:key>", household),
]


def fill(ours, sample):
    from django.core.management import call_command

    call_command("migrate", "--run-syncdb", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(Household)
        editor.create_model(Person)
    with connection.cursor() as cursor:
        cursor.execute("ATTACH DATABASE %s AS ours", [ours])
        cursor.execute("INSERT INTO district_household (id, address, village) "
                       "SELECT rowid, address, division FROM ours.household")
        cursor.execute("INSERT INTO district_person (name, birth, village, household_id) "
                       "SELECT p.name, p.birth, p.division, h.rowid FROM ours.person p "
                       "LEFT JOIN ours.membership m ON m.person_id = p.id AND m.to_on IS NULL "
                       "LEFT JOIN ours.household h ON h.id = m.household_id")
        cursor.execute("DETACH DATABASE ours")
        cursor.execute("ANALYZE")
    get_user_model().objects.create_user(LOGIN, password=PASSWORD)
    # What is asked for: names as clerks type them, and homes; the same people on both sides.
    with sqlite3.connect(ours) as db, open(sample, "w", encoding="utf-8") as out:
        total = db.execute("SELECT COUNT(*) FROM person").fetchone()[0]
        step = max(1, total // 2000)
        rows = db.execute(
            "SELECT p.name, h.id, h.rowid FROM person p JOIN membership m ON m.person_id = p.id AND m.to_on IS NULL "
            "JOIN household h ON h.id = m.household_id WHERE p.rowid % ? = 0 LIMIT 2000", [step])
        for name, theirs, ours_row in rows:
            out.write(f"{name}\t{theirs}\t{ours_row}\n")


if __name__ == "__main__":
    fill(sys.argv[2], sys.argv[3])
else:
    application = get_wsgi_application()
