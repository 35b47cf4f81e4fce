"""``pk__among``: one of many keys, given as one value however many there are."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.db import models


class Among(models.Lookup):
    """Keep the rows whose key is in an array. ``__in`` has a parameter a key, and so a limit."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, parameters = self.process_lhs(compiler, connection)
        return f"{left} IN (SELECT value FROM json_each(%s))", [  # noqa: S608
            *parameters, f"[{self._written()}]",
        ]  # fmt: skip

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, parameters = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s::bigint[])", [*parameters, f"{{{self._written()}}}"]

    def _written(self) -> str:
        return ",".join(map(str, np.asarray(self.rhs).tolist()))


models.BigAutoField.register_lookup(Among)
