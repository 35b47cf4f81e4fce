"""Who may do what with the register.

Everybody on the staff reads records that are not public yet; register editors change them and
carry them from draft to publication.
"""

from __future__ import annotations

from serai.foundation.accounts.permissions import grant, is_any_staff, is_editor, is_signed_in

grant("register.enter_desk", is_any_staff)
grant("register.change_record", is_editor)
grant("register.publish_record", is_editor)
grant("register.keep_search", is_signed_in)
