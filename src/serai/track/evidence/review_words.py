"""What the script of the review screen has to know beside the document: its words, blank values."""

from __future__ import annotations

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from serai.track.evidence.models import Proposal, ProposalKind
from serai.track.evidence.operations.values import editable_values


def review_words() -> dict[str, Any]:
    """Return every text that the script shows, in the active language."""
    names = {name for kind in ProposalKind.values for name in editable_values(kind)}
    return {
        "accept": _("Accept"),
        "reject": _("Reject"),
        "skip": _("Skip"),
        "edit": _("Edit"),
        "next": _("Next"),
        "previous": _("Previous"),
        "waiting": _("Next that waits"),
        "undo": _("Undo"),
        "identical": _("Accept all that say the same"),
        "identical_count": _("Accept all %(count)s that say the same"),
        "missed": _("Add what was missed"),
        "claim": _("Claim"),
        "make_figure": _("Make a figure of it"),
        "field": _("Lay under a field"),
        "help": _("Keys"),
        "change": _("Press to choose another key."),
        "accept_edited": _("Accept as edited"),
        "save": _("Save"),
        "cancel": _("Cancel"),
        "retry": _("Try again"),
        "note": _("Note"),
        "provenance": _("Where this comes from"),
        "suggested": _("Suggested indicator"),
        "relation_accept": _("That is so"),
        "relation_dismiss": _("That is not so"),
        "progress": _("%(done)s of %(all)s decided"),
        "left": _("%(count)s left."),
        "nothing": _("Nothing of this kind was found"),
        "nothing_to_undo": _("There is nothing to undo."),
        "all_done": _("Nothing waits here any more."),
        "first": _("This is the first."),
        "last": _("This is the last."),
        "decided_already": _("This has been decided. Undo it to decide again."),
        "none_identical": _("No other waiting proposal says the same."),
        "no_claim": _("There is no claim yet: accept it first."),
        "added": _("Added and accepted."),
        "choose_words": _(
            "Choose words with the arrow keys, more with Shift, then press Enter. Escape ends it."
        ),
        "not_sent": _("This was not saved: the server cannot be reached. Nothing typed is lost."),
        "signed_out": _("This was not saved. Sign in again in another tab, then try again."),
        "about_kind": _("Kind"),
        "new": _("What was missed"),
        "blank": {kind: _blank(kind) for kind in ProposalKind.values},
        "fields": {
            name: capfirst(str(Proposal._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
            for name in sorted(names)
        },
    }


def _blank(kind: str) -> dict[str, Any]:
    """The values of a proposal that nobody has filled in yet."""
    fresh = Proposal(kind=kind)
    return {
        name: None if name == "indicator" else getattr(fresh, name) or ""
        for name in editable_values(kind)
    }
