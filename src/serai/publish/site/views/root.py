"""Addresses without a language: the front door and what machines ask for."""

from __future__ import annotations

from django.conf import settings
from django.contrib.sitemaps import views as sitemap_views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request

from serai.foundation.web.pages import public_page
from serai.publish.site.sitemaps import SITEMAPS


def front_door(request: HttpRequest) -> HttpResponse:
    """Send a reader to the home page in the language they prefer."""
    response = redirect(f"/{get_language_from_request(request)}/")
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers what is for them: everything public, not the desks and accounts."""
    lines = ["User-agent: *"]
    for code, _name in settings.LANGUAGES:
        lines += [f"Disallow: /{code}/desk/", f"Disallow: /{code}/accounts/"]
    lines += ["", f"Sitemap: {settings.BASE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@public_page
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """List the sitemaps of the sections."""
    return _rendered(sitemap_views.index(request, SITEMAPS, sitemap_url_name="sitemap_section"))


@public_page
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    """List the pages of one section."""
    return _rendered(sitemap_views.sitemap(request, SITEMAPS, section=section))


def _rendered(response: TemplateResponse) -> HttpResponse:
    response.render()
    return response
