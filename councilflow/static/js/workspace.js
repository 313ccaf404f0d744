// The workspace of the agenda without loading the page anew: moving by pointer and by arrows, minutes that save
// themselves, and what somebody else has changed. Each step is the same form that works without this script; the
// answer is the page, and the parts of it whose id begins with ws- take the place of those that stand here.

const room = document.querySelector("[data-workspace]");
const said = document.getElementById("sagt");
const find = (selector) => document.querySelector(selector);
let busy = false;
let exchanging = false;

function tell(words) {
  said.textContent = "";
  if (words) setTimeout(() => { said.textContent = words; }, 50); // a change of an empty region is read out
}

// --- What is shown ---------------------------------------------------------------------------------------

const place = () => ({ id: document.activeElement?.id, row: document.activeElement?.closest?.("tr")?.id, grip: document.activeElement?.matches?.("[data-grip]") });

function unsaved() {
  return [...document.querySelectorAll("#ws-items input.cf-minutes")].filter((field) => field.value !== field.defaultValue);
}

function show(page, { keep = [], focus = place() } = {}) {
  exchanging = true;
  for (const fresh of page.querySelectorAll("[id^='ws-']")) document.getElementById(fresh.id)?.replaceWith(fresh);
  exchanging = false;
  for (const old of keep) {
    const field = document.getElementById(old.id);
    if (!field) continue;
    field.value = old.value;
    // What was seen when the writing began: if somebody has changed that since, the save says so.
    document.getElementsByName(old.id.replace("minutes-", "seen-"))[0].value = old.defaultValue;
  }
  prepare();
  const row = focus.row && document.getElementById(focus.row);
  const target = focus.grip && row ? row.querySelector("[data-grip]") : focus.id && document.getElementById(focus.id);
  (target || row?.querySelector(".cf-moves button:not([hidden])"))?.focus();
}

function prepare() {
  for (const grip of document.querySelectorAll("[data-grip]")) grip.hidden = false;
}

// --- Steps -----------------------------------------------------------------------------------------------

// One step after the other; what a step sends is gathered when its turn comes, from the page as it is then.
let line = Promise.resolve();
const send = (step, focus) => (line = line.then(() => take(step, focus)));

async function take(step, focus) {
  if (!room.isConnected) return;
  busy = true;
  try {
    const [action, facts] = step();
    const answer = await fetch(action, { method: "POST", body: facts, keepalive: true }); // also when one goes on to another page
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const isHere = new URL(answer.url).pathname === new URL(room.dataset.page, location.href).pathname;
    if (!answer.ok) whole(page);
    else if (!isHere) location.assign(answer.url);
    else {
      show(page, { focus });
      tell(page.getElementById("sagt")?.textContent || [...page.querySelectorAll(".cf-receipt :is(h2, p)")].map((one) => one.textContent).join(". "));
    }
  } catch {
    tell(room.dataset.lost);
  } finally {
    busy = false;
  }
}

function whole(page) {
  // A refusal is a page of its own, or this one with what has to be put right. From here on it is an ordinary
  // page: the next step loads it anew.
  const main = page.querySelector("main");
  find("main").replaceWith(main);
  scrollTo(0, 0);
  main.querySelector("[autofocus]")?.focus();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || !form.closest("#ws-items, #ws-pool, .cf-inline-form")) return;
  if (!room.isConnected) return;
  event.preventDefault();
  const facts = new FormData(form, event.submitter);
  const { name, value } = event.submitter ?? {};
  const isItems = form.closest("#ws-items") !== null;
  send(() => [form.action, isItems ? pressed(name, value) : facts], place()).then(() => {
    if (form.matches(".cf-inline-form") && room.isConnected) form.reset();
  });
});

function pressed(name, value) {
  const facts = new FormData(form());
  if (name) facts.set(name, value);
  return facts;
}

// Leaving a field saves it. Not by "change": a field that is exchanged while somebody writes in it has changed too.
document.addEventListener("focusout", (event) => {
  const field = event.target;
  if (exchanging || !room.isConnected || !field.matches("#ws-items input.cf-minutes")) return;
  if (field.value === field.defaultValue) return;
  setTimeout(() => send(() => [form().action, new FormData(form())], place()), 0); // once the focus has gone on
});

const form = () => find("#ws-items form");

function put(row, after) {
  const step = () => {
    const facts = pressed("moved", row.dataset.item);
    facts.set("after", after?.dataset.item ?? "0");
    return [form().action, facts];
  };
  return send(step, { row: row.id, grip: true });
}

