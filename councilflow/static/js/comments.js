// A comment on selected words: what is marked in a passage goes with its button, which also works without this.

document.addEventListener("selectionchange", () => {
  const marked = document.getSelection();
  if (!marked || marked.isCollapsed) return; // the press on the button itself takes the marking away
  const passage = marked.anchorNode?.parentElement?.closest("[data-passage]");
  if (!passage || !passage.contains(marked.focusNode)) return;
  for (const button of document.querySelectorAll("[data-comments]")) {
    const to = new URL(button.href);
    if (button.dataset.comments === passage.dataset.passage) to.searchParams.set("quote", marked.toString().slice(0, 1000));
    else to.searchParams.delete("quote");
    button.href = to;
  }
});
