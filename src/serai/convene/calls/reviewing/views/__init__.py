"""Pages of the committee: of its reviewers, and of those who decide."""
