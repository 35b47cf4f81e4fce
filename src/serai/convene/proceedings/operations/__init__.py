"""Writing what goes with a session. Every operation works in the scope of its edition."""

from serai.convene.proceedings.operations.materials import (
    add_material,
    arrange_materials,
    change_material,
    remove_material,
    replace_material,
)

__all__ = [
    "add_material",
    "arrange_materials",
    "change_material",
    "remove_material",
    "replace_material",
]
