"""What the proceedings add to the public page of a session."""
