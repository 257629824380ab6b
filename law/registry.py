"""Every act and every benefit the engine knows."""

from law.benefit import Act, Benefit
from law.dobry_start.benefits import ACT as DOBRY_START
from law.dodatki_mieszkaniowe.benefits import ACT as DODATKI_MIESZKANIOWE
from law.fundusz_alimentacyjny.benefits import ACT as FUNDUSZ_ALIMENTACYJNY
from law.karta_duzej_rodziny.benefits import ACT as KARTA_DUZEJ_RODZINY
from law.pomoc_materialna.benefits import ACT as POMOC_MATERIALNA
from law.pomoc_spoleczna.benefits import ACT as POMOC_SPOLECZNA
from law.swiadczenia_rodzinne.benefits import ACT as SWIADCZENIA_RODZINNE
from law.swiadczenie_wychowawcze.benefits import ACT as SWIADCZENIE_WYCHOWAWCZE

ACTS: tuple[Act, ...] = (
    POMOC_SPOLECZNA,
    FUNDUSZ_ALIMENTACYJNY,
    KARTA_DUZEJ_RODZINY,
    DODATKI_MIESZKANIOWE,
    POMOC_MATERIALNA,
    SWIADCZENIA_RODZINNE,
    SWIADCZENIE_WYCHOWAWCZE,
    DOBRY_START,
)
BENEFITS: dict[str, Benefit] = {
    benefit.info.code: benefit for act in ACTS for benefit in act.benefits
}
