"""A record as an entry of a bibliography: BibTeX, RIS, and CSL-JSON for reference managers."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import timezone

from serai.foundation.translation import render_text
from serai.track.register.models import Record

PUBLISHER = "Serai register"


@dataclass(frozen=True, slots=True)
class Reference:
    """What a reference says: the title, where it stands, and the day as of which it is cited."""

    code: str
    title: str
    address: str
    changed_on: date


def reference_to(record: Record) -> Reference:
    """Return the reference to a record as it is now."""
    return Reference(
        record.code,
        render_text(record.name).text,
        settings.BASE_URL + record.get_absolute_url(),
        timezone.localtime(record.changed_at).date(),
    )


def bibtex(reference: Reference) -> str:
    """Return an entry for BibTeX and BibLaTeX (type ``misc``)."""
    fields = {
        "title": f"{{{_for_tex(reference.title)}}}",
        "author": f"{{{{{PUBLISHER}}}}}",
        "year": f"{{{reference.changed_on.year}}}",
        "note": f"{{Record {reference.code}, as of {reference.changed_on.isoformat()}}}",
        "url": f"{{{reference.address}}}",
    }
    body = ",\n".join(f"  {name} = {value}" for name, value in fields.items())
    return f"@misc{{serai-{reference.code},\n{body}\n}}\n"


def ris(reference: Reference) -> str:
    """Return an entry in the format of Research Information Systems, type ``DATA``."""
    day = reference.changed_on
    lines = [
        ("TY", "DATA"),
        ("TI", " ".join(reference.title.split())),
        ("AU", PUBLISHER),
        ("PY", str(day.year)),
        ("DA", f"{day:%Y/%m/%d}"),
        ("AN", reference.code),
        ("UR", reference.address),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines)


def csl(reference: Reference) -> str:
    """Return an entry in the JSON of the Citation Style Language."""
    day = reference.changed_on
    entry = {
        "id": f"serai-{reference.code}",
        "type": "dataset",
        "title": reference.title,
        "author": [{"literal": PUBLISHER}],
        "publisher": PUBLISHER,
        "number": reference.code,
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "URL": reference.address,
    }
    return json.dumps([entry], ensure_ascii=False, indent=2) + "\n"


_SPECIAL = {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}  # fmt: skip


def _for_tex(text: str) -> str:
    return re.sub(r"[\\~^&%$#_{}]", lambda found: _SPECIAL[found[0]], " ".join(text.split()))


FORMATS = {
    "bib": ("BibTeX", "application/x-bibtex", bibtex),
    "ris": ("RIS", "application/x-research-info-systems", ris),
    "json": ("CSL-JSON", "application/vnd.citationstyles.csl+json", csl),
}
"""The formats by the end of their file names: what they are called, media type, how written."""
