"""The address from which others harvest the register."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from serai.track.register.exchange.oai.protocol import ProtocolError, read_arguments
from serai.track.register.exchange.oai.responses import answer


@csrf_exempt  # It changes nothing, and the protocol lets harvesters post their questions.
@require_http_methods(["GET", "HEAD", "POST"])
def harvest(request: HttpRequest) -> HttpResponse:
    """Answer a harvester. Errors are told as the protocol wants it: in an answer like others."""
    address = f"{settings.BASE_URL}{reverse('oai')}"
    query = request.POST if request.method == "POST" else request.GET
    try:
        arguments: dict[str, str] | ProtocolError = read_arguments(query)
    except ProtocolError as error:
        arguments = error
    return HttpResponse(
        answer(arguments, base_url=settings.BASE_URL, address=address),
        content_type="text/xml; charset=utf-8",
    )
