"""Writing what goes with a session. Every operation works in the scope of its edition."""

from serai.convene.proceedings.operations.materials import (
    ALLOWED,
    add_material,
    arrange_materials,
    change_material,
    remove_material,
    replace_material,
)
from serai.convene.proceedings.operations.minutes import (
    approve_minutes,
    begin_minutes,
    propose_record,
    publish_minutes,
    save_minutes,
)
from serai.convene.proceedings.operations.running import (
    begin_anew,
    draft_running_order,
    move_on,
    save_running_order,
)

__all__ = [
    "ALLOWED",
    "add_material",
    "approve_minutes",
    "arrange_materials",
    "begin_anew",
    "begin_minutes",
    "change_material",
    "draft_running_order",
    "move_on",
    "propose_record",
    "publish_minutes",
    "remove_material",
    "replace_material",
    "save_minutes",
    "save_running_order",
]
