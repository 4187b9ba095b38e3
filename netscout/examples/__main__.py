"""Write the example folder: `python -m netscout.examples data/example`."""

import sys

from netscout.examples import write_example

if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m netscout.examples FOLDER")
    write_example(sys.argv[1])
