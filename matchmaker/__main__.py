"""`python -m matchmaker` is the command line."""

from matchmaker.cli import main

main()
