"""The register as a repository of OAI-PMH 2.0, from which others harvest."""
