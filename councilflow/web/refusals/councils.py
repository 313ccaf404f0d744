"""Refusals about people, organisations, councils and seats."""

from __future__ import annotations

from councilflow.i18n import lazy_gettext as _
from councilflow.web.refusals.refusal import Refusal

REFUSALS: dict[str, Refusal] = {
    # Account
    "too-many-attempts": Refusal(
        _("Det har blivit för många försök med fel lösenord."),
        _("Vänta %(minutes)s minuter och försök igen. Sekretariatet kan ge dig en ny lösenordslänk."),
    ),
    # Register and seats
    "name-taken": Refusal(
        _("Namnet %(name)s finns redan."), _("Välj ett annat namn, eller ändra det som finns.")
    ),
    "address-taken": Refusal(
        _("Det finns redan en person med adressen %(email)s."), _("Sök upp personen och ändra där.")
    ),
    "last-administrator": Refusal(
        _("Installationen behöver minst en person som administrerar."),
        _("Ge någon annan uppgiften först."),
    ),
    "organisation-has-seats": Refusal(
        _("%(name)s har platser som gäller efter den dagen."), _("Avsluta platserna i råden först.")
    ),
    "organisation-hosts": Refusal(
        _("%(name)s är värd för %(bodies)s efter den dagen."), _("Ge råden en annan värd först.")
    ),
    "organisation-is-closed": Refusal(
        _("%(name)s är avslutad sedan %(closed_on)s."),
        _("Välj en tidigare dag, eller en annan organisation."),
    ),
    "category-cannot-host": Refusal(
        _("%(name)s är en kategori av aktörer och kan inte vara värd."),
        _("Välj en organisation som har sekretariat, diarium och arkiv."),
    ),
    "closed-before-start": Refusal(
        _("Den sista dagen ligger före den första, %(starts_on)s."), _("Välj en senare dag.")
    ),
    "successor-goes-round": Refusal(
        _("Den som tar över har i sin tur efterträtts av %(name)s."), _("Välj någon annan, eller ingen.")
    ),
    "body-is-closed": Refusal(
        _("%(name)s är avslutat, och den sista dagen var %(closed_on)s."),
        _("Skapa gruppen i ett råd som finns kvar."),
    ),
    "body-has-meetings": Refusal(
        _("%(name)s har ett möte %(day)s, efter den sista dagen."),
        _("Ställ in mötet först, eller välj en senare dag."),
    ),
    "nobody-chosen": Refusal(
        _("De valda organisationerna hör redan hit den dagen."), _("Välj organisationer som inte hör hit.")
    ),
    "membership-ends-before-it-begins": Refusal(
        _("Organisationen kan inte sluta höra hit före sin första dag, %(starts_on)s."),
        _("Välj en senare dag."),
    ),
    "document-missing": Refusal(
        _("Dokumentet saknas."), _("Välj en fil, eller skriv en länk till dokumentet.")
    ),
    "seat-flawed": Refusal(
        _("Platsen går inte att spara så. %(flaws)s"), _("Rätta uppgifterna och spara igen.")
    ),
    "seat-already-held": Refusal(
        _("Personen har redan en plats av slaget %(category)s under den tiden."),
        _("Avsluta eller ändra den platsen i stället."),
    ),
    "office-taken": Refusal(
        _("Rådet har redan en ordförande under den tiden."),
        _("Avsluta eller ändra ordförandens plats först."),
    ),
    "seat-ends-before-it-begins": Refusal(
        _("Platsen kan inte sluta före sin första dag, %(starts_on)s."), _("Välj en senare dag.")
    ),
    "change-must-come-later": Refusal(
        _("Ändringen måste gälla från en dag efter platsens första dag, %(starts_on)s."),
        _("Välj en senare dag, eller ta bort platsen om den blev fel."),
    ),
    "seat-has-ended": Refusal(
        _("Platsen är redan avslutad, med %(ends_on)s som sista dag."),
        _("Det som varit ändras inte. Lägg till en ny plats i stället."),
    ),
    "seat-was-called": Refusal(
        _("Platsen står i närvarolistan för mötet den %(day)s."),
        _("Välj en dag efter mötet, så att det mötet inte ändras."),
    ),
    "only-substitutes-are-ordered": Refusal(_("Bara ersättare har en ordning att tjänstgöra i.")),
    "rule-flawed": Refusal(
        _("Regeln går inte att spara så. %(flaws)s"), _("Rätta uppgifterna och spara igen.")
    ),
    "rule-change-must-come-later": Refusal(
        _("Ändringen måste gälla från en dag efter regelns första dag, %(starts_on)s."),
        _("Välj en senare dag, eller ta bort regeln om den blev fel."),
    ),
    "rule-has-ended": Refusal(
        _("Regeln gäller inte längre, eller har redan ändrats."),
        _("Gå tillbaka till reglerna och ändra den som gäller, eller lägg till en ny."),
    ),
    "rule-ends-before-it-begins": Refusal(
        _("Regeln kan inte sluta före sin första dag, %(starts_on)s."), _("Välj en senare dag.")
    ),
    "rule-is-used": Refusal(
        _("Regeln används och kan inte tas bort."), _("Avsluta den i stället, med sista dag.")
    ),
    "seat-is-in-a-roll": Refusal(
        _("Platsen står i en närvarolista och kan inte tas bort."), _("Avsluta den i stället, med sista dag.")
    ),
}
