"""What goes with a session: its materials, its running order and its minutes."""
