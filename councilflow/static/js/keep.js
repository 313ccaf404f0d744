// What is typed in a form at the meeting stays in this browser until it has been taken in: by person and place,
// so that neither a dead line nor a closed tab loses a word, and nobody else at the same computer is shown it.
// The forms work without this.

const PREFIX = "cf-keep.";
const FORGETS_AFTER = 7 * 24 * 3600 * 1000;

function kept(act) {
  try {
    return act(localStorage);
  } catch {
    return null; // a browser that keeps nothing
  }
}

const read = (key) => kept((store) => JSON.parse(store.getItem(key)));
const write = (key, entry) => kept((store) => store.setItem(key, JSON.stringify(entry)));
const drop = (which) => kept((store) => Object.keys(store)
  .filter((key) => key.startsWith(PREFIX) && which(key, read(key)))
  .forEach((key) => store.removeItem(key)));

// A step that was taken leads on from the page it was sent from; a refused one answers in its place, and whoever
// had to sign in again comes from there.
function wasTaken(entry) {
  const way = performance.getEntriesByType("navigation")[0];
  const from = document.referrer && new URL(document.referrer).pathname;
  return entry.sent && way?.type === "navigate" && way.redirectCount > 0 && from === entry.page;
}

drop((_key, entry) => !entry || Date.now() - entry.at > FORGETS_AFTER || wasTaken(entry));

function keep(place) {
  const form = place.closest("form") ?? place.querySelector("form");
  const said = place.querySelector("[data-keep-state]");
  const wayOut = place.querySelector("[data-keep-drop]");
  const words = place.dataset;
  const key = PREFIX + words.keep;
  const only = words.keepFields?.split(" ");
  const leads = !only; // the whole form is this keeper's, and so is sending it
  let waits;

  const fields = () => [...form.elements].filter((one) => one.name && !["hidden", "submit", "button"].includes(one.type) && (!only || only.includes(one.name)));
  const names = () => [...new Set(fields().map((one) => one.name))];
  const field = (name) => form.elements.namedItem(name); // one of them may be called "item"
  const radios = (name) => fields().filter((one) => one.name === name && one.type === "radio");
  function valueOf(name) {
    const among = radios(name);
    if (among.length) return among.find((one) => one.checked)?.value ?? "";
    return field(name).type === "checkbox" ? field(name).checked : field(name).value;
  }
  function put(name, value) {
    const among = radios(name);
    if (among.length) among.forEach((one) => { one.checked = one.value === value; });
    else if (typeof value === "boolean") field(name).checked = value;
    else field(name).value = value;
  }
  const values = () => Object.fromEntries(names().map((name) => [name, valueOf(name)]));
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const told = (what) => { if (said.textContent !== what) said.textContent = what; };
  const first = values();
  const firstKey = form.elements.once?.value;
  let stands = ""; // what is said beside the words as long as they are there
  let about = words.about; // the text on the table that they answer to

  function keepHere(sent = false) {
    if (same(values(), first) && !sent) return drop((one) => one === key);
    write(key, { at: Date.now(), page: location.pathname, fields: values(), about, once: form.elements.once?.value, sent });
  }

  function bringBack(entry) {
    let changed = false;
    for (const [name, value] of Object.entries(entry.fields)) {
      if (!names().includes(name) || valueOf(name) === value) continue;
      put(name, value);
      changed = true;
    }
    if (!changed) return drop((one) => one === key);
    // Sent, but nobody knows whether it arrived: the same words with the same key happen once.
    if (leads && entry.once) form.elements.once.value = entry.once;
    for (const one of fields()) if (entry.fields[one.name]) one.closest("details")?.setAttribute("open", "");
    const hasMoved = about !== undefined && entry.about !== undefined && entry.about !== about;
    if (hasMoved) {
      about = entry.about;
      stands = words.moved;
    }
    told(stands || words.brought);
    wayOut.hidden = false;
  }

  // One's own words are dropped for what stands there now.
  wayOut.addEventListener("click", (event) => {
    if (!event.target.closest("button")) return;
    for (const [name, value] of Object.entries(first)) put(name, value);
    if (firstKey) form.elements.once.value = firstKey;
    [waits, stands, about] = [undefined, "", words.about];
    drop((one) => one === key);
    told(words.dropped);
    wayOut.hidden = true;
    fields()[0]?.focus();
  });

  const entry = read(key);
  if (entry) bringBack(entry);

  form.addEventListener("input", (event) => {
    if (!fields().includes(event.target)) return;
    waits = undefined;
    keepHere();
    told(navigator.onLine ? stands : words.kept);
  });
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return keepHere(true);
    keepHere();
    if (!leads) return; // the note says so, and stops it
    event.preventDefault();
    waits = { by: event.submitter };
    told(words.waits);
    said.scrollIntoView({ block: "center" });
  });
  window.addEventListener("online", () => {
    if (!waits) return;
    const { by } = waits;
    waits = undefined;
    form.requestSubmit(by);
  });
}

for (const place of document.querySelectorAll("[data-keep]")) keep(place);

// Who signs out leaves nothing behind on a computer that others use.
document.addEventListener("submit", (event) => {
  if (new URL(event.target.action, location.href).pathname.endsWith("/sign-out")) drop(() => true);
});
