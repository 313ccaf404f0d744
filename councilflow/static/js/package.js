// The page of a package that is being made: how far it has come, without loading the page anew each time.
// Without this the page does so by itself (noscript), so nothing is lost when it cannot run.

const panel = document.querySelector("[data-progress]");

async function look() {
  const answer = await fetch(panel.dataset.progress, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const now = await answer.json();
  if (!now.is_on_its_way) {
    location.replace(location.pathname); // ready, or it went wrong: the page says which
    return;
  }
  const bar = panel.querySelector("progress");
  bar.max = now.parts || 1;
  bar.value = now.done;
  panel.querySelector("[data-words]").textContent = now.words;
}

function later() {
  setTimeout(async () => {
    try {
      if (!document.hidden) await look();
    } catch {
      // away for a moment: the next look may find it again
    }
    later();
  }, 1500);
}

if (panel) later();
