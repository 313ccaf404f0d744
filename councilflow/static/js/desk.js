// Keeps the desk as the meeting is: who speaks, where the organisations stand, what is asked into the minutes and
// what waits are renewed when the meeting changes; nothing that somebody is writing in, and never the focus. What
// cannot be renewed is said. Listens to js/live.js; without this the page is loaded again instead.

const changed = document.querySelector("[data-desk-changed]");
const item = document.querySelector("[data-desk-item]");
const record = document.querySelector("[data-note]")?.closest("form"); // not where the § lies fast
const WAITS = 1500;
let seen = Number(item.dataset.version);
let put, timer, busy = false, again = false;

document.addEventListener("meeting", (event) => {
  ({ put } = event.detail);
  if (event.detail.version <= seen) return;
  seen = event.detail.version;
  later(200);
});

// What was put off while somebody stood in it.
document.addEventListener("focusout", () => { if (!changed.hidden) later(200); });

function later(wait) {
  clearTimeout(timer);
  timer = setTimeout(renew, wait);
}

async function renew() {
  if (busy) {
    again = true;
    return;
  }
  busy = true;
  try {
    const answer = await fetch(location.pathname);
    if (answer.ok && !answer.redirected) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
    else changed.hidden = false;
  } catch {
    again = true; // the line is down
  }
  setTimeout(() => {
    busy = false;
    if (again) later(0);
    again = false;
  }, WAITS);
}

function show(page) {
  let left = hasMoved(page);
  for (const place of document.querySelectorAll("[data-desk-part]")) {
    const made = page.querySelector(`[data-desk-part="${place.dataset.deskPart}"]`);
    if (!made || bare(made) === bare(place)) continue;
    if (isUsed(place)) left = true;
    else put(place, made.innerHTML);
  }
  changed.hidden = !left;
}

// The same but for the keys of its buttons, and for what only was opened here.
function bare(place) {
  const copy = place.cloneNode(true);
  for (const one of copy.querySelectorAll("[name=once], [name=csrf_token]")) one.remove();
  for (const one of copy.querySelectorAll("details")) one.removeAttribute("open");
  return copy.innerHTML.trim();
}

function isUsed(place) {
  if (place.contains(document.activeElement)) return true;
  return [...place.querySelectorAll("input:not([type=hidden]), textarea")].some((one) => one.value !== one.defaultValue || one.checked !== one.defaultChecked);
}

// The outcome was stated, or the wording became another one, somewhere else.
function hasMoved(page) {
  if (page.querySelector("[data-desk-item]")?.dataset.deskItem !== item.dataset.deskItem) return true;
  const theirs = page.querySelector("[name=wording_seen]")?.value.trim();
  const ours = [record?.elements.wording_seen?.value.trim(), record?.elements.wording?.value.trim()];
  return theirs !== undefined && ours[0] !== undefined && !ours.includes(theirs);
}
