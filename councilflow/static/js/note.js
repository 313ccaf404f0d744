// The note that keeps itself. What is typed goes to the server after a moment, and until the server has it, it is
// kept in this browser: by person, item, version and window, so that neither a dead line nor a closed tab nor a
// second window loses a word. The form itself works without this.

const note = document.querySelector("[data-note]");
const form = note.closest("form");
const state = note.querySelector("[data-note-state]");
const panel = note.querySelector("[data-note-clash]");
const words = note.dataset;
const field = (name) => form.elements[name];
const text = field("discussion");
const wording = field("wording");
const SAVES_AFTER = 2000;
const TRIES_EVERY = 4000;
const ADOPTS_AFTER = 7000;
const FORGETS_AFTER = 7 * 24 * 3600 * 1000;
const PREFIX = "cf-note.";
const here = `${PREFIX}${words.place}.`;
const person = `${PREFIX}${words.place.split(".")[0]}.`;

let timer, busy = false, clashed = false;
let saved = { discussion: text.value, wording: wording?.value ?? "" };

function kept(storage, act) {
  try {
    return act(storage);
  } catch {
    return null; // a browser that keeps nothing: the server has what it has
  }
}

const mine = kept(sessionStorage, (store) => {
  if (!store.getItem("cf-window")) store.setItem("cf-window", Math.random().toString(36).slice(2));
  return store.getItem("cf-window");
}) ?? "one";

const key = () => `${here}${field("note_version").value}.${mine}`;
const isDirty = () => text.value !== saved.discussion || (wording && wording.value !== saved.wording);

function tell(what) {
  if (state.textContent !== what) state.textContent = what;
}

function keepHere() {
  const now = {
    at: Date.now(), save: words.save, page: location.pathname,
    discussion: text.value, base: field("note_base").value, version: field("note_version").value,
    wording: wording?.value, seen: field("wording_seen")?.value,
  };
  kept(localStorage, (store) => {
    forget((name) => name.startsWith(here) && name.endsWith(`.${mine}`) && name !== key());
    store.setItem(key(), JSON.stringify(now));
  });
}

function forget(which) {
  kept(localStorage, (store) => Object.keys(store).filter((name) => name.startsWith(PREFIX) && which(name)).forEach((name) => store.removeItem(name)));
}

// --- To the server ---------------------------------------------------------------------------------------

function facts(of) {
  const sent = new FormData();
  sent.set("csrf_token", field("csrf_token").value);
  for (const [name, value] of Object.entries(of)) if (value !== undefined && value !== null) sent.set(name, value);
  return sent;
}

async function save() {
  clearTimeout(timer);
  if (busy || clashed || !isDirty()) return;
  busy = true;
  const sent = { discussion: text.value, wording: wording?.value };
  try {
    const answer = await fetch(words.save, {
      method: "POST",
      body: facts({ ...sent, note_version: field("note_version").value, note_base: field("note_base").value, wording_seen: field("wording_seen")?.value }),
    });
    await heard(answer, sent);
  } catch {
    tell(words.lost);
    later(TRIES_EVERY);
  } finally {
    busy = false;
  }
  if (!clashed && isDirty()) later(SAVES_AFTER);
}

async function heard(answer, sent) {
  if (answer.redirected || [400, 401, 403, 404].includes(answer.status)) {
    clashed = true;
    return tell(words.out);
  }
  const told = await answer.json().catch(() => null);
  if (answer.ok && told) return settle(told, sent);
  if (answer.status === 409 && told?.field) return clash(told);
  if (told?.words) {
    clashed = answer.status === 409;
    return tell(told.words);
  }
  tell(words.lost);
  later(TRIES_EVERY);
}

function settle(told, sent) {
  forget((name) => name.startsWith(here) && name.endsWith(`.${mine}`));
  field("note_version").value = told.version;
  field("note_base").value = told.discussion;
  if (field("wording_seen") && told.wording) field("wording_seen").value = told.wording;
  // Nothing typed here, but something newer stands: it is shown.
  if (text.value === sent.discussion && told.discussion !== sent.discussion.trim()) text.value = sent.discussion = told.discussion;
  saved = { discussion: sent.discussion, wording: sent.wording ?? "" };
  if (isDirty()) keepHere();
  tell(told.words);
}

function later(wait) {
  clearTimeout(timer);
  timer = setTimeout(save, wait);
}

// --- Two texts -------------------------------------------------------------------------------------------

