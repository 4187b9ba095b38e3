"""From the files a person has to a network, with an account of every row.

LinkedIn exports (archive, folder or single files), the user's own log.csv and people.csv, and the
settings in netscout.toml.
"""

from netscout.readers.folder import check, load, suggest_goal

__all__ = ["check", "load", "suggest_goal"]
