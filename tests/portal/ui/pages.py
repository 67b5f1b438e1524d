"""URLs that stand in for slices, so that the frame's search and the upload form can be driven."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template import RequestContext, Template
from django.urls import include, path

from portal.access.guards import Request
from portal.urls import urlpatterns as real

FOUND = "<h3>市县村</h3><ul>{% for name in names %}<li><a href='/found/{{ name }}/'>{{ name }}</a></li>{% endfor %}</ul>"
PLACES = ("栾岭县", "栾川村", "嵩北县")
FORM = (
    '{% extends "base.html" %}{% block title %}上传{% endblock %}{% block main %}<h1>上传</h1>'
    "{% upload_form url=request.path types='.xlsx,.csv' max_bytes=3145728 errors=errors %}"
    "{% endupload_form %}{% endblock %}"
)


def search(request: Request) -> HttpResponse:
    """Find invented places; the whole page without htmx."""
    asked = request.GET.get("q", "")
    names = [name for name in PLACES if asked and asked in name]
    html = Template(FOUND).render(RequestContext(request, {"names": names}))
    return HttpResponse(
        html
        if request.htmx
        else f"<title>搜索</title><link rel='icon' href='data:,'><p>{asked}</p>{html}"
    )


def found(request: Request, name: str) -> HttpResponse:
    """Show what was chosen."""
    return HttpResponse(f"<title>找到</title><link rel='icon' href='data:,'><h1>{name}</h1>")


def upload(request: Request) -> HttpResponse:
    """Take a file; refuse the one whose bytes say so."""
    errors, status = [], 200
    if request.method == "POST":
        file = request.FILES["file"]
        assert isinstance(file, UploadedFile)
        content = file.read()
        if not content.startswith(b"bad"):
            return redirect(f"/found/{len(content)}/")
        errors, status = ["这不是 Excel 文件，请另存为 .xlsx 后再传。"], 422
    page = Template(FORM).render(RequestContext(request, {"errors": errors}))
    return HttpResponse(page, status=status)


overview = ([path("search/", search, name="search")], "overview")
urlpatterns = [
    path("", include(overview)),  # before the real ones: the first of a name space is taken
    *real,
    path("found/<str:name>/", found),
    path("upload/", upload),
]
