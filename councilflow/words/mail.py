"""What each kind of mail is called in the mail log."""

from __future__ import annotations

from councilflow.i18n import lazy_gettext as _

MAIL_KINDS = {
    "invitation": _("Kallelse"),
    "presenting": _("Inbjudan att föredra"),
    "copy": _("Kopia till officiell adress"),
    "changes": _("Ändringar efter kallelsen"),
    "moved": _("Ändrat möte"),
    "cancelled": _("Inställt möte"),
    "withdrawn": _("Inte längre kallad"),
    "invitation-withdrawn": _("Återkallad inbjudan"),
    "answer-reminder": _("Påminnelse om svar"),
    "preparation-reminder": _("Påminnelse om förberedelse"),
    "substitute": _("Fråga till ersättare"),
    "substitute-not-needed": _("Ersättare behövs inte"),
    "action-link": _("Länk att lämna in med"),
    "extension-asked": _("Begäran om mer tid"),
    "extension-answered": _("Svar om mer tid"),
    "minutes": _("Protokoll"),
    "extract": _("Protokollsutdrag"),
    "statement": _("Yttrande eller skrivelse"),
}
"""A kind that is not here stands in the log under its subject alone."""
