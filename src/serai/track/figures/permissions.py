"""Who may do what with indicators: everybody on the staff may look, analysts define them."""

from __future__ import annotations

from serai.foundation.accounts.permissions import grant, is_analyst, is_any_staff

grant("figures.enter_desk", is_any_staff)
grant("figures.edit_indicator", is_analyst)
