"""Parameters of page addresses: read strictly, refused with the name of the parameter."""

from __future__ import annotations

from django.core.exceptions import BadRequest


class ParameterError(BadRequest):
    """A parameter of the address cannot be used.

    ``parameter`` is its name as it stands in the address, ``advice`` says what it may be.
    """

    def __init__(self, parameter: str, advice: str) -> None:
        super().__init__(f"{parameter}: {advice}")
        self.parameter = parameter
        self.advice = advice
