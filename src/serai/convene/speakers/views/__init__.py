"""The pages of those who take part, and of the desk that asks them."""
