// What is typed and not sent is kept on the server every few seconds: <form data-draft-url="…"> around a form that was
// given draft=, which names it (_draft), says whose it is, and ends with the line that tells in words what was kept.
const EVERY_MS = 4000;
const TOO_LARGE = 413;
const NEVER_KEPT = ["csrfmiddlewaretoken", "_once"];

function contents(form) {
  const data = new FormData(form);
  for (const name of NEVER_KEPT) data.delete(name);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  return data;
}

async function save(form, state) {
  const token = form.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  const answer = await fetch(form.dataset.draftUrl, {
    method: "POST", body: contents(form), headers: { "X-CSRFToken": token }, keepalive: true, redirect: "error",
  }).catch(() => null);
  const said = answer?.ok ? "saved" : answer?.status === TOO_LARGE ? "large" : "waiting";
  if (state) state.textContent = state.dataset[said] ?? "";
  return said !== "waiting";
}

function watch(form) {
  const state = form.querySelector("[data-draft-state]");
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; window.clearInterval(timer); });
  const keep = async () => {
    if (!changed) return;
    changed = false;
    if (!(await save(form, state))) changed = true;
  };
  const timer = window.setInterval(keep, EVERY_MS);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") keep(); });
}

export function bindDrafts(root) {
  for (const form of root.querySelectorAll("form[data-draft-url]:not([data-bound-draft])")) {
    form.dataset.boundDraft = "";
    watch(form);
  }
}
