"""Refusals about what comes after the minutes."""

from __future__ import annotations

from councilflow.i18n import lazy_gettext as _
from councilflow.web.refusals.refusal import Refusal

REFUSALS: dict[str, Refusal] = {
    "nobody-left-to-remind": Refusal(
        _("Det finns ingen att påminna just nu."), _("Den som är påmind i dag får inget nytt mejl.")
    ),
    # Extracts and notices
    "extract-before-signing": Refusal(
        _("Protokollet är inte justerat än, så inga utdrag kan göras ur det."),
        _("Vänta tills alla har skrivit under."),
    ),
    "notice-before-signing": Refusal(
        _("Protokollet är inte justerat än, så det finns inget att anslå."),
        _("Vänta tills alla har skrivit under."),
    ),
    "no-such-paragraph": Refusal(
        _("Protokollet har ingen § %(number)s."), _("Välj en av paragraferna i listan.")
    ),
    "extract-for-nobody": Refusal(
        _("Utdraget har ingen mottagare."), _("Välj minst en organisation eller skriv en mottagare.")
    ),
    "extract-is-secret": Refusal(
        _("§ %(paragraph)s har sekretess och skickas inte med mejl."),
        _("Skriv bara mottagarens namn, utan adress, så görs utdraget på papper att lämna över."),
    ),
    "extract-stands": Refusal(
        _("Ett utdrag som är bestyrkt ändras aldrig och tas aldrig bort."),
        _("Gör ett nytt utdrag i stället."),
    ),
    "too-many-extracts": Refusal(
        _("Det går att göra högst %(most)s utdrag på en gång."),
        _("Dela upp mottagarna och gör utdragen i flera omgångar."),
    ),
    "notice-not-kept": Refusal(_("Rådets protokoll anslås inte på någon anslagstavla.")),
    "notice-already-posted": Refusal(
        _("Anslaget är redan noterat som uppsatt."), _("Öppna anslaget och se vilken dag det gäller.")
    ),
    "notice-not-posted": Refusal(
        _("Anslaget är inte noterat som uppsatt än."), _("Skriv först vilken dag det sattes upp.")
    ),
    "notice-already-down": Refusal(_("Anslaget är redan noterat som nedtaget.")),
    "notice-before-approval": Refusal(
        _("Anslaget kan inte ha suttit uppe innan protokollet justerades %(approved_on)s."),
        _("Välj den dagen eller en senare dag."),
    ),
    "notice-day-to-come": Refusal(
        _("Dagen har inte varit än."), _("Notera dagen när anslaget är uppsatt eller nedtaget.")
    ),
    "notice-down-too-early": Refusal(
        _("Anslaget ska sitta uppe i tre veckor, till och med dagen före %(earliest)s."),
        _("Sätt upp det igen om det har tagits ner för tidigt."),
    ),
    # Archive
    "archive-before-signing": Refusal(
        _("Protokollet är i läget %(state)s, så det finns inget att lämna till arkivet än."),
        _("Arkivpaketet går att hämta när alla har skrivit under protokollet."),
    ),
    "archive-file-missing": Refusal(
        _("Bilagan %(name)s saknas bland installationens filer, så arkivpaketet blir inte helt."),
        _("Den som sköter installationen behöver hämta tillbaka filen ur en säkerhetskopia."),
    ),
    "archive-file-changed": Refusal(
        _("Filen %(name)s är inte den som sparades, så arkivpaketet går inte att göra."),
        _("Den som sköter installationen behöver hämta tillbaka filen ur en säkerhetskopia."),
    ),
}
