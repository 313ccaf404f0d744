"""What waits for somebody, in words, and where one does it."""

from __future__ import annotations

from collections.abc import Callable

from councilflow import i18n
from councilflow.i18n import gettext as _
from councilflow.i18n import ngettext
from councilflow.services.start import Task, Waiting
from councilflow.words import word

WHERE: dict[Task, tuple[str, ...]] = {
    Task.ANSWER_NOMINATION: ("nominations.answer", "request_id"),
    Task.ANSWER_ISSUE: ("issues.show", "issue_id"),
    Task.WAKE_ISSUE: ("issues.show", "issue_id"),
    Task.COMPLETE_ITEMS: ("meetings.show", "meeting_id"),
    Task.FINISH_PREPARING: ("meetings.show", "meeting_id"),
    Task.SET_AGENDA: ("meetings.show", "meeting_id"),
    Task.INVITE: ("invitations.confirm", "meeting_id"),
    Task.INVITE_ON_ORDER: ("invitations.confirm", "meeting_id"),
    Task.SEND_CHANGES: ("agenda.changes", "meeting_id"),
    Task.CALL_SUBSTITUTE: ("invitations.recipients", "meeting_id"),
    Task.ANSWER_EXTENSIONS: ("preparation.extension_requests", "meeting_id"),
    Task.READ_COMMENTS: ("agenda.comments_on_agenda", "meeting_id"),
    Task.ANSWER_INVITATION: ("invitations.answer", "secret"),
    Task.PREPARE_AT_HOME: ("preparation.room", "meeting_id"),
    Task.CLOSE_PREPARATION: ("preparation.close", "meeting_id"),
    Task.PRESENT: ("invitations.presenting", "item_id"),
    Task.OPEN_MEETING: ("desk.show", "meeting_id"),
    Task.GO_TO_MEETING: ("meetings.show", "meeting_id"),
    Task.CLOSE_MEETING: ("desk.show", "meeting_id"),
    Task.WRITE_MINUTES: ("minutes.edit", "meeting_id"),
    Task.LOCK_MINUTES: ("minutes.show", "meeting_id"),
    Task.REVIEW_MINUTES: ("minutes.show", "meeting_id"),
    Task.SIGN_MINUTES: ("minutes.sign", "meeting_id"),
    Task.SIGN_AT_ONCE: ("minutes.supplement", "meeting_id", "supplement_id"),
    Task.SIGN_CORRECTION: ("minutes.supplement", "meeting_id", "supplement_id"),
    Task.REMIND_REVIEWERS: ("minutes.show", "meeting_id"),
    Task.REMIND_SIGNERS: ("minutes.show", "meeting_id"),
    Task.POST_NOTICE: ("minutes.notice", "meeting_id"),
    Task.TAKE_DOWN_NOTICE: ("minutes.notice", "meeting_id"),
    Task.LOOK_AT_MAIL: ("mail.index", "meeting_id"),
    Task.GO_THROUGH_CHECKLIST: ("checklists.show", "meeting_id"),
    Task.FILL_SEATS: ("councils.manage", "council_id"),
    Task.PLAN_YEAR: ("series.index", "council_id"),
    Task.REVIEW_PLAN: ("plans.review", "plan_id"),
    Task.REPORT_MEASURES: ("plans.mine",),
    Task.ENTER_FORMAL_DECISIONS: ("standpoints.own_decisions",),
    Task.FOLLOW_FORMAL_DECISIONS: ("standpoints.overdue", "council_id"),
    Task.FOLLOW_UP_STANDPOINT: ("standpoints.show", "item_id"),
    Task.ANSWER_HEARING: ("outwards.hearing", "council_id", "hearing_id"),
    Task.TELL: ("outwards.communication", "council_id"),
    Task.FILL_PLACE: ("outwards.representations", "council_id"),
    Task.REPORT_BACK: ("report_backs.show", "meeting_id", "organisation_id"),
    Task.FOLLOW_REPORT_BACKS: ("report_backs.matrix", "council_id"),
    Task.FOLLOW_UP_EFFORTS: ("efforts.index", "council_id"),
}


def _ready_at_home(w: Waiting) -> str:
    """What colleagues have marked as ready, said to whoever hands it in."""
    if not w.ready:
        return ""
    return " " + ngettext("1 är klar hos er att lämna in.", "%(n)s är klara hos er att lämna in.", w.ready)


