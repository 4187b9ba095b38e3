"""From the files a person has to a network, with an account of every row.

`finding` says which files there are, `gathering` reads them into one book, `folder` makes the
network of it, and `checking` shows what is left for the user to decide.
"""

from netscout.readers.checking import check, examine
from netscout.readers.folder import load, suggest_goal

__all__ = ["check", "examine", "load", "suggest_goal"]
