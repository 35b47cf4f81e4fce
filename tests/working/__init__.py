"""An app with jobs to try jobs on, in this process and in workers of their own."""
