"""Every act and every benefit the engine knows."""

from law.benefit import Act, Benefit
from law.pomoc_spoleczna.benefits import ACT as POMOC_SPOLECZNA

ACTS: tuple[Act, ...] = (POMOC_SPOLECZNA,)
BENEFITS: dict[str, Benefit] = {
    benefit.info.code: benefit for act in ACTS for benefit in act.benefits
}