def _meeting(waiting: Waiting) -> str:
    return i18n.date_long(waiting.meeting_on) if waiting.meeting_on else ""


WORDS: dict[Task, Callable[[Waiting], tuple[str, str, str]]] = {
    Task.ANSWER_NOMINATION: lambda w: (
        _("Svara på förfrågan om namn: %(title)s", title=w.title),
        _("Din organisation ska föreslå vem som ska sitta."),
        _("Läs och svara"),
    ),
    Task.ANSWER_ISSUE: lambda w: (
        _("Svara på förslaget %(title)s", title=w.title),
        _("Den som föreslog frågan väntar på svar: till agendan, vilar eller avböjd."),
        _("Läs och svara"),
    ),
    Task.WAKE_ISSUE: lambda w: (
        _("Ta ställning till om %(title)s ska vila längre", title=w.title),
        _("Frågan har vilat till den dag som ni satte."),
        _("Öppna frågan"),
    ),
    Task.COMPLETE_ITEMS: lambda w: (
        _("Komplettera dagordningen till mötet den %(day)s", day=_meeting(w)),
        ngettext(
            "En punkt saknar något innan kallelsen kan skickas.",
            "%(n)s punkter saknar något innan kallelsen kan skickas.",
            w.count,
        ),
        _("Komplettera"),
    ),
    Task.FINISH_PREPARING: lambda w: (
        _("Gör dagordningen till mötet den %(day)s klar", day=_meeting(w)),
        _("Inget saknas. Markera den som beredd, så kan ordföranden fastställa den.")
        if w.count
        else _("Det finns inga frågor på den än."),
        _("Till dagordningen"),
    ),
    Task.SET_AGENDA: lambda w: (
        _("Fastställ dagordningen till mötet den %(day)s", day=_meeting(w)),
        _("Beredningsgruppen är klar."),
        _("Granska dagordningen"),
    ),
    Task.INVITE: lambda w: (
        _("Skicka kallelsen till mötet den %(day)s", day=_meeting(w)),
        _("Dagordningen är fastställd."),
        _("Granska och skicka"),
    ),
    Task.INVITE_ON_ORDER: lambda w: (
        _("Kallelsen till mötet den %(day)s är inte skickad", day=_meeting(w)),
        _("Ordföranden skickar den. Du kan göra det på ordförandens uppdrag."),
        _("Till kallelsen"),
    ),
    Task.SEND_CHANGES: lambda w: (
        _("Skicka det som ändrats efter kallelsen till mötet den %(day)s", day=_meeting(w)),
        ngettext(
            "En punkt har ändrats, och ingen har fått veta det.",
            "%(n)s punkter har ändrats, och ingen har fått veta det.",
            w.count,
        ),
        _("Läs ändringarna"),
    ),
    Task.CALL_SUBSTITUTE: lambda w: (
        _("Fråga ersättare till mötet den %(day)s", day=_meeting(w)),
        ngettext(
            "En ledamot kommer inte, och ingen ersättare har fått frågan.",
            "%(n)s ledamöter kommer inte, och ingen ersättare har fått frågan.",
            w.count,
        ),
        _("Se och fråga"),
    ),
    Task.ANSWER_EXTENSIONS: lambda w: (
        _("Svara om mer tid inför mötet den %(day)s", day=_meeting(w)),
        ngettext(
            "En organisation har bett om mer tid och väntar på svar.",
            "%(n)s organisationer har bett om mer tid och väntar på svar.",
            w.count,
        ),
        _("Läs och svara"),
    ),
    Task.READ_COMMENTS: lambda w: (
        _("Läs kommentarerna till dagordningen den %(day)s", day=_meeting(w)),
        ngettext(
            "En kommentar från någon annan är inte avklarad.",
            "%(n)s kommentarer från andra är inte avklarade.",
            w.count,
        ),
        _("Läs"),
    ),
    Task.ANSWER_INVITATION: lambda w: (
        _("Svara om du kommer till mötet den %(day)s", day=_meeting(w)),
        "",
        _("Svara"),
    ),
    Task.PREPARE_AT_HOME: lambda w: (
        _("Lämna in er hållning till mötet den %(day)s", day=_meeting(w)),
        ngettext(
            "Ett ställningstagande är inte inlämnat.",
            "%(n)s ställningstaganden är inte inlämnade.",
            w.count,
        )
        + _ready_at_home(w),
        _("Fortsätt förbereda"),
    ),
    Task.CLOSE_PREPARATION: lambda w: (
        _("Stäng förberedelsen inför mötet den %(day)s", day=_meeting(w)),
        _("Sista dagen för organisationernas hållning har varit. Rådet tar ställning när den är stängd."),
        _("Stäng förberedelsen"),
    ),
    Task.PRESENT: lambda w: (
        _("Du föredrar %(title)s", title=w.title),
        _("Mötet är den %(day)s. Här finns underlaget till din punkt.", day=_meeting(w)),
        _("Öppna din punkt"),
    ),
    Task.OPEN_MEETING: lambda w: (
        _("Öppna mötet den %(day)s", day=_meeting(w)),
        "",
        _("Till mötet"),
    ),
    Task.GO_TO_MEETING: lambda w: (_("Mötet pågår"), "", _("Följ mötet")),
    Task.CLOSE_MEETING: lambda w: (
        _("Mötet pågår"),
        _("Det avslutas när varje punkt har ett utfall."),
        _("Till mötet"),
    ),
    Task.WRITE_MINUTES: lambda w: (
        _("Skriv klart protokollet från mötet den %(day)s", day=_meeting(w)),
        _("%(name)s har skickat tillbaka det. Läs vad som ska ändras.", name=w.title)
        if w.title
        else _("Utkastet är gjort av det som antecknades på mötet."),
        _("Öppna utkastet"),
    ),
    Task.LOCK_MINUTES: lambda w: (
        _("Lås protokollet från mötet den %(day)s för underskrift", day=_meeting(w)),
        _("Justerarna har godkänt texten."),
        _("Öppna protokollet"),
    ),
    Task.REVIEW_MINUTES: lambda w: (
        _("Granska protokollet från mötet den %(day)s", day=_meeting(w)),
        _("Du är vald att justera. Godkänn texten eller skicka tillbaka den med en kommentar."),
        _("Läs protokollet"),
    ),
    Task.SIGN_MINUTES: lambda w: (
        _("Skriv under protokollet från mötet den %(day)s", day=_meeting(w)),
        "",
        _("Läs och skriv under"),
    ),
    Task.SIGN_AT_ONCE: lambda w: (
        _("Skriv under paragrafer från mötet den %(day)s", day=_meeting(w)),
        _("De justeras omedelbart, före resten av protokollet."),
        _("Läs och skriv under"),
    ),
    Task.SIGN_CORRECTION: lambda w: (
        _("Skriv under rättelsen av protokollet från mötet den %(day)s", day=_meeting(w)),
        "",
        _("Läs och skriv under"),
    ),
    Task.REMIND_REVIEWERS: lambda w: (
        _("Påminn om granskningen av protokollet från mötet den %(day)s", day=_meeting(w)),
        ngettext(
            "En justerare har inte godkänt det än.", "%(n)s justerare har inte godkänt det än.", w.count
        ),
        _("Öppna protokollet"),
    ),
    Task.REMIND_SIGNERS: lambda w: (
        _("Påminn om underskrifterna av protokollet från mötet den %(day)s", day=_meeting(w)),
        ngettext(
            "En person har inte skrivit under än.", "%(n)s personer har inte skrivit under än.", w.count
        ),
        _("Öppna protokollet"),
    ),
    Task.POST_NOTICE: lambda w: (
        _("Sätt upp anslaget om protokollet från mötet den %(day)s", day=_meeting(w)),
        _("Det ska upp på anslagstavlan senast andra dagen efter justeringen."),
        _("Till anslaget"),
    ),
    Task.TAKE_DOWN_NOTICE: lambda w: (
        _("Anslaget om protokollet från mötet den %(day)s får tas ner", day=_meeting(w)),
        _("Det har suttit uppe i tre veckor. Notera dagen då det togs ner."),
        _("Till anslaget"),
    ),
    Task.LOOK_AT_MAIL: lambda w: (
        ngettext("Ett mejl gick inte att skicka", "%(n)s mejl gick inte att skicka", w.count),
        _("De hör till mötet den %(day)s.", day=_meeting(w)),
        _("Se vilka"),
    ),
    Task.GO_THROUGH_CHECKLIST: lambda w: (
        _("Gå igenom checklistan till mötet den %(day)s", day=_meeting(w)),
        _("Inte avbockat: %(points)s.", points=i18n.listed([word(point) for point in w.points])),
        _("Till checklistan"),
    ),
    Task.FILL_SEATS: lambda w: (
        _("Se över platserna före nästa möte"),
        ngettext(
            "En plats är tom eller stämmer inte med rådets sammansättning.",
            "%(n)s platser är tomma eller stämmer inte med rådets sammansättning.",
            w.count,
        ),
        _("Till platserna"),
    ),
    Task.REVIEW_PLAN: lambda w: (
        _("Gå igenom %(title)s", title=w.title),
        _("Planen aktualiseras varje år och justeras vid behov."),
        _("Notera genomgången"),
    ),
    Task.PLAN_YEAR: lambda w: (
        _("Planera mötena %(year)s", year=w.year),
        ngettext(
            "Ett möte är planerat, och fler behövs.", "%(n)s möten är planerade, och fler behövs.", w.count
        )
        if w.count
        else _("Inget möte är planerat än."),
        _("Planera året"),
    ),
    Task.REPORT_MEASURES: lambda w: (
        ngettext("Rapportera en sen insats", "Rapportera %(n)s sena insatser", w.count),
        _("Perioden är slut för %(title)s.", title=w.title)
        if w.count == 1
        else _("Perioden är slut, och ingen har sagt att de är klara."),
        _("Till mina insatser"),
    ),
    Task.ENTER_FORMAL_DECISIONS: lambda w: (
        ngettext(
            "Skriv in ert formella beslut om %(title)s",
            "Skriv in %(n)s formella beslut",
            w.count,
            title=w.title,
        ),
        _("Säg om ni behöver ett eget beslut, var och när, och vad det blev."),
        _("Till våra formella beslut"),
    ),
    Task.FOLLOW_FORMAL_DECISIONS: lambda w: (
        ngettext(
            "Ett formellt beslut eller svar är sent", "%(n)s formella beslut eller svar är sena", w.count
        ),
        _("Se vilka organisationer det gäller, och påminn dem."),
        _("Se vilka"),
    ),
    Task.ANSWER_HEARING: lambda w: (
        _("Svara på remissen %(title)s", title=w.title),
        _("Skriv ett yttrande, eller säg att rådet avstår."),
        _("Öppna remissen"),
    ),
    Task.TELL: lambda w: (
        ngettext(
            "En sak i kommunikationsplanen ska berättas",
            "%(n)s saker i kommunikationsplanen ska berättas",
            w.count,
        ),
        w.title,
        _("Till planen"),
    ),
    Task.FILL_PLACE: lambda w: (
        ngettext(
            "En plats där rådet är representerat behöver fyllas",
            "%(n)s platser där rådet är representerat behöver fyllas",
            w.count,
        ),
        _("Platsen är ledig eller tar snart slut."),
        _("Se platserna"),
    ),
    Task.FOLLOW_UP_STANDPOINT: lambda w: (
        _("Följ upp ställningstagandet %(title)s", title=w.title),
        _("Dagen som ni satte för uppföljning är här."),
        _("Öppna ställningstagandet"),
    ),
    Task.REPORT_BACK: lambda w: (
        _("Återför mötet den %(day)s i %(organisation)s", day=_meeting(w), organisation=w.title),
        _("En sammanfattning att ta med hem ligger färdig."),
        _("Hämta sammanfattningen"),
    ),
    Task.FOLLOW_REPORT_BACKS: lambda w: (
        ngettext("En återföring är sen", "%(n)s återföringar är sena", w.count),
        _("Se vilka organisationer det gäller."),
        _("Se vilka"),
    ),
    Task.FOLLOW_UP_EFFORTS: lambda w: (
        ngettext("Följ upp %(title)s", "Följ upp %(n)s åtaganden", w.count, title=w.title),
        _("Dagen för uppföljning är här. Skriv in hur det har gått."),
        _("Till det som ska följas upp"),
    ),
}
