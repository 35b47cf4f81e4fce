// Which key does what. The reader may choose other keys, or none at all; this browser remembers.

const STORE = "review:keys";
export const DEFAULTS = {
  accept: "a", reject: "r", skip: "s", edit: "e", next: "n", previous: "p", waiting: "w",
  undo: "u", identical: "i", missed: "m", claim: "c", field: "f", help: "?",
};
const ALSO = { ArrowDown: "next", ArrowUp: "previous", j: "next", k: "previous" };

const remembered = () => {
  try { return JSON.parse(localStorage.getItem(STORE)) ?? {}; } catch { return {}; }
};

export class Keys {
  constructor(words) {
    this.words = words;
    const kept = remembered();
    this.isOn = kept.isOn !== false;
    this.keys = { ...DEFAULTS, ...kept.keys };
  }

  keep() {
    try { localStorage.setItem(STORE, JSON.stringify({ isOn: this.isOn, keys: this.keys })); } catch { /* private mode */ }
  }

  /** The name of what a key press asks for; undefined where it asks for nothing here. */
  asked(event) {
    if (!this.isOn || event.ctrlKey || event.metaKey || event.altKey) return undefined;
    const found = Object.entries(this.keys).find(([, key]) => key === event.key.toLowerCase() || key === event.key);
    return found?.[0] ?? (Object.values(this.keys).includes(event.key) ? undefined : ALSO[event.key]);
  }

  /** Fills and opens the dialog that lists the keys and lets them be changed. */
  open(dialog) {
    const list = dialog.querySelector("[data-keys]");
    const draw = () => {
      list.replaceChildren(...Object.keys(DEFAULTS).map((name) => {
        const row = document.createElement("div");
        const label = document.createElement("dt");
        label.textContent = this.words[name];
        const value = document.createElement("dd");
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button quiet key";
        button.textContent = this.keys[name];
        button.setAttribute("aria-label", `${this.words[name]}: ${this.keys[name]}. ${this.words.change}`);
        button.addEventListener("click", () => {
          button.textContent = "…";
          button.addEventListener("keydown", (event) => {
            if (["Tab", "Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
            event.preventDefault();
            event.stopPropagation();
            if (event.key !== "Escape" && event.key.length === 1) {
              for (const other of Object.keys(this.keys)) {
                if (this.keys[other] === event.key && other !== name) this.keys[other] = this.keys[name];
              }
              this.keys[name] = event.key;
              this.keep();
            }
            draw();
            list.querySelectorAll("button")[Object.keys(DEFAULTS).indexOf(name)].focus();
          }, { once: true });
        });
        value.append(button);
        row.append(label, value);
        return row;
      }));
    };
    draw();
    const onOff = dialog.querySelector("[data-keys-on]");
    onOff.checked = this.isOn;
    onOff.onchange = () => { this.isOn = onOff.checked; this.keep(); };
    dialog.querySelector("[data-keys-reset]").onclick = () => { this.keys = { ...DEFAULTS }; this.keep(); draw(); };
    dialog.showModal();
  }
}
