"""How the network grows: new people over time, bursts, waves, the referral rate R, the funnel.

Wave 0 is you, wave 1 the people known without a referral, wave k+1 the people who became known
because somebody of wave k named or introduced them.
"""

from __future__ import annotations

from netscout.growth.bursts import bursts
from netscout.growth.first_contacts import first_contacts
from netscout.growth.periods import growth
from netscout.growth.recruits import waves
from netscout.growth.referrals import tree
from netscout.growth.spread import diversity
from netscout.growth.stages import funnel

__all__ = ["bursts", "diversity", "first_contacts", "funnel", "growth", "tree", "waves"]
