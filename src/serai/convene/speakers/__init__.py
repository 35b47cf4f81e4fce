"""What those who take part do themselves, and what the desk knows of it."""