// --- Arrows on the grip ----------------------------------------------------------------------------------

document.addEventListener("keydown", (event) => {
  const grip = event.target.closest?.("[data-grip]");
  const row = grip?.closest("tr");
  if (!row || !room.isConnected || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  event.preventDefault();
  const rows = [...document.querySelectorAll("#ws-items tr[data-item]")];
  const at = rows.indexOf(row);
  if (event.key === "ArrowUp" ? at > 0 : at < rows.length - 1) {
    put(row, event.key === "ArrowUp" ? rows[at - 2] : rows[at + 1]);
  }
});

// --- Dragging --------------------------------------------------------------------------------------------

let held = null; // { thing, isRow, after, toPool }

document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest?.("[data-grip]");
  if (!grip || !room.isConnected || event.button !== 0) return;
  const thing = grip.closest("tr[data-item], li[data-issue]");
  held = { thing, isRow: thing.matches("tr"), grip, id: event.pointerId, moved: false };
  grip.setPointerCapture(event.pointerId);
});

document.addEventListener("pointermove", (event) => {
  if (!held || event.pointerId !== held.id) return;
  if (!held.moved) {
    held.moved = true;
    held.thing.classList.add("is-held");
    document.documentElement.classList.add("is-dragging");
  }
  if (event.clientY < 60) scrollBy(0, -14);
  if (event.clientY > innerHeight - 60) scrollBy(0, 14);
  mark(event.clientX, event.clientY);
});

function mark(x, y) {
  for (const old of document.querySelectorAll(".is-drop")) old.classList.remove("is-drop");
  const pool = find("#ws-pool");
  const within = (box) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
  held.toPool = held.isRow && held.thing.querySelector("[name=back]") !== null && within(pool.getBoundingClientRect());
  if (held.toPool) {
    held.ready = true;
    pool.classList.add("is-drop");
    return;
  }
  const table = find("#ws-items table")?.getBoundingClientRect();
  held.ready = Boolean(table) && y >= table.top - 40 && y <= table.bottom + 40 && x >= table.left - 40 && x <= table.right + 40;
  if (!held.ready) return;
  const rows = [...document.querySelectorAll("#ws-items tr[data-item]")].filter((row) => row !== held.thing);
  held.after = rows.findLast((row) => {
    const box = row.getBoundingClientRect();
    return y > box.top + box.height / 2;
  });
  (held.after ?? find("#ws-items thead")).classList.add("is-drop");
}

function letGo() {
  for (const old of document.querySelectorAll(".is-drop, .is-held")) old.classList.remove("is-drop", "is-held");
  document.documentElement.classList.remove("is-dragging");
  const what = held;
  held = null;
  return what;
}

document.addEventListener("pointerup", (event) => {
  if (!held || event.pointerId !== held.id) return;
  const { thing, isRow, after, toPool, ready, moved } = letGo();
  if (!moved || !ready) return;
  if (toPool) {
    send(() => [form().action, pressed("back", thing.dataset.item)], {});
  } else if (isRow) put(thing, after);
  else {
    const facts = new FormData(thing.querySelector("form"));
    facts.set("after", after?.dataset.item ?? "0");
    send(() => [thing.dataset.issue, facts], {});
  }
});

document.addEventListener("pointercancel", () => held && letGo());
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && held) letGo(); });

// --- What others do --------------------------------------------------------------------------------------

function asNow() {
  // The page as the reader has chosen to see it, without what was moved last.
  const address = new URL(location.href);
  for (const name of ["moved", "way"]) address.searchParams.delete(name);
  return address;
}

async function look() {
  const stamp = find("#ws-time")?.dataset.stamp;
  const answer = await fetch(room.dataset.pulse, { headers: { "If-None-Match": `"${stamp}"` }, cache: "no-store" });
  if (answer.status !== 200 || busy || held) return;
  const { words } = await answer.json();
  const fresh = await fetch(asNow(), { cache: "no-store" });
  if (!fresh.ok || busy || held) return;
  const page = new DOMParser().parseFromString(await fresh.text(), "text/html");
  show(page, { keep: unsaved() });
  tell(words);
}

function later() {
  setTimeout(async () => {
    try {
      if (!document.hidden && room.isConnected && !busy && !held) await look();
    } catch {
      // away for a moment: the next look may find it again
    }
    later();
  }, 4000);
}

if (room) {
  prepare();
  later();
}
