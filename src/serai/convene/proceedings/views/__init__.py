"""Pages of the proceedings."""
