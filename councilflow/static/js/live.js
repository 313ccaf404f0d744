// Keeps a page that follows a meeting as the meeting is. The server sends pieces of the page; where its stream
// does not come through, the page asks for them now and then. Without this the page is loaded again instead.

const root = document.querySelector("[data-live]");
const link = document.querySelector("[data-link]");
const own = document.querySelector("[data-own-pieces]");
const ears = document.querySelector("[data-told]");
const SILENT_AFTER = 35000;
const ASKS_EVERY = 5000;
const RESTS_AFTER = 10000;
let key = root.dataset.key;
let stream, waiting, heard, resting, failures = 0, warning, asking, trying, ended = false;

function tell(name) {
  if (waiting && !navigator.onLine) name = "waits";
  if (link.textContent !== link.dataset[name]) link.textContent = link.dataset[name];
}

// Puts new HTML in a place. Whoever stands on a link there stays on it; what was opened stays open.
function put(place, html) {
  const made = document.createElement("template");
  made.innerHTML = html;
  if (made.innerHTML === place.innerHTML.trim()) return false;
  const opened = [...place.querySelectorAll("details[open][id]")].map((one) => one.id);
  const stops = () => [...place.querySelectorAll("a, button, summary, select, input")];
  const stood = stops().indexOf(document.activeElement);
  const chosen = [...place.querySelectorAll("select[id]")].map((one) => [one.id, one.value]);
  place.replaceChildren(made.content);
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  if (stood >= 0) {
    for (const [id, value] of chosen) {
      const field = document.getElementById(id);
      if ([...(field?.options ?? [])].some((one) => one.value === value)) field.value = value;
    }
    stops()[Math.min(stood, stops().length - 1)]?.focus({ preventScroll: true });
  }
  return true;
}

// Whether the own buttons for the floor are about a list of speakers that has changed since.
function floorHasChanged() {
  const list = document.querySelector("[data-queue]");
  const floor = own?.querySelector("[data-floor]");
  if (!list || !floor) return false;
  const mine = list.querySelector(`[data-line="${floor.dataset.line}"]`)?.dataset.is ?? "";
  return `${mine}.${list.dataset.queue}` !== floor.dataset.floor;
}

// Whether the own buttons are about somebody whose jäv in what is on the table was noted, or taken away, since.
function javHasChanged() {
  const mine = own?.querySelector("[data-jav-line]");
  if (!mine) return false;
  const noted = document.querySelector(`[data-jav-of="${mine.dataset.javLine}"]`) ? "yes" : "no";
  return noted !== mine.dataset.jav;
}

// A new wording of what is on the table is told in few words to whoever reads by ear: one that was suggested at
// once; the text itself when it has rested, since it is kept while it is being typed. One that is taken back is
// no news.
function wordingNow() {
  const place = document.querySelector("[data-wording]");
  return place && { newest: Number(place.dataset.wording), text: place.textContent, news: place.dataset.news };
}

function tellOfWording(before) {
  const after = wordingNow();
  if (!before || !after) return;
  const isSuggested = after.newest > before.newest;
  if (!isSuggested && after.text === before.text) return;
  clearTimeout(resting);
  resting = setTimeout(() => sayAloud(after.news), isSuggested ? 0 : RESTS_AFTER);
}

function sayAloud(news) {
  ears.textContent = "";
  setTimeout(() => { ears.textContent = news; }, 100); // the same words twice are two pieces of news
}

function show(state) {
  const before = ears && state.key === key ? wordingNow() : null;
  const leads = "ownAtOnce" in root.dataset;
  let isNew = state.key !== key;
  if (isNew) clearTimeout(resting);
  for (const [name, html] of Object.entries(state.parts)) {
    const place = document.querySelector(`[data-part="${name}"]`);
    if (place && put(place, html) && name === "speakers" && leads) isNew = true;
  }
  if (own && (isNew || floorHasChanged() || javHasChanged())) {
    // Everybody's table changes at once; only those who lead need their buttons in the same moment.
    setTimeout(fetchOwn, leads ? 0 : Math.random() * 1500);
  }
  key = state.key;
  if (before) tellOfWording(before);
  document.dispatchEvent(new CustomEvent("meeting", { detail: { ...state, put } }));
}

async function fetchOwn() {
  try {
    const answer = await fetch(root.dataset.own);
    if (answer.ok && !answer.redirected) put(own, await answer.text());
  } catch {
    setTimeout(fetchOwn, 3000);
  }
}

function connected() {
  failures = 0;
  clearTimeout(warning);
  clearTimeout(asking);
  warning = asking = undefined;
  tell("on");
  listenFor();
}

// A line that has gone dead says nothing at all.
function listenFor() {
  clearTimeout(heard);
  heard = setTimeout(again, SILENT_AFTER);
}

function connect() {
  clearTimeout(trying);
  if (ended || stream || document.hidden) return;
  stream = new EventSource(root.dataset.events);
  stream.addEventListener("state", (event) => {
    connected();
    show(JSON.parse(event.data));
  });
  stream.addEventListener("beat", listenFor);
  stream.addEventListener("end", leave);
  stream.addEventListener("error", again);
}

function leave() {
  stream?.close();
  stream = undefined;
  clearTimeout(heard);
  ask();
}

// After a restart everybody comes back, but not in the same moment.
function again() {
  stream?.close();
  stream = undefined;
  clearTimeout(heard);
  failures += 1;
  warning ??= setTimeout(() => tell("again"), 2000);
  const wait = Math.min(4000, 500 * 2 ** failures) * (0.5 + Math.random() / 2);
  clearTimeout(trying);
  trying = setTimeout(connect, failures > 5 ? 20000 + wait : wait);
  if (failures > 2 && !asking) asking = setTimeout(ask, Math.random() * ASKS_EVERY);
}

async function ask() {
  clearTimeout(asking);
  asking = undefined;
  try {
    const answer = await fetch(root.dataset.state, { cache: "no-cache" });
    if (answer.redirected || [401, 403, 404].includes(answer.status)) return stop();
    if (answer.ok) {
      show(await answer.json());
      clearTimeout(warning);
      if (!stream) tell("nowAndThen");
    }
  } catch {
    tell("again");
  }
  if (!stream) {
    asking = setTimeout(ask, ASKS_EVERY * (0.75 + Math.random() / 2));
    trying ??= setTimeout(connect, 20000);
  }
}

function stop() {
  ended = true;
  clearTimeout(warning);
  clearTimeout(trying);
  tell("off");
}

// A page that nobody sees needs no stream; it is sent everything again when it is looked at.
let hiding;
document.addEventListener("visibilitychange", () => {
  clearTimeout(hiding);
  if (!document.hidden) return connect();
  if ("quiet" in link.dataset) return;
  hiding = setTimeout(() => {
    stream?.close();
    stream = undefined;
    clearTimeout(heard);
  }, 60000);
});
// Without a network a press would lead away from the page. Asking for the floor waits for the network; what
// leads the meeting does not, since it would come as a surprise.
document.addEventListener("submit", (event) => {
  if (navigator.onLine) return;
  event.preventDefault();
  waiting = event.target.closest("[data-floor]") ? { form: event.target, button: event.submitter } : waiting;
  tell("unsent");
});
window.addEventListener("online", () => {
  failures = 0;
  if (waiting?.form.isConnected) waiting.form.requestSubmit(waiting.button);
  waiting = undefined;
  connect();
});
window.addEventListener("pagehide", () => stream?.close());

connect();
