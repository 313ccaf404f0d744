// How far an upload has come. The form is sent as it would be, and the answer is shown as it came; without
// this, or without a chosen file, the browser sends the form by itself.

const panel = document.querySelector("[data-upload]");
const form = panel?.closest("form");

function holdsFile() {
  return [...form.querySelectorAll("input[type=file]")].some((field) => field.files.length);
}

function show(answer) {
  if (answer.responseURL) history.replaceState(null, "", answer.responseURL);
  document.open();
  document.write(answer.responseText);
  document.close();
}

function tell(words) {
  panel.hidden = false;
  panel.querySelector("[data-words]").textContent = words;
}

function send(submitter) {
  const request = new XMLHttpRequest();
  const bar = panel.querySelector("progress");
  const presses = form.querySelectorAll("button");
  bar.hidden = false;
  bar.value = 0;
  tell(panel.dataset.sending);
  request.upload.addEventListener("progress", (step) => {
    if (!step.lengthComputable) return;
    bar.value = step.loaded / step.total;
    if (step.loaded === step.total) tell(panel.dataset.checking);
  });
  request.addEventListener("load", () => show(request));
  request.addEventListener("error", () => {
    bar.hidden = true;
    for (const press of presses) press.disabled = false;
    tell(panel.dataset.failed);
  });
  request.open("POST", form.action);
  request.send(new FormData(form, submitter));
  for (const press of presses) press.disabled = true;
}

form?.addEventListener("submit", (event) => {
  if (!holdsFile()) return;
  event.preventDefault();
  send(event.submitter);
});
