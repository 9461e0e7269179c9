// A form that came back brings the reader to the one answer that it asks for, else to what is to correct.
export function focusErrors(root) {
  const asked = root.querySelector("[data-asked] :is(input, select, textarea)");
  const summary = root.querySelector("[data-error-summary]");
  (asked ?? summary)?.focus();
}
