"""The interpretation room: booths, interpreters, their rota, glossaries."""
