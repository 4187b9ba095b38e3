"""Pictures of the answers: Axes in, Axes out.

Every function takes the network, or the table that answers the same question, and draws on `ax`.
Without `ax` the figure is pyplot's, as a notebook expects; a program that draws many figures
passes the Axes of its own. One palette, dark to light, serves all of them: it can be told apart
in grey and by colour-blind readers, and nothing is said by colour alone.
"""

from __future__ import annotations

from netscout.plot.ahead import plot_forecast
from netscout.plot.branches import plot_tree
from netscout.plot.calibration import plot_calibration
from netscout.plot.days import plot_calendar
from netscout.plot.over_time import plot_diversity, plot_growth
from netscout.plot.rows import plot_funnel, plot_reach, plot_waves

__all__ = [
    "plot_calendar",
    "plot_calibration",
    "plot_diversity",
    "plot_forecast",
    "plot_funnel",
    "plot_growth",
    "plot_reach",
    "plot_tree",
    "plot_waves",
]
