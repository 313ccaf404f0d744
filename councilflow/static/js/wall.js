// Lets what stands on the screen in the room fit it: smaller type, step by step (css/live.css), down to what is
// read from the back row. A text that is longer still ends with the screen, and a sentence says where the rest is.
// Without this the type goes by how long the text is.

const wall = document.querySelector("[data-part=wall]");
const LAST = 5;

const beyond = () => document.documentElement.scrollHeight - window.innerHeight;

function fit() {
  const text = wall.querySelector("div.cf-wall-text");
  const rest = wall.querySelector("[data-rest]");
  if (text) text.style.maxHeight = "";
  if (rest) rest.hidden = true;
  for (let step = 0; step <= LAST; step += 1) {
    document.body.dataset.step = step;
    if (beyond() <= 0) return;
  }
  if (!text || !rest) return;
  rest.hidden = false;
  text.style.maxHeight = `${Math.max(0, text.clientHeight - beyond())}px`;
}

const changes = new MutationObserver(fit);
changes.observe(wall, { childList: true });
changes.observe(document.querySelector("[data-link]"), { childList: true, characterData: true, subtree: true });
window.addEventListener("resize", fit);
document.fonts.ready.then(fit);
fit();