function clash(told) {
  clashed = true;
  tell("");
  const box = document.createElement("div");
  box.className = "cf-panel cf-panel-attn";
  const lead = document.createElement("p");
  lead.append(Object.assign(document.createElement("b"), { textContent: words.clash }));
  const theirs = Object.assign(document.createElement("div"), { className: "cf-framed" });
  theirs.append(Object.assign(document.createElement("b"), { textContent: words.theirs }), Object.assign(document.createElement("p"), { textContent: told.theirs }));
  const steps = Object.assign(document.createElement("div"), { className: "cf-actions" });
  const place = field(told.field);
  for (const [label, value] of [[words.merge, told.merged], [words.mine, null], [words.other, told.theirs]]) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-secondary", textContent: label });
    button.addEventListener("click", () => {
      if (value !== null) place.value = value;
      if (told.field === "wording") field("wording_seen").value = told.theirs;
      else {
        field("note_version").value = told.version;
        field("note_base").value = told.theirs;
        saved.discussion = told.theirs;
      }
      clashed = false;
      panel.replaceChildren();
      place.focus();
      keepHere();
      if (isDirty()) save();
      else forget((name) => name.startsWith(here) && name.endsWith(`.${mine}`));
    });
    steps.append(button);
  }
  box.append(lead, theirs, steps);
  panel.replaceChildren(box);
  panel.setAttribute("role", "alert");
}

// --- What this browser still holds -----------------------------------------------------------------------

function leftovers() {
  return kept(localStorage, (store) => Object.keys(store)
    .filter((name) => name.startsWith(person))
    .map((name) => ({ name, ...JSON.parse(store.getItem(name)) }))
    .filter((one) => {
      if (Date.now() - one.at < FORGETS_AFTER) return true;
      store.removeItem(one.name);
      return false;
    })
    .sort((a, b) => a.at - b.at)) ?? [];
}

// A window that is still written in keeps its text fresh; what has rested is nobody's, and is brought back.
function bringBack() {
  const own = leftovers().filter((one) => one.name.startsWith(here));
  const rested = own.filter((one) => one.name.endsWith(`.${mine}`) || Date.now() - one.at > ADOPTS_AFTER);
  for (const one of rested) {
    forget((name) => name === one.name);
    if (isDirty()) {
      if (!text.value.includes(one.discussion)) text.value = `${text.value}\n${one.discussion}`.trim();
      continue;
    }
    if (one.discussion.trim() !== text.value.trim()) {
      text.value = one.discussion;
      field("note_version").value = one.version;
      field("note_base").value = one.base;
    }
    if (wording && one.wording !== undefined && one.seen !== undefined && one.wording.trim() !== wording.value.trim() && one.wording.trim() !== one.seen.trim()) {
      wording.value = one.wording;
      field("wording_seen").value = one.seen;
    }
  }
  if (rested.length && isDirty()) {
    keepHere();
    tell(words.brought);
    later(500);
  }
  if (own.length > rested.length) setTimeout(bringBack, ADOPTS_AFTER);
}

// Text of another item that never reached the server is sent for it; where that cannot be, the way there is shown.
async function sendOthers() {
  for (const one of leftovers()) {
    if (one.name.startsWith(here) || Date.now() - one.at < ADOPTS_AFTER) continue;
    try {
      const answer = await fetch(one.save, {
        method: "POST",
        body: facts({ discussion: one.discussion, note_version: one.version, note_base: one.base, wording: one.wording, wording_seen: one.seen }),
      });
      if (answer.ok && !answer.redirected) forget((name) => name === one.name);
      else if (answer.status === 409) {
        const way = Object.assign(document.createElement("a"), { href: one.page, textContent: words.open });
        panel.append(Object.assign(document.createElement("p"), { textContent: `${words.elsewhere} ` }));
        panel.lastChild.append(way);
      }
    } catch {
      return; // the line is down; the next page tries again
    }
  }
}

// --- Typing ----------------------------------------------------------------------------------------------

form.addEventListener("input", (event) => {
  if (event.target !== text && event.target !== wording) return;
  keepHere();
  if (clashed) return;
  tell(navigator.onLine ? words.writing : words.lost);
  later(SAVES_AFTER);
});

setInterval(() => { if (isDirty()) keepHere(); }, 3000);
window.addEventListener("online", () => later(0));
window.addEventListener("offline", () => { if (isDirty()) tell(words.lost); });
document.addEventListener("visibilitychange", () => { if (document.hidden && isDirty()) save(); });

// Without a network a press would lead to a page that says so, and away from the text.
form.addEventListener("submit", (event) => {
  if (isDirty()) keepHere();
  if (navigator.onLine) return;
  event.preventDefault();
  tell(words.lost);
  state.scrollIntoView({ block: "center" });
});

// Who signs out leaves nothing behind on a computer that others use.
document.addEventListener("submit", (event) => {
  if (new URL(event.target.action, location.href).pathname.endsWith("/sign-out")) forget(() => true);
});

// --- Ready sentences -------------------------------------------------------------------------------------

for (const button of note.querySelectorAll("[data-insert]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const sentence = button.closest("li").querySelector("[data-module]").textContent;
    const at = text.selectionStart ?? text.value.length;
    const before = text.value.slice(0, at);
    const put = `${before && !/\s$/.test(before) ? " " : ""}${sentence}`;
    text.setRangeText(put, at, text.selectionEnd ?? at, "end");
    text.focus();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

bringBack();
sendOthers();
