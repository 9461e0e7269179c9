// Leave this page, fast: hide it at once, then go. Shift three times within five seconds does the same.
const SHIFTS = 3;
const WITHIN_MS = 5000;

function leave(link) {
  const cover = document.createElement("div");
  cover.className = "exit-cover";
  cover.setAttribute("role", "alert");
  cover.textContent = link.dataset.exitWords ?? "";
  document.body.replaceChildren(cover);
  document.title = "…";
  window.location.replace(link.href);
}

function countShifts(onThird) {
  let pressed = [];
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift") {
      pressed = [];
      return;
    }
    const now = performance.now();
    pressed = [...pressed, now].filter((moment) => now - moment < WITHIN_MS);
    if (pressed.length >= SHIFTS) onThird();
  });
}

export function bindExit(root) {
  const link = root.querySelector("[data-exit-page]");
  if (!link) return;
  const hint = link.querySelector("[data-exit-hint]");
  if (hint) hint.hidden = false;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave(link);
  });
  countShifts(() => leave(link));
  // A page that Back takes from memory would show what was hidden: ask the server again.
  window.addEventListener("pageshow", (event) => event.persisted && window.location.reload());
}
