"""Refusals about plans: their tree, their import, their adoption."""

from __future__ import annotations

from councilflow.i18n import lazy_gettext as _
from councilflow.web.refusals.refusal import Refusal

REFUSALS: dict[str, Refusal] = {
    "goal-in-use": Refusal(
        _("En punkt eller en föreslagen fråga är kopplad till ”%(title)s”, så raden kan inte tas bort."),
        _("Skriv tillbaka raden ordagrant och spara igen."),
    ),
    "plan-adopted": Refusal(
        _("%(title)s är antagen och kan inte ändras."),
        _("Öppna en ny version av planen först."),
    ),
    # Links between plans, areas, rolling over
    "link-to-itself": Refusal(_("”%(title)s” kan inte kopplas till sig själv."), _("Välj något annat.")),
    "link-goes-round": Refusal(
        _("”%(title)s” är redan kopplad åt andra hållet."),
        _("Ta bort den kopplingen först, eller låt den stå."),
    ),
    "link-gone": Refusal(
        _("Kopplingen från ”%(title)s” finns inte längre."), _("Ladda om sidan för att se det som gäller.")
    ),
    "not-a-linked-plan": Refusal(
        _("%(title)s är rådets egen plan och står inte i registret över andras."),
        _("Öppna den på sidan Planer."),
    ),
    "logo-no-picture": Refusal(
        _("Filen %(name)s är ingen bild som går att visa."),
        _("Spara den som PNG eller JPEG, högst 6 000 bildpunkter bred, och välj den igen."),
    ),
    "no-area": Refusal(
        _("”%(title)s” är inget område."), _("Bara områden bedöms. Öppna ett av planens områden.")
    ),
    "roll-over-elsewhere": Refusal(
        _("Insatser ur %(title)s kan inte fortsätta i den här planen."),
        _("Välj en annan plan som hör till samma råd."),
    ),
    "nothing-to-roll": Refusal(
        _("Ingen av insatserna i %(title)s återstår att ta över."),
        _("De kan redan ha tagits över. Ladda om sidan för att se det som gäller."),
    ),
    # The tree by hand
    "plan-not-empty": Refusal(
        _("%(title)s har innehåll eller historia och kan inte tas bort."),
        _("Ta bort det som står i planen först. Det som har lästs in ångras som en helhet."),
    ),
    "plan-under-itself": Refusal(
        _("%(title)s kan inte höra till en plan som hör till den själv."), _("Välj en annan plan.")
    ),
    "plan-parent-elsewhere": Refusal(
        _("En plan kan bara höra till en annan av rådets egna planer."), _("Välj en av rådets planer.")
    ),
    "plan-is-linked": Refusal(
        _("%(title)s är någon annans plan och öppnas inte härifrån."), _("Länka till den i stället.")
    ),
    "node-changed-meanwhile": Refusal(
        _("Någon annan har ändrat ”%(title)s” medan du skrev."),
        _("Jämför texterna och spara en gång till om din ska gälla."),
    ),
    "node-under-measure": Refusal(
        _("Under insatsen ”%(title)s” kan inget annat stå."), _("Välj ett område, ett mål eller en strategi.")
    ),
    "node-under-itself": Refusal(
        _("”%(title)s” kan inte stå under sig själv."), _("Välj en annan plats i planen.")
    ),
    "node-continues-itself": Refusal(
        _("”%(title)s” kan inte fortsätta från sig själv."), _("Välj en annan insats.")
    ),
    "node-in-use": Refusal(
        _("En punkt eller en föreslagen fråga är kopplad till ”%(title)s”, så den kan inte tas bort."),
        _("Ändra kopplingen först, eller låt raden stå."),
    ),
    "node-has-children": Refusal(
        _("Under ”%(title)s” står något mer, så den kan inte tas bort."),
        _("Flytta eller ta bort det som står under den först."),
    ),
    "node-is-continued": Refusal(
        _("En annan insats fortsätter från ”%(title)s”, så den kan inte tas bort."),
        _("Ta bort den kopplingen först."),
    ),
    "node-has-history": Refusal(
        _("Något har rapporterats, bedömts eller beslutats om ”%(title)s”, så den kan inte tas bort."),
        _("Sätt insatsens läge till avslutad i stället."),
    ),
    # Following
    "no-measure": Refusal(_("”%(title)s” är ingen insats, så det finns inget läge att rapportera.")),
    "no-goal": Refusal(_("”%(title)s” är inget mål, så det finns inget att bedöma.")),
    "status-in-future": Refusal(
        _("Det går inte att rapportera för en dag som inte har varit."),
        _("Skriv dagens datum eller ett tidigare."),
    ),
    "status-says-nothing": Refusal(
        _("Rapporten säger inget än."), _("Välj ett läge eller skriv vad som har hänt.")
    ),
    "no-such-group": Refusal(_("Gruppen hör inte till rådet."), _("Välj en av rådets grupper.")),
    # A plan in a file of its own (councilflow-plan)
    "plan-file-unreadable": Refusal(
        _("Filen är inte skriven som JSON: det stannar på rad %(line)s."),
        _("Exportera planen igen eller rätta filen på den raden."),
    ),
    "plan-file-other-format": Refusal(
        _("Filen är JSON men ingen plan ur Councilflow."),
        _("Välj en fil där format är councilflow-plan."),
    ),
    "plan-file-newer": Refusal(
        _("Filen har version %(version)s av formatet, men här läses version %(newest)s."),
        _("Exportera planen igen från en installation med samma version."),
    ),
    "plan-file-field-unknown": Refusal(
        _("Fältet %(name)s finns inte i en plan (plats: %(where)s)."),
        _("Ta bort fältet eller rätta dess namn."),
    ),
    "plan-file-field-missing": Refusal(
        _("Fältet %(name)s saknas (plats: %(where)s)."),
        _("Lägg till fältet."),
    ),
    "plan-file-value-wrong": Refusal(
        _("Värdet %(given)s kan inte stå där det står (plats: %(where)s)."),
        _("Rätta värdet. Beskrivningen av filen säger vad som kan stå där."),
    ),
    "plan-file-key-twice": Refusal(
        _("Nyckeln %(key)s används av två rader i filen."),
        _("Ge varje rad en egen nyckel."),
    ),
    "plan-file-key-unknown": Refusal(
        _("Filen hänvisar till nyckeln %(key)s, men ingen punkt i planen har den (plats: %(where)s)."),
        _("Rätta hänvisningen eller lägg till punkten."),
    ),
    "plan-file-cycle": Refusal(
        _("Punkten %(key)s står under sig själv eller fortsätter från sig själv."),
        _("Låt den stå under en annan punkt."),
    ),
    "plan-file-link-twice": Refusal(
        _("Punkterna %(first)s och %(second)s är kopplade två gånger på samma sätt."),
        _("Ta bort den ena kopplingen."),
    ),
    "plan-file-formula": Refusal(
        _("Rad %(row)s i bladet %(sheet)s har en formel eller ett fel i en cell."),
        _("Skriv värdet i stället för formeln."),
    ),
    "plan-file-measure-missing": Refusal(
        _("Punkten %(key)s är en insats utan uppgifter om insatsen, eller har dem utan att vara en."),
        _("Rätta punktens sort, eller lägg till eller ta bort uppgifterna."),
    ),
    "money-unread": Refusal(
        _("”%(raw)s” går inte att läsa som ett belopp."),
        _("Skriv till exempel 400 000, 0,4 mill eller ett streck. Lämna tomt om inget är angivet."),
    ),
    "plan-too-deep": Refusal(
        _("I planen får högst %(most)s nivåer stå under varandra."),
        _("Låt det stå längre upp i planen."),
    ),
    "money-moved": Refusal(
        _(
            "Pengar är omfördelade till eller från raden, så den kan varken tas bort, bli en summa eller "
            "byta slag."
        ),
        _("Skriv in en omfördelning tillbaka om den var ett misstag."),
    ),
    "money-below-moved": Refusal(
        _("Från raden är redan %(moved)s omfördelat, så beloppet kan inte vara lägre än så."),
        _("Skriv in en omfördelning tillbaka om den var ett misstag."),
    ),
    "source-named-so": Refusal(
        _("Det finns redan en finansieringskälla som heter %(name)s."),
        _("Slå ihop de två om de är samma källa."),
    ),
    "source-same": Refusal(_("En källa kan inte slås ihop med sig själv."), _("Välj en annan källa.")),
    "reallocation-undecided": Refusal(
        _("En omfördelning behöver beslutet bakom sig."), _("Välj paragrafen eller skriv ärendets nummer.")
    ),
    "reallocation-nothing": Refusal(_("Beloppet ska vara större än noll.")),
    "reallocation-same": Refusal(
        _("Pengarna skulle flyttas till samma rad som de tas från."), _("Välj två olika rader.")
    ),
    "reallocation-sum": Refusal(
        _("En summa som planen själv anger är inga egna pengar att flytta."),
        _("Välj raderna som summan består av."),
    ),
    "reallocation-unlike": Refusal(
        _("Raderna är av olika slag eller i olika valutor."),
        _("Flytta budget till budget och finansiering till finansiering."),
    ),
    "reallocation-too-much": Refusal(
        _("Det finns bara %(there)s att flytta, och beloppet är %(amount)s."),
        _("Skriv ett lägre belopp, eller kryssa i att beslutet går längre än så."),
    ),
    "application-not-granted": Refusal(
        _("Ett beviljat belopp hör ihop med läget Beviljad eller Delvis beviljad."),
        _("Ändra läget eller ta bort det beviljade beloppet."),
    ),
    "application-without-grant": Refusal(
        _("Läget säger att ansökan är beviljad, men inget belopp är det."), _("Skriv det beviljade beloppet.")
    ),
    "not-a-figure": Refusal(_("”%(text)s” är inget tal."), _("Skriv till exempel 12 eller 12,5.")),
    "indicator-has-values": Refusal(
        _("%(name)s har värden, så indikatorn kan inte tas bort."), _("Ta bort värdena först.")
    ),
    "value-is-reported": Refusal(
        _("Värdet kommer ur ett projekts rapport och ändras där."), _("Öppna projektets rapport.")
    ),
    # Adoption, versions and sharing
    "plan-step-not-now": Refusal(
        _("Planen är i läget %(state)s, så det går inte nu."),
        _("Öppna planens sida och se vad som går att göra."),
    ),
    "plan-empty": Refusal(
        _("Planen har inget innehåll än, så den kan inte antas."),
        _("Skriv eller läs in planen först."),
    ),
    "plan-decided-nowhere": Refusal(
        _("Det står inte när och var det beslutades."),
        _("Skriv dagen och välj en paragraf eller skriv ärendets nummer."),
    ),
    "plan-decision-to-come": Refusal(
        _("Dagen för beslutet har inte varit än."), _("Notera beslutet när det är fattat.")
    ),
    "plan-decision-other-day": Refusal(
        _("Paragrafen är från ett möte en annan dag."),
        _("Skriv mötets dag, eller välj paragrafen från den dagen."),
    ),
    "plan-approvals-waiting": Refusal(
        _("Planen kan inte antas än. Detta väntar: %(assemblies)s."),
        _("Notera vad de beslutade, eller ta bort dem som inte ska besluta."),
    ),
    "plan-approval-refused": Refusal(
        _("Planen kan inte antas: %(assemblies)s har sagt nej."),
        _("Ändra planen och be dem besluta igen."),
    ),
    "plan-approval-of-nobody": Refusal(
        _("Det står inte vem som ska besluta."), _("Välj organisationer eller skriv ett organ.")
    ),
    "plan-approval-twice": Refusal(
        _("%(assembly)s står redan i listan."), _("Ett organ behöver bara en rad för varje steg.")
    ),
    "plan-approval-answered": Refusal(
        _("%(assembly)s har redan beslutat, så raden står kvar."),
        _("Ändra beslutet om det blev fel noterat."),
    ),
    "plan-review-past": Refusal(
        _("Dagen för nästa genomgång har redan varit."), _("Välj en dag som kommer.")
    ),
    "plan-shared-with-itself": Refusal(_("Planen är redan rådets egen."), _("Välj ett annat råd.")),
    "plan-shared-already": Refusal(_("%(council)s delar redan planen.")),
    "plan-share-closed": Refusal(_("%(council)s kan inte dela planen."), _("Välj ett råd som finns kvar.")),
    "plan-not-shared": Refusal(_("Planen delas inte med rådet längre.")),
    "plan-nothing-chosen": Refusal(_("Inget område är valt."), _("Välj minst ett område att ta in.")),
    "plan-brought-in-already": Refusal(
        _("%(title)s finns redan i planen, hämtad därifrån förut."),
        _("Välj bara områden som inte är hämtade."),
    ),
}
