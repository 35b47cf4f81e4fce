"""The page that offers downloads, and the files."""

from __future__ import annotations

import brotli
import pytest
from django.test import Client
from lxml import html

from factories.register import make_record
from serai.track.register.exchange.exporting import writable_formats
from serai.track.register.models import RecordKind, Stage

pytestmark = pytest.mark.django_db


def body(answer: object) -> bytes:
    """The whole of a streamed answer."""
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_the_page_offers_every_format_of_what_passes(client: Client) -> None:
    make_record(kind=RecordKind.WORKSHOP)
    make_record(kind=RecordKind.PROJECT)
    page = client.get("/en/register/download/?kind=workshop").content.decode()
    assert "1 record" in page
    for name in writable_formats():
        assert f"/en/register/download/{name}/?kind=workshop" in page


def test_the_list_leads_to_its_download(client: Client) -> None:
    make_record(kind=RecordKind.WORKSHOP)
    page = client.get("/en/register/?kind=workshop").content.decode()
    assert "/en/register/download/?kind=workshop" in page


def test_a_file_holds_what_the_list_shows(client: Client) -> None:
    make_record(kind=RecordKind.WORKSHOP, name="Seen")
    make_record(kind=RecordKind.PROJECT, name="Other")
    make_record(kind=RecordKind.WORKSHOP, name="Draft", stage=Stage.DRAFT)
    answer = client.get("/en/register/download/csv/?kind=workshop")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith('attachment; filename="serai-register-')
    text = body(answer).decode()
    assert len(text.splitlines()) == 2
    assert "Seen" in text


def test_the_same_revision_is_the_same_file(client: Client) -> None:
    answer = client.get("/en/register/download/csv/")
    again = client.get("/en/register/download/csv/", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    other = client.get("/en/register/download/jsonl/")
    assert other["ETag"] != answer["ETag"]


def test_head_answers_without_the_file(client: Client) -> None:
    make_record()
    answer = client.head("/en/register/download/csv/")
    assert answer.status_code == 200
    assert answer["ETag"]
    assert answer["Content-Type"].startswith("text/csv")


@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_a_stream_is_compressed_as_it_is_made(client: Client, encoding: str) -> None:
    import gzip

    make_record(name="Seen")
    answer = client.get("/en/register/download/csv/", headers={"Accept-Encoding": encoding})
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, "identity": bytes}[encoding]
    assert b"Seen" in unpack(body(answer))
    assert answer.get("Content-Encoding", "identity") == encoding
    assert "Accept-Encoding" in answer["Vary"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/en/register/download/nothing/", 404),
        ("/en/register/download/csv/?kind=nothing", 400),
        ("/en/register/download/?colour=red", 400),
    ],
)
def test_what_is_not_there_is_not_made_up(client: Client, address: str, status: int) -> None:
    assert client.get(address).status_code == status


def test_nothing_is_written_by_post(client: Client) -> None:
    assert client.post("/en/register/download/csv/").status_code == 405


def test_no_two_files_of_a_day_are_called_the_same(client: Client) -> None:
    addresses = html.fromstring(client.get("/en/register/download/").content).xpath(
        "//main//table//a/@href"
    )
    names = [client.get(address)["Content-Disposition"] for address in addresses]
    assert len(set(names)) == len(names) > 5
