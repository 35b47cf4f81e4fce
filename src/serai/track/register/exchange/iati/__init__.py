"""Records as activities of the International Aid Transparency Initiative, and back."""
