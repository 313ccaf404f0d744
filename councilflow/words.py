"""The words people read for the values that the tables store (process.md, part G.5).

One place for pages, mails and documents. `word(Stance.SUPPORT)` gives the sentence in the language being
spoken; a value without a word is a mistake that a test finds.
"""

from __future__ import annotations

from enum import StrEnum

from councilflow.i18n import LazyText
from councilflow.i18n import lazy_gettext as _
from councilflow.process.agenda import Gap, IssueState, IssueStep, ItemKind, StandingItem
from councilflow.process.consensus import Gate, Outcome
from councilflow.process.councils import BodyKind, Category, Office, OrganisationKind, Side
from councilflow.process.mail import MailState
from councilflow.process.meeting import (
    InvitationAnswer,
    MeetingForm,
    MeetingKind,
    MeetingState,
    Presence,
    SignatoryRole,
)
from councilflow.process.minutes import MinutesState
from councilflow.process.preparation import PreparationState, Stance

_WORDS: list[tuple[StrEnum, LazyText]] = [
    (OrganisationKind.MUNICIPALITY, _("Kommun")),
    (OrganisationKind.REGION, _("Region")),
    (OrganisationKind.STATE_COUNTY_BOARD, _("Länsstyrelse")),
    (OrganisationKind.MUNICIPAL_ASSOCIATION, _("Kommunförbund")),
    (OrganisationKind.PARTNERSHIP, _("Partnerskap")),
    (OrganisationKind.STATE_AGENCY, _("Statlig myndighet")),
    (OrganisationKind.UNIVERSITY, _("Universitet eller högskola")),
    (OrganisationKind.BUSINESS_PROMOTION, _("Näringslivsfrämjande organisation")),
    (OrganisationKind.CIVIL_SOCIETY, _("Civilsamhällets organisation")),
    (OrganisationKind.OTHER, _("Annan organisation")),
    (BodyKind.COUNCIL, _("Samverkansråd")),
    (BodyKind.WIDE_COUNCIL, _("Samverkansråd i bredare krets")),
    (BodyKind.PREPARATORY_GROUP, _("Beredningsgrupp")),
    (Category.MEMBER, _("Ledamot")),
    (Category.SUBSTITUTE, _("Ersättare")),
    (Category.ADJUNCT, _("Adjungerad")),
    (Category.SPEAKING_FUNCTION, _("Funktion med yttranderätt")),
    (Category.ACTOR, _("Deltagande aktör")),
    (Category.OBSERVER, _("Observatör")),
    (Category.SECRETARY, _("Sekreterare")),
    (Category.OFFICIAL, _("Tjänsteperson")),
    (Category.PREPARER, _("Beredningsgrupp")),
    (Side.MAJORITY, _("majoritet")),
    (Side.OPPOSITION, _("opposition")),
    (Office.CHAIR, _("Ordförande")),
    (Office.VICE_CHAIR, _("Vice ordförande")),
    (IssueState.PROPOSED, _("Föreslagen")),
    (IssueState.IN_PREPARATION, _("Under beredning")),
    (IssueState.PREPARED, _("Förberedd")),
    (IssueState.ON_AGENDA, _("På dagordningen")),
    (IssueState.HANDLED, _("Behandlad")),
    (IssueState.RESTING, _("Vilande")),
    (IssueState.DECLINED, _("Avböjd")),
    (IssueState.REFERRED_BACK, _("Återremitterad")),
    (IssueState.POSTPONED, _("Bordlagd")),
    (IssueStep.TAKE_UP, _("Ta upp till beredning")),
    (IssueStep.FINISH, _("Markera som förberedd")),
    (IssueStep.PUT_ON_AGENDA, _("Sätt upp på dagordningen")),
    (IssueStep.TAKE_OFF_AGENDA, _("Ta bort från dagordningen")),
    (IssueStep.REST, _("Låt vila")),
    (IssueStep.DECLINE, _("Avböj")),
    (IssueStep.HANDLE, _("Behandla")),
    (IssueStep.REFER_BACK, _("Återremittera")),
    (IssueStep.POSTPONE, _("Bordlägg")),
    (ItemKind.STANDPOINT, _("Ställningstagande")),
    (ItemKind.INFORMATION, _("Information")),
    (ItemKind.STANDING, _("Stående punkt")),
    (StandingItem.OPENING, _("Öppnande, val av justerare och dagordning")),
    (StandingItem.PREVIOUS_MINUTES, _("Föregående protokoll")),
    (StandingItem.FOLLOW_UP, _("Uppföljning av tidigare ställningstaganden")),
    (StandingItem.OTHER, _("Övriga frågor")),
    (StandingItem.CLOSING, _("Nästa möte och avslutning")),
    (Gap.KIND, _("Välj om punkten gäller information eller ställningstagande.")),
    (Gap.STRATEGY_LINK, _("Välj minst ett mål eller fokusområde i RUS.")),
    (Gap.STRATEGY_SENTENCE, _("Skriv en mening om hur frågan hänger ihop med RUS.")),
    (Gap.BACKGROUND, _("Lägg till bakgrund, en bilaga eller frågor att förbereda hemma.")),
    (Gap.PROPOSAL, _("Skriv ett förslag till ställningstagande.")),
    (Gate.PREPARATION_OPEN, _("Förberedelsen är inte stängd.")),
    (Gate.PRESENTATION_NOT_HELD, _("Föredragningen är inte hållen.")),
    (Outcome.CONSENSUS, _("Konsensus")),
    (Outcome.CONSENSUS_NOTED, _("Konsensus, avvikande synpunkt antecknad")),
    (Outcome.NONE, _("Inget ställningstagande")),
    (Outcome.POSTPONED, _("Bordlagd")),
    (Outcome.REFERRED_BACK, _("Återremitterad")),
    (Outcome.NOTED, _("Till protokollet")),
    (MeetingState.PREPARING, _("Beredning")),
    (MeetingState.PREPARED, _("Beredd")),
    (MeetingState.SET, _("Fastställd")),
    (MeetingState.INVITED, _("Kallad")),
    (MeetingState.ONGOING, _("Pågår")),
    (MeetingState.HELD, _("Avslutat")),
    (MeetingForm.DIGITAL, _("Digitalt")),
    (MeetingForm.PHYSICAL, _("På plats")),
    (MeetingForm.HYBRID, _("På plats och digitalt")),
    (MeetingKind.REGULAR, _("Ordinarie möte")),
    (MeetingKind.EXTRA, _("Extra möte")),
    (MeetingKind.PLANNING, _("Strategiskt planeringsmöte")),
    (InvitationAnswer.COMES, _("Kommer")),
    (InvitationAnswer.REMOTELY, _("Deltar på distans")),
    (InvitationAnswer.ABSENT, _("Kommer inte")),
    (Presence.ON_SITE, _("På plats")),
    (Presence.REMOTE, _("På distans")),
    (Presence.ABSENT, _("Frånvarande")),
    (Presence.EXCUSED, _("Anmält förhinder")),
    (SignatoryRole.SECRETARY, _("Sekreterare")),
    (SignatoryRole.CHAIR, _("Ordförande")),
    (SignatoryRole.ELECTED, _("Justerare")),
    (PreparationState.NOT_STARTED, _("Ej påbörjad")),
    (PreparationState.PRIVATE, _("Pågår (bara vi ser)")),
    (PreparationState.SUBMITTED, _("Inlämnad")),
    (PreparationState.CHANGED, _("Inlämnad, ändrad hemma sedan dess")),
    (Stance.SUPPORT, _("Ställer sig bakom")),
    (Stance.SUPPORT_YIELDING, _("Ställer sig bakom, avstår något")),
    (Stance.DISSENT, _("Avvikande synpunkt")),
    (Stance.NEEDS_MORE, _("Behöver mer underlag")),
    (MinutesState.DRAFT, _("Utkast")),
    (MinutesState.IN_REVIEW, _("För granskning")),
    (MinutesState.LOCKED, _("Väntar på underskrifter")),
    (MinutesState.SIGNED, _("Justerat")),
    (MailState.QUEUED, _("I kö")),
    (MailState.SENT, _("Skickat")),
    (MailState.FAILED, _("Gick inte att skicka")),
    (MailState.SENT_AGAIN, _("Skickat igen")),
]

# A StrEnum equals its text, so 'postponed' of two kinds would share a key: the kind belongs to it.
WORDS = {(type(value), value): text for value, text in _WORDS}


def word(value: StrEnum) -> str:
    """What people read for `value`, in the language being spoken. KeyError for a value without a word."""
    return str(WORDS[type(value), value])


EVENTS: dict[str, LazyText] = {
    "issue-proposed": _("%(who)s föreslog frågan %(about)s"),
    "issue-step": _("%(who)s tog ett steg med frågan %(about)s"),
}
"""A sentence for every kind of journal entry; `who` and `about` come from the entry."""
