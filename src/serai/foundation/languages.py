"""The languages of the interface: the six of the United Nations, by Django's codes."""

LANGUAGE_CODES: tuple[str, ...] = ("en", "zh-hans", "fr", "ru", "ar", "es")
RIGHT_TO_LEFT = frozenset({"ar"})
