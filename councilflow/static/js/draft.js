// The draft that keeps itself. What is typed goes to the server after a moment, and until the server has it, it is
// kept in this browser, by window: neither a dead line nor a closed tab loses a word. The form works without this.

const form = document.querySelector("[data-draft]");
const words = form.dataset;
const state = form.querySelector("[data-draft-state]");
const texts = [...form.querySelectorAll("textarea")];
const base = form.elements.base;
const SAVES_AFTER = 5000;
const TRIES_EVERY = 5000;
const ADOPTS_AFTER = 8000;
const FORGETS_AFTER = 7 * 24 * 3600 * 1000;
const here = `cf-draft.${words.place}.`;

// What the server has. After a clash or an error the page comes with text that is not saved yet.
const saved = Object.fromEntries(texts.map((one) => [one.name, words.unsaved ? null : one.value]));
let timer, busy = false, stopped = Boolean(words.unsaved);

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
const key = here + mine;

const dirty = () => texts.filter((one) => one.value !== saved[one.name]);

function tell(what) {
  if (state.textContent !== what) state.textContent = what;
}

function keepHere() {
  const changed = Object.fromEntries(dirty().map((one) => [one.name, one.value]));
  const left = Object.keys(changed).length > 0;
  kept(localStorage, (store) => left ? store.setItem(key, JSON.stringify({ at: Date.now(), base: base.value, texts: changed })) : store.removeItem(key));
}

function later(wait) {
  clearTimeout(timer);
  timer = setTimeout(save, wait);
}

async function save() {
  clearTimeout(timer);
  if (busy || stopped || !dirty().length) return;
  busy = true;
  const sent = new FormData(form);
  for (const name of [...sent.keys()]) if (name.startsWith("back-")) sent.delete(name); // chosen when one saves oneself
  try {
    const answer = await fetch(words.keep, { method: "POST", body: sent });
    const told = answer.redirected ? null : await answer.json().catch(() => null);
    if (answer.ok && told) settle(told, sent);
    else if (answer.redirected || answer.status < 500) {
      stopped = true;
      tell(told?.words ?? words.out);
    } else {
      tell(words.lost);
      later(TRIES_EVERY);
    }
  } catch {
    tell(words.lost);
    later(TRIES_EVERY);
  } finally {
    busy = false;
  }
  if (!stopped && dirty().length) later(SAVES_AFTER);
}

function settle(told, sent) {
  base.value = told.base;
  for (const one of texts) {
    saved[one.name] = sent.get(one.name);
    // Nothing typed here meanwhile, but somebody else has written: it is shown.
    if (one.name in told.brought && one.value === saved[one.name]) one.value = saved[one.name] = told.brought[one.name];
  }
  keepHere();
  tell(told.words);
}

// A window that is still written in keeps its texts fresh; what has rested is nobody's, and is brought back.
function bringBack() {
  const found = kept(localStorage, (store) => Object.keys(store).filter((name) => name.startsWith(here)).map((name) => ({ name, ...JSON.parse(store.getItem(name)) }))) ?? [];
  for (const one of found) {
    const rested = one.name === key || Date.now() - one.at > ADOPTS_AFTER;
    if (!rested) {
      setTimeout(bringBack, ADOPTS_AFTER);
      continue;
    }
    kept(localStorage, (store) => store.removeItem(one.name));
    if (Date.now() - one.at > FORGETS_AFTER) continue;
    let brought = false;
    for (const field of texts) {
      const text = one.texts[field.name];
      if (text === undefined || text === field.value) continue;
      // Both have changed it: both texts stand, and the writer puts them together.
      const newer = one.base !== base.value || field.value !== saved[field.name];
      field.value = newer && field.value && !text.includes(field.value) && !field.value.includes(text) ? `${field.value}\n\n${text}` : newer && field.value.includes(text) ? field.value : text;
      brought = brought || field.value !== saved[field.name];
    }
    if (!brought) continue;
    keepHere();
    tell(words.brought);
    later(500);
  }
}

form.addEventListener("input", (event) => {
  if (event.target.tagName !== "TEXTAREA") return;
  keepHere();
  if (stopped) return;
  tell(navigator.onLine ? words.writing : words.lost);
  later(SAVES_AFTER);
});

setInterval(() => { if (dirty().length) keepHere(); }, 3000);
window.addEventListener("online", () => later(0));
document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });

// Without a network a press would lead to a page that says so, and away from the text.
form.addEventListener("submit", (event) => {
  // Where the record's text is asked back, what was typed is given up.
  for (const one of texts) if (form.elements[`back-${one.name}`]?.checked) saved[one.name] = one.value;
  keepHere();
  if (navigator.onLine) return;
  event.preventDefault();
  tell(words.lost);
  state.scrollIntoView({ block: "center" });
});

// Who signs out leaves nothing behind on a computer that others use.
document.addEventListener("submit", (event) => {
  if (!new URL(event.target.action, location.href).pathname.endsWith("/sign-out")) return;
  kept(localStorage, (store) => Object.keys(store).filter((name) => name.startsWith("cf-draft.")).forEach((name) => store.removeItem(name)));
});

bringBack();
