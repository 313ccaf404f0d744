"""The words of the meeting while it goes on: speaking, wordings, votes (G.2, G.3)."""

from __future__ import annotations

from enum import StrEnum

from councilflow.i18n import LazyText
from councilflow.i18n import lazy_gettext as _
from councilflow.process.presence import Move
from councilflow.process.profiles import Quorum
from councilflow.process.restating import BuiltOn, Following
from councilflow.process.sitting import AmendmentState, Ballot, SpeechKind, VoteWay

SITTING_WORDS: list[tuple[StrEnum, LazyText]] = [
    (Move.ARRIVES, _("Anländer")),
    (Move.LEAVES, _("Går")),
    (Move.TO_ROOM, _("Byter till på plats")),
    (Move.TO_LINE, _("Byter till på distans")),
    (Quorum.MORE_THAN_HALF, _("Mer än hälften av ledamöterna")),
    (Quorum.HALF, _("Minst hälften av ledamöterna")),
    (Following.ENTERS_REGISTER, _("Paragrafen kommer in bland ställningstagandena.")),
    (Following.LEAVES_REGISTER, _("Paragrafen tas bort ur ställningstagandena, och ordalydelsen stryks.")),
    (Following.COMES_BACK_TO_POOL, _("Frågan kommer tillbaka bland de föreslagna frågorna.")),
    (Following.STAYS_IN_POOL, _("Frågan ligger kvar bland de föreslagna frågorna.")),
    (Following.LEAVES_POOL, _("Frågan räknas som behandlad och väntar inte längre på ett möte.")),
    (BuiltOn.WORK, _("En organisation har skrivit vad den gör för ställningstagandet.")),
    (BuiltOn.EFFORT, _("En gemensam satsning hör till ställningstagandet.")),
    (BuiltOn.TELLING, _("Kommunikationsplanen säger vad som berättas om ställningstagandet.")),
    (BuiltOn.REPLACES, _("Ställningstagandet ersätter ett annat, eller är ersatt.")),
    (BuiltOn.FOLLOWED, _("Ställningstagandet har ett budskap eller en dag för uppföljning.")),
    (BuiltOn.STATEMENT, _("Ett yttrande som är antaget eller skickat hänvisar till paragrafen.")),
    (BuiltOn.REPRESENTATION, _("Någon är vald till ett uppdrag vid paragrafen.")),
    (BuiltOn.PLAN, _("En plan hänvisar till paragrafen.")),
    (SpeechKind.SPEECH, _("Anförande")),
    (SpeechKind.REPLY, _("Replik")),
    (AmendmentState.SUGGESTED, _("Föreslagen")),
    (AmendmentState.TAKEN_IN, _("Tas in")),
    (AmendmentState.LEFT_OUT, _("Tas inte in")),
    (AmendmentState.WITHDRAWN, _("Tillbakatagen")),
    (VoteWay.ACCLAMATION, _("Utan omröstning")),
    (VoteWay.BY_PARTY, _("Omröstning per parti")),
    (VoteWay.BY_PERSON, _("Omröstning per person")),
    (Ballot.FOR, _("Ja")),
    (Ballot.AGAINST, _("Nej")),
    (Ballot.ABSTAINS, _("Avstår från att rösta")),
]

SITTING_EVENTS: dict[str, LazyText] = {
    "motion-made": _("%(who)s skrev in ett yrkande: %(about)s"),
    "motion-withdrawn": _("%(who)s tog tillbaka ett yrkande: %(about)s"),
    "vote-taken": _("%(who)s skrev in hur en proposition utföll: %(about)s"),
    "vote-removed": _("%(who)s tog bort en proposition: %(about)s"),
    "wording-suggested": _("%(who)s skrev in ett förslag till annan ordalydelse: %(about)s"),
    "wording-taken-in": _("%(who)s tog in ett förslag till annan ordalydelse: %(about)s"),
    "wording-left-out": _("%(who)s tog inte in ett förslag till annan ordalydelse: %(about)s"),
    "wording-withdrawn": _("%(who)s tog tillbaka ett förslag till annan ordalydelse: %(about)s"),
    "presence-changed": _("%(who)s antecknade att närvaron ändrades för %(about)s"),
    "presence-corrected": _("%(who)s rättade närvaron för %(about)s"),
    "presence-removed": _("%(who)s strök en ändring av närvaron för %(about)s"),
    "record-corrected": _("%(who)s rättade mötets anteckningar efter att mötet avslutats"),
    "guest-removed": _("%(who)s tog bort %(about)s från närvarolistan"),
    "outcome-corrected": _("%(who)s rättade utfallet i %(about)s"),
    "wording-corrected": _("%(who)s rättade ordalydelsen i %(about)s"),
    "guest-added": _("%(who)s skrev upp %(about)s på närvarolistan"),
    "substitute-called": _("%(who)s antecknade att %(about)s tjänstgör"),
    "substitute-relieved": _("%(who)s antecknade att %(about)s inte längre tjänstgör"),
    "recusal-noted": _("%(who)s antecknade jäv för %(about)s"),
    "recusal-left": _("%(who)s antecknade att %(about)s lämnade rummet på grund av jäv"),
    "recusal-returned": _("%(who)s antecknade att %(about)s kom tillbaka efter jäv"),
    "recusal-withdrawn": _("%(who)s strök jäv för %(about)s"),
    "stance-changed-at-meeting": _("%(who)s skrev in en hållning som ändrades på mötet: %(about)s"),
    "text-module-saved": _("%(who)s sparade en färdig mening: %(about)s"),
    "text-module-removed": _("%(who)s tog bort en färdig mening: %(about)s"),
    "speaker-removed": _("%(who)s strök %(about)s från talarlistan"),
    "speaker-left": _("%(about)s ströks från talarlistan, eftersom personen inte längre är med"),
    "speakers-closed": _("%(who)s satte streck i debatten om %(about)s"),
    "speakers-reopened": _("%(who)s öppnade talarlistan igen för %(about)s"),
    "immediate-approval-noted": _("%(who)s antecknade att paragrafen justeras omedelbart: %(about)s"),
    "immediate-approval-withdrawn": _("%(who)s tog tillbaka att paragrafen justeras omedelbart: %(about)s"),
    "item-taken-up": _("%(who)s tog upp %(about)s"),
    "meeting-adjourned": _("%(who)s ajournerade mötet"),
    "meeting-resumed": _("%(who)s återupptog mötet"),
}

SITTING_FACTS: dict[str, LazyText] = {
    "speaking_minutes": _("Vanlig talartid"),
    "speakers_in_minutes": _("Protokollet säger vilka som har yttrat sig"),
    "question": _("Proposition"),
    "carried": _("Bifall"),
    "presence": _("Närvaro"),
    "clock": _("Klockan"),
    "from-item": _("Från punkt"),
    "on-item": _("Punkt"),
    "until": _("Till"),
    "noted_outcome": _("Utfall"),
}
