"""Writing with a record: create, change, delete, undo and erase, each in one transaction.

The operations of other rooms end here. They may call `record` themselves when what happened is
more than a change of columns.
"""

from serai.foundation.record.operations.erasing import ERASED, erase, erase_actor
from serai.foundation.record.operations.many import (
    Chain,
    Change,
    Content,
    Contents,
    Linked,
    create_objects,
    record_many,
)
from serai.foundation.record.operations.parts import PartError, PartVerbs, sync_parts
from serai.foundation.record.operations.recording import Actor, Program, entries_made, record
from serai.foundation.record.operations.undoing import UNDONE, can_be_undone, undo, undo_entries
from serai.foundation.record.operations.writing import change_object, create_object, delete_object

__all__ = [
    "ERASED",
    "UNDONE",
    "Actor",
    "Chain",
    "Change",
    "Content",
    "Contents",
    "Linked",
    "PartError",
    "PartVerbs",
    "Program",
    "can_be_undone",
    "change_object",
    "create_object",
    "create_objects",
    "delete_object",
    "entries_made",
    "erase",
    "erase_actor",
    "record",
    "record_many",
    "sync_parts",
    "undo",
    "undo_entries",
]
