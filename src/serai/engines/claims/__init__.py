"""Documents in, proposed claims out, each tied to the characters that state it."""
