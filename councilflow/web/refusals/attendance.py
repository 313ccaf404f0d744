"""Refusals about who is there: coming and going, substitutes, conflicts of interest."""

from __future__ import annotations

from councilflow.i18n import lazy_gettext as _
from councilflow.web.refusals.refusal import Refusal

REFUSALS: dict[str, Refusal] = {
    "day-not-of-meeting": Refusal(_("Mötet hålls inte %(day)s."), _("Välj en av mötets dagar.")),
    "not-on-the-roll": Refusal(
        _("Personen står inte på mötets närvarolista."), _("Lägg till personen på listan först.")
    ),
    "not-on-the-agenda": Refusal(
        _("Punkten står inte på mötets dagordning."), _("Välj en av mötets punkter.")
    ),
    "moment-to-come": Refusal(
        _("Den tiden har inte varit än."),
        _("Ange ett klockslag som har passerat, eller lämna det tomt för nu."),
    ),
    "moment-after-closing": Refusal(
        _("Den tiden ligger efter att mötet avslutades."), _("Ange ett klockslag under mötet.")
    ),
    "moment-missing": Refusal(
        _("Mötet är avslutat, så det måste framgå när det hände."), _("Ange ett klockslag under mötet.")
    ),
    "has-a-seat": Refusal(
        _("%(name)s är kallad till mötet och står kvar på närvarolistan."),
        _("Rätta i uppropet hur personen deltog."),
    ),
    "guest-has-spoken": Refusal(
        _("%(name)s har haft ordet på mötet och står kvar på närvarolistan."),
        _("Rätta under Kommer och går när personen var med."),
    ),
    "roll-call-stays": Refusal(
        _("Det som svarades vid uppropet rättas i uppropet."), _("Öppna uppropet för den dagen.")
    ),
    "not-a-substitute": Refusal(_("%(name)s är inte ersättare."), _("Välj en ersättare som är närvarande.")),
    "not-a-member": Refusal(
        _("%(name)s är inte ledamot, så ingen kan tjänstgöra i stället."), _("Välj en ledamot som är borta.")
    ),
    "substitute-not-there": Refusal(
        _("%(name)s är inte närvarande och kan inte tjänstgöra."),
        _("Anteckna först att ersättaren har kommit."),
    ),
    "already-serves": Refusal(
        _("%(name)s tjänstgör redan."), _("Avsluta den tjänstgöringen först, eller välj någon annan.")
    ),
    "never-served": Refusal(
        _("%(name)s var inte med medan %(member)s var borta, så där fanns ingen plats att tjänstgöra på."),
        _("Rätta först i uppropet, eller under Kommer och går, när de var med."),
    ),
    "member-is-there": Refusal(
        _("%(name)s är närvarande, så ingen ersättare tjänstgör i stället."),
        _("Anteckna först att ledamoten har gått eller har jäv."),
    ),
    "back-before-leaving": Refusal(
        _("Personen kan inte ha kommit tillbaka innan hen gick."), _("Rätta klockslaget.")
    ),
    "recused": Refusal(
        _("%(name)s deltar inte i punkten på grund av jäv."),
        _("Den som har jäv kan inte delta i avgörandet, rösta eller få en synpunkt antecknad."),
    ),
}
