"""Work that takes longer than a page may: started by somebody, done by a worker."""
