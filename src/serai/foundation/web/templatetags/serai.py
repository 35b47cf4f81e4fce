"""Template tags and filters that every template has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from babel.dates import format_date, format_skeleton
from django import template
from django.forms import BoundField, CheckboxInput
from django.http import HttpRequest
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils import timezone
from django.utils.html import escape, format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from i18nfield.forms import I18nWidget

from serai.foundation.accounts.permissions import may
from serai.foundation.dates import PartialDate
from serai.foundation.languages import locale_of
from serai.foundation.translation import render_text
from serai.foundation.web import navigation as public_navigation
from serai.foundation.web.context import direction, language_name
from serai.foundation.web.stylesheet import asset as house_asset
from serai.foundation.web.stylesheet import page_stylesheet, stylesheet_of_readers
from serai.foundation.web.stylesheet import stylesheet as house_stylesheet
from serai.foundation.web.wording import bound_html, bound_text, written_number

register = template.Library()


# Texts, dates, numbers


@register.filter
def translated(value: object) -> str | SafeString:
    """Show a translated text; where another language stands in, say so in the markup."""
    rendering = render_text(value)
    if not rendering.is_fallback:
        return rendering.text
    return format_html(
        '<span class="fallback" lang="{}" dir="{}" title="{}">{}</span>',
        rendering.language, rendering.direction, _("Not yet translated"), rendering.text,
    )  # fmt: skip


@register.filter
def paragraphs(value: object) -> SafeString:
    """Show a translated text of several paragraphs, as `translated` shows one of a line."""
    rendering = render_text(value)
    written = linebreaks(rendering.text, autoescape=True) if rendering.text else ""
    if rendering.is_fallback and written:
        in_language = f'<p lang="{rendering.language}" dir="{rendering.direction}"'
        earlier, _opening, last = written.rpartition("<p>")
        hint = escape(_("Not yet translated"))
        marked = f'{in_language} class="fallback" title="{hint}">'
        written = earlier.replace("<p>", f"{in_language}>") + marked + last
    return mark_safe(written)  # noqa: S308 - `linebreaks` has escaped it


@register.filter
def plain(value: object) -> str:
    """Give a translated text without markup, for titles and attributes."""
    return render_text(value).text


@register.filter
def date_text(value: PartialDate | date | None) -> str:
    """Write a date for people, with no more precision than is known."""
    if value is None or value == "":
        return _("date not known")
    if isinstance(value, PartialDate):
        return value.display()
    return format_date(value, format="long", locale=locale_of())


@register.filter
def day_text(value: date) -> str:
    """Write a day with its weekday, as it stands above what takes place on it."""
    return capfirst(format_date(value, format="full", locale=locale_of()))


@register.filter
def moment_text(value: datetime | None) -> str:
    """Write a moment for people, in the time zone that is active."""
    if not value:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    day = format_date(local, format="long", locale=locale_of())
    return f"{day}, {format_skeleton('Hm', local, locale=locale_of())}"


@register.simple_tag
def moment_now() -> str:
    """Write this moment for people, for what is printed and may be old when it is read."""
    return moment_text(timezone.now())


@register.filter
def number(value: Decimal | int | None) -> str:
    """Write a number in the manner of the language."""
    return "" if value is None or value == "" else written_number(value)


@register.simple_tag
def bound(
    qualifier: str, value: Decimal | int | None, upper: Decimal | int | None = None
) -> SafeString:
    """Write a qualified value: ``{% bound claim.qualifier claim.value claim.upper_value %}``."""
    return bound_html(str(qualifier), value, upper)


@register.simple_tag
def bound_plain(
    qualifier: str, value: Decimal | int | None, upper: Decimal | int | None = None
) -> str:
    """Write a qualified value without markup, for titles and attributes."""
    return bound_text(str(qualifier), value, upper)


# The page


@register.simple_tag(takes_context=True)
def stylesheet(context: Context) -> SafeString:
    """Bring the stylesheet: in the page for anonymous readers, by a link for everybody else."""
    user = context.get("user")
    request = context.get("request")
    if request is not None and user is not None and not user.is_authenticated:
        # The stylesheet is our own file, not text of anybody else.
        css = mark_safe(stylesheet_of_readers().body.decode())  # noqa: S308
        return format_html('<style nonce="{}">{}</style>', request.csp_nonce, css)
    return format_html('<link rel="stylesheet" href="{}">', house_stylesheet().address)


@register.simple_tag(takes_context=True)
def page_style(context: Context, name: str, rules: str = "") -> SafeString:
    """Bring what this kind of page needs of the stylesheet besides, and ``rules`` of its own.

    Both are made by the program and hold no text of anybody.
    """
    css = mark_safe(page_stylesheet(str.__str__(name)) + rules)  # noqa: S308
    return format_html('<style nonce="{}">{}</style>', context["request"].csp_nonce, css)


@register.simple_tag
def asset(name: str) -> str:
    """Return the address of the script or the mark of the site."""
    # A name in a template is a safe string, which cannot be joined to a path.
    return house_asset(str.__str__(name)).address


@register.simple_tag(takes_context=True)
def navigation(context: Context) -> list[public_navigation.NavigationEntry]:
    """Return the entries of the public navigation for this page."""
    request = context.get("request")
    return public_navigation.navigation_entries(request.path if request else "")


@register.simple_tag
def desk_is_open(user: Any) -> bool:
    """Tell whether the reader works here."""
    return bool(user) and user.is_authenticated and may(user, "accounts.enter_desk")


@register.simple_tag
def try_url(url_name: str) -> str:
    """Return the address of a name, or nothing where no such address is installed."""
    return public_navigation.resolve(url_name)


@register.simple_tag
def query_string(request: HttpRequest | None, **changes: object) -> str:
    """Return the query of the address with some parameters changed, the others kept.

    An empty value takes the parameter out, a list gives it several values.
    """
    query = request.GET.copy() if request is not None else None
    if query is None:
        return "?"
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        elif isinstance(value, list | tuple | set | frozenset):
            query.setlist(name, [str(part) for part in value])
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


class CaptureNode(template.Node):
    """Keeps what stands between the tags under a name; blocks inside can still be overridden."""

    def __init__(self, nodelist: NodeList, name: str) -> None:
        self.nodelist = nodelist
        self.name = name

    def render(self, context: Context) -> SafeString:
        context[self.name] = mark_safe(" ".join(self.nodelist.render(context).split()))  # noqa: S308
        return SafeString("")


@register.tag
def capture(parser: Parser, token: Token) -> CaptureNode:
    """``{% capture name %}…{% endcapture %}``: use a part of the page in several places."""
    parts = token.split_contents()
    if len(parts) != 2:
        raise template.TemplateSyntaxError("capture wants one name: {% capture name %}")
    nodelist = parser.parse(("endcapture",))
    parser.delete_first_token()
    return CaptureNode(nodelist, parts[1])


# Forms


@dataclass(frozen=True, slots=True)
class LanguageInput:
    """The input of one language of a translated field."""

    code: str
    name: str
    id: str
    html: SafeString
    is_filled: bool


@dataclass(frozen=True, slots=True)
class LanguageInputs:
    """The inputs of a translated field: the first in sight, the others folded until wanted."""

    first: LanguageInput
    others: list[LanguageInput]

    @property
    def filled(self) -> int:
        """How many of the others hold a text."""
        return sum(each.is_filled for each in self.others)

    @property
    def are_open(self) -> bool:
        """Whether the text is in the others, or the reader would write in one of them."""
        return (self.filled > 0 and not self.first.is_filled) or get_language() != self.first.code


@register.filter
def is_language_field(field: BoundField) -> bool:
    """Tell whether a field has one input per language and leaves it to us to draw them."""
    widget = type(field.field.widget)
    return issubclass(widget, I18nWidget) and widget.render is I18nWidget.render


@register.filter
def is_optional(field: BoundField) -> bool:
    """Tell whether a field may stay empty; of a translated field, in every language."""
    return not (field.field.required or getattr(field.field, "one_required", False))


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Tell whether a field is a single checkbox, whose label stands after it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def first_input_id(field: BoundField) -> str:
    """Return the id that a link to the field leads to."""
    if isinstance(field.field.widget, I18nWidget):
        return f"{field.auto_id}_0"
    return str(field.id_for_label or field.auto_id)


@register.simple_tag
def language_inputs(field: BoundField) -> LanguageInputs:
    """Return the inputs of a translated field, each with its language."""
    widget: Any = field.field.widget
    values = field.value()
    if not isinstance(values, list):
        values = widget.decompress(values)
    inputs: list[LanguageInput] = []
    for index, code in enumerate(widget.locales):
        if code not in widget.enabled_locales:
            continue
        text = values[index] if index < len(values) else None
        attributes = {
            **widget.widgets[index].attrs,
            "id": f"{field.auto_id}_{index}",
            "lang": code,
            "dir": direction(code),
            # What is missing is missing in any language: one input is marked, not six.
            **({"aria-invalid": "true"} if field.errors and not inputs else {}),
            **({"disabled": True} if field.field.disabled else {}),
        }
        html = widget.widgets[index].render(
            f"{field.html_name}_{index}", text, attributes, renderer=field.form.renderer
        )
        inputs.append(
            LanguageInput(code, language_name(code), attributes["id"], html, is_filled=bool(text))
        )
    return LanguageInputs(inputs[0], inputs[1:])
