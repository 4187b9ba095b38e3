"""What happened, written into the user's own files at once and for good.

One entry is one event, with the people who were named in it. The files stay as their owner left
them, are never half written, and several programs may write at the same time. The last entries can
be taken back; a person can be forgotten.
"""

from netscout.journal.entry import log
from netscout.journal.forgetting import forget, mentions
from netscout.journal.form import wrap_up
from netscout.journal.history import undo
from netscout.journal.starting import start

__all__ = ["forget", "log", "mentions", "start", "undo", "wrap_up"]
