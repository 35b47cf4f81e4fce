"""Whether a file is what its format says: IATI, CERIF-XML, OAI-PMH, GeoJSON, tables.

from serai.engines.validation import examine, validate
for fault in validate(Path("activities.xml")).faults: ...
"""

from __future__ import annotations

from serai.engines.validation.documents import examine, validate
from serai.engines.validation.verdicts import Fault, Severity, Verdict, Words

__all__ = ["Fault", "Severity", "Verdict", "Words", "examine", "validate"]
