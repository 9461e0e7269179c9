// A search box that answers while one types: <form data-typed-url="…"> around one <input type="search"> inside
// [data-typed-box]. The answer is a fragment with a listbox; without us the form is sent and a page answers.
const WAIT_MS = 180;
const LEAST = 3;

class Box {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input[type=search]");
    this.panel = document.createElement("div");
    this.said = document.createElement("p");
    this.panel.className = "typed";
    this.panel.hidden = true;
    this.said.className = "visually-hidden";
    this.said.setAttribute("role", "status");
    this.input.closest("[data-typed-box]").append(this.panel, this.said);
    this.input.setAttribute("role", "combobox");
    this.input.setAttribute("aria-autocomplete", "list");
    this.input.setAttribute("aria-expanded", "false");
    this.input.addEventListener("input", () => this.wait());
    this.input.addEventListener("keydown", (event) => this.press(event));
    form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || this.close());
    form.addEventListener("submit", () => this.close());
  }

  get options() {
    return [...this.panel.querySelectorAll("[role=option]")];
  }

  get chosen() {
    return this.panel.querySelector("[aria-selected=true]");
  }

  wait() {
    window.clearTimeout(this.timer);
    this.asking?.abort(); // the answer to what was typed before is stale
    if ([...this.input.value.trim()].length < LEAST) this.close();
    else this.timer = window.setTimeout(() => this.ask(), WAIT_MS);
  }

  async ask() {
    this.asking = new AbortController();
    const { signal } = this.asking;
    const body = new FormData(this.form);
    body.set("box", this.input.id);
    const answer = await fetch(this.form.dataset.typedUrl, { method: "POST", body, signal, redirect: "error" }).catch(() => null);
    const fragment = answer && (answer.ok || answer.status === 429) ? await answer.text().catch(() => "") : "";
    if (!signal.aborted && document.activeElement === this.input) this.show(fragment);
  }

  show(fragment) {
    this.panel.replaceChildren(...new DOMParser().parseFromString(fragment, "text/html").body.childNodes);
    this.panel.hidden = !fragment.trim();
    const list = this.panel.querySelector("[role=listbox]");
    this.input.setAttribute("aria-expanded", String(Boolean(list)));
    if (list) this.input.setAttribute("aria-controls", list.id);
    this.input.removeAttribute("aria-activedescendant");
    this.said.textContent = [...this.panel.querySelectorAll("[data-typed-words]")].map((one) => one.textContent).join(" ");
  }

  close() {
    window.clearTimeout(this.timer);
    this.asking?.abort();
    this.input.removeAttribute("aria-controls");
    this.show("");
  }

  press(event) {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.options.length) this.choose(step);
    else if (event.key === "Enter" && this.chosen) this.chosen.click();
    else if (event.key === "Escape" && !this.panel.hidden) this.close();
    else return;
    event.preventDefault();
  }

  choose(step) {
    const places = this.options.length + 1; // one more for the words themselves
    const next = (this.options.indexOf(this.chosen) + 1 + step + places) % places;
    this.chosen?.setAttribute("aria-selected", "false");
    const option = this.options[next - 1];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
  }
}

export function bindSearch(root) {
  for (const form of root.querySelectorAll("form[data-typed-url]:not([data-bound-typed])")) {
    form.dataset.boundTyped = "";
    new Box(form);
  }
}
