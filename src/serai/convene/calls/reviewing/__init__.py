"""The committee's half of a call: reviews, conflicts of interest, decisions, letters, fairness."""
