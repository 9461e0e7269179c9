// A form that came back brings the reader to what is to correct.
export function focusErrors(root) {
  const summary = root.querySelector("[data-error-summary]");
  summary?.focus();
}
