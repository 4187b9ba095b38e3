"""Loaded by every Python that a test starts: what the tests may not do, their children may not."""

import no_sockets

no_sockets.install()
