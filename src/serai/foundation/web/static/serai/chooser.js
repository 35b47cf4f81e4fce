// Choosing one of many things: an input that searches while one types, after the ARIA pattern of a
// combobox with a list. The form is sent the code of what was chosen, or what was typed.

const WAIT = 150;
const CODE = /^[0-9a-z]{10}$/;
let made = 0;

const element = (name, properties = {}, attributes = {}) => {
  const node = Object.assign(document.createElement(name), properties);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
};

class Chooser {
  constructor(box) {
    this.box = box;
    this.input = box.querySelector("input");
    this.asked = 0;
    this.active = -1;
    const id = `chooser-${made += 1}`;
    // What is sent. Not of the type hidden, so that it is kept with what was typed.
    this.sent = element("input", { type: "text", hidden: true, name: this.input.name, value: this.input.value });
    this.list = element("ul", { id }, { role: "listbox", "aria-label": this.input.labels[0]?.textContent.trim() ?? "" });
    this.state = element("p", { className: "chooser-state" }, { "aria-hidden": "true" });
    this.retry = element("button", { type: "button", className: "button small", textContent: box.dataset.retry, hidden: true });
    this.panel = element("div", { className: "chooser-panel", hidden: true });
    this.panel.append(this.list, this.state, this.retry);
    this.said = element("span", { className: "visually-hidden" }, { role: "status" });
    const label = box.querySelector("[data-chosen]");
    const known = this.input.value === this.input.defaultValue ? label?.textContent ?? "" : "";
    label?.remove();
    box.querySelector("select")?.remove();
    this.input.removeAttribute("name");
    for (const [key, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id, "aria-haspopup": "listbox",
    })) this.input.setAttribute(key, value);
    box.append(this.sent, this.panel, this.said);
    box.classList.add("is-searching");
    this.show(known);
    if (!known) this.name();
    this.listen();
  }

  listen() {
    this.input.addEventListener("input", () => { this.sent.value = this.input.value.trim(); this.label = ""; this.search(WAIT); });
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("click", () => { if (this.panel.hidden) this.search(0); });
    this.input.addEventListener("focus", () => { if (this.label) this.input.select(); });
    // The input stays where the keyboard is; on touch, the list can still be scrolled.
    this.panel.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose([...this.list.children].indexOf(option));
    });
    this.retry.addEventListener("click", () => { this.input.focus(); this.search(0); });
    this.box.addEventListener("focusout", (event) => { if (!this.box.contains(event.relatedTarget)) this.close(); });
    this.box.closest("form")?.addEventListener("restored", () => { this.show(""); this.name(); });
  }

  show(label) {
    this.label = label;
    this.input.value = label || this.sent.value;
    this.input.title = label;
  }

  address(words) {
    const address = new URL(this.box.dataset.chooser, location.href);
    address.searchParams.set("q", words);
    for (const name of this.box.dataset.siblings.split(" ").filter(Boolean)) {
      const sibling = this.sent.form?.elements.namedItem(this.sent.name.replace(/[^-]+$/, name));
      if (CODE.test(sibling?.value)) address.searchParams.set(name, sibling.value);
    }
    return address;
  }

  async ask(words) {
    this.request?.abort();
    this.request = new AbortController();
    const answer = await fetch(this.address(words), { signal: this.request.signal, headers: { Accept: "application/json" } });
    // A page to sign in is no answer.
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    return answer.json();
  }

  // What was typed before the page was opened again is a code, perhaps, and has a name.
  async name() {
    const code = this.sent.value;
    if (!CODE.test(code)) return;
    try {
      const { rows } = await this.ask(code);
      if (this.sent.value === code && rows[0]?.code === code) this.show(rows[0].label);
    } catch { /* The code stands for itself. */ }
  }

  search(wait) {
    const asked = this.asked += 1;
    clearTimeout(this.timer);
    this.request?.abort();
    this.timer = setTimeout(async () => {
      this.tell(this.box.dataset.loading, { isBusy: true });
      try {
        const answer = await this.ask(this.label ? "" : this.input.value.trim());
        if (asked === this.asked) this.fill(answer);
      } catch (error) {
        if (asked !== this.asked || error.name === "AbortError") return;
        this.fill({ rows: [], said: this.box.dataset.retry });
        this.retry.hidden = false;
        this.state.hidden = true;
      }
    }, wait);
  }

  tell(words, { isBusy = false } = {}) {
    this.retry.hidden = true;
    this.state.hidden = false;
    this.state.textContent = words;
    this.list.setAttribute("aria-busy", String(isBusy));
    if (!isBusy) this.said.textContent = words;
    this.panel.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  }

  fill({ rows, said }) {
    this.rows = rows;
    this.list.replaceChildren(...rows.map(({ label, about }, index) => {
      const option = element("li", { id: `${this.list.id}-${index}` }, { role: "option", "aria-selected": "false", dir: "auto" });
      option.append(element("span", { textContent: label }));
      if (about) option.append(" ", element("span", { className: "muted", textContent: about }));
      return option;
    }));
    this.list.hidden = !rows.length;
    this.tell(rows.length ? said : said === this.box.dataset.retry ? said : this.box.dataset.nothing);
    this.mark(-1);
  }

  mark(index) {
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = index;
    const option = this.list.children[index];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  choose(index) {
    const row = this.rows[index];
    this.sent.value = row.code;
    this.show(row.label);
    this.close();
    // What the form keeps of what was typed.
    this.sent.dispatchEvent(new Event("input", { bubbles: true }));
  }

  close() {
    this.asked += 1;
    clearTimeout(this.timer);
    this.request?.abort();
    this.panel.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.mark(-1);
  }

  press(event) {
    const last = this.list.children.length - 1;
    const isOpen = !this.panel.hidden;
    if (event.isComposing) return;
    const moves = {
      ArrowDown: () => { if (!isOpen) this.search(0); else if (last >= 0) this.mark(this.active < last ? this.active + 1 : 0); },
      ArrowUp: () => { if (!isOpen) this.search(0); else if (last >= 0) this.mark(this.active > 0 ? this.active - 1 : last); },
      ...(isOpen && this.active >= 0 && { Home: () => this.mark(0), End: () => this.mark(last) }),
      // While a list is open nobody means to send the form.
      ...(isOpen && { Enter: () => { if (this.active >= 0) this.choose(this.active); }, Escape: () => this.close() }),
    };
    if (!Object.hasOwn(moves, event.key) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    moves[event.key]();
  }
}

const begin = (within) => {
  for (const box of within.querySelectorAll("[data-chooser]:not(.is-searching)")) new Chooser(box);
};

const ready = () => {
  begin(document);
  // Rows are added to forms.
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) for (const node of addedNodes) if (node.nodeType === 1) begin(node);
  }).observe(document.getElementById("main"), { childList: true, subtree: true });
};
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready); else ready();
