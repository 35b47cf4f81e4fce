"""What every desk is made of.

A room's desk is thin: its views are wrapped in `desk_view`, its forms are `DeskForm`s saved through
`handle_form`, its lists are drawn by `render_list`, and `register_desk` puts it into the menu.
"""

from serai.foundation.web.desk.access import desk_view
from serai.foundation.web.desk.choosers import ChooserField
from serai.foundation.web.desk.forms import DeskForm, PartFormSet, part_formset
from serai.foundation.web.desk.lists import BulkAction, Column, FilterForm, render_list
from serai.foundation.web.desk.rooms import (
    Desk,
    DeskNote,
    HistoryRule,
    WorkItem,
    desks_for,
    register_desk,
    register_desk_note,
    register_history_rule,
)
from serai.foundation.web.desk.saving import confirm_deletion, confirm_saved, handle_form

__all__ = [
    "BulkAction",
    "ChooserField",
    "Column",
    "Desk",
    "DeskForm",
    "DeskNote",
    "FilterForm",
    "HistoryRule",
    "PartFormSet",
    "WorkItem",
    "confirm_deletion",
    "confirm_saved",
    "desk_view",
    "desks_for",
    "handle_form",
    "part_formset",
    "register_desk",
    "register_desk_note",
    "register_history_rule",
    "render_list",
]
