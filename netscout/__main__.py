"""`python -m netscout` is the command line."""

from netscout.cli import main

if __name__ == "__main__":
    main()
