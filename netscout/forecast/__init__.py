"""The weeks to come: how many conversations, people and target conversations, and what limits them.

Two stocks meet each week: the people named (or known) and not talked with yet, and the
conversations that you really hold. A plain branching forecast knows the first only and overshoots;
"same pace as last month" knows the second only, and does not see a queue run dry.
"""

from __future__ import annotations

from netscout.forecast.ahead import LIMITS, WHAT, forecast, what_if

__all__ = ["LIMITS", "WHAT", "forecast", "what_if"]
