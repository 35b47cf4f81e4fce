"""Who may change the directory."""

from __future__ import annotations

from serai.foundation.accounts.permissions import grant, is_editor, is_secretariat

grant("directory.change_directory", is_secretariat | is_editor)
grant("directory.erase_person", is_secretariat)
# What an account may do follows from who it belongs to.
grant("directory.link_account", is_secretariat)
