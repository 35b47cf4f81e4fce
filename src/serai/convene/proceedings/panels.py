"""Of the proceedings."""
