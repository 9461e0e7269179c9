// One sending, even when the button is pressed twice. The server refuses the repeat too; this only spares the wait.
export function bindOnce(root) {
  for (const form of root.querySelectorAll('form[method="post"]:not([data-bound-once])')) {
    form.dataset.boundOnce = "";
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent !== undefined) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "";
      for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
    });
  }
}

function release(root) {
  for (const form of root.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-disabled");
  }
}

// Back shows the page as it was: its forms may be sent again.
window.addEventListener("pageshow", () => release(document));
