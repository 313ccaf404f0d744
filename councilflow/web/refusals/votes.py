"""What is refused where a body decides between proposals (KL 5:53–56; kommuneloven §§ 8-1, 11-9)."""

from __future__ import annotations

from councilflow.i18n import lazy_gettext as _
from councilflow.web.refusals.refusal import Refusal

REFUSALS = {
    "no-votes-here": Refusal(_("Det hör inte till rådets regler.")),
    "motion-without-text": Refusal(_("Yrkandet saknar text."), _("Skriv det så som det ska stå.")),
    "motion-is-put": Refusal(
        _("Yrkandet är redan ställt under proposition och står kvar i protokollet."),
        _("Ta bort propositionen först, om den är fel inskriven."),
    ),
    "question-missing": Refusal(_("Frågan saknar text."), _("Skriv frågan som ordföranden ställde den.")),
    "question-not-open": Refusal(
        _("De förslagen kan inte ställas mot varandra."), _("Välj två olika förslag som står kvar.")
    ),
    "result-missing": Refusal(_("Resultatet saknas."), _("Välj vad ordföranden fann.")),
    "nobody-voted": Refusal(_("Ingen röst är inskriven."), _("Skriv in rösterna.")),
    "vote-is-tied": Refusal(
        _("Röstetalet är lika, %(count)s mot %(count)s, så ordförandens röst avgör."),
        _("Skriv in hur ordföranden röstade."),
    ),
    "votes-do-not-add-up": Refusal(
        _("Rösterna stämmer inte för %(party)s: %(counted)s inskrivna, %(present)s närvarande."),
        _("Räkna om, eller rätta närvaron och jävet på punkten."),
    ),
    "may-not-abstain": Refusal(
        _("Den som är närvarande är skyldig att rösta."), _("Skriv in ja eller nej för alla.")
    ),
    "ballots-missing": Refusal(
        _("%(count)s närvarande har ingen röst inskriven."), _("Skriv in en röst för var och en.")
    ),
    "not-at-the-vote": Refusal(
        _("Någon som inte deltar i punkten har en röst inskriven."), _("Ladda om sidan och gör om steget.")
    ),
    "only-the-last-vote": Refusal(
        _("Bara den senaste propositionen kan tas bort."), _("Ta bort dem i omvänd ordning.")
    ),
}
