"""The pages of the interpretation desk."""
