"""``python -m serai``: the `serai` command by the interpreter that runs now."""

from serai.cli import main

main(prog_name="serai")
