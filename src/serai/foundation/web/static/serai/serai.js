// What pages can do more where scripts run. Nothing here is needed to read, to find or to save.

const root = document.documentElement;
const THEMES = ["system", "light", "dark"];
const stored = (store, name) => { try { return store.getItem(name); } catch { return null; } };
const store = (where, name, value) => {
  try { value === null ? where.removeItem(name) : where.setItem(name, value); } catch { /* private mode */ }
};

// Colours: as the system has them, or as the reader chose.
const theme = () => THEMES.find((name) => name === stored(localStorage, "theme")) ?? "system";
const showTheme = () => {
  if (theme() === "system") delete root.dataset.theme; else root.dataset.theme = theme();
  for (const button of document.querySelectorAll("[data-theme-switch]")) {
    button.hidden = false;
    const label = button.dataset[`label${theme()[0].toUpperCase()}${theme().slice(1)}`];
    button.title = label;
    button.querySelector("[data-theme-label]").textContent = label;
  }
};
showTheme();
addEventListener("storage", showTheme);

// Forms: what was typed is kept until it has been saved, and leaving asks first.
const keptName = (form) => `form:${location.pathname}:${form.id || [...document.forms].indexOf(form)}`;
const isKept = (field) => field.name && field.name !== "csrfmiddlewaretoken"
  && !["password", "file", "hidden", "submit"].includes(field.type) && field.autocomplete !== "one-time-code";
// Not form.elements: a part of a form that has this name would stand in its way.
const fieldsOf = (form) => [...form.querySelectorAll("input, select, textarea")].filter(isKept);
const values = (form) => fieldsOf(form).map((field) =>
  [field.name, field.type === "checkbox" || field.type === "radio" ? field.checked
    : field.multiple ? [...field.selectedOptions].map((option) => option.value) : field.value]);
const changed = new Set();
const SENT = "form:sent";

// What was sent is let go once an ordinary page has come back, not before.
const letGo = () => {
  const sent = stored(sessionStorage, SENT);
  const [visit] = performance.getEntriesByType("navigation");
  store(sessionStorage, SENT, null);
  if (sent && visit?.type === "navigate" && !document.querySelector(".error-page, .error-summary")) {
    store(sessionStorage, sent, null);
  }
};

const fill = (form, kept) => {
  const fields = fieldsOf(form);
  kept.forEach(([name, value], index) => {
    const field = fields[index];
    if (field?.name !== name) return;
    if (typeof value === "boolean") field.checked = value;
    else if (Array.isArray(value)) for (const option of field.options) option.selected = value.includes(option.value);
    else field.value = value;
  });
};

const sent = new Set();
const watch = (form) => {
  if (form.method === "get") return;
  const name = keptName(form);
  const kept = stored(sessionStorage, name);
  const asServed = JSON.stringify(values(form));
  // A form that came back with errors holds what was typed already.
  if (kept && !document.querySelector(".error-summary")) {
    const { from, typed } = JSON.parse(kept);
    if (from === asServed) {
      fill(form, typed);
      changed.add(form);
      form.dispatchEvent(new Event("restored"));
    } else store(sessionStorage, name, null);
  } else if (kept) changed.add(form);
  form.addEventListener("input", () => {
    changed.add(form);
    store(sessionStorage, name, JSON.stringify({ from: asServed, typed: values(form) }));
  });
  form.addEventListener("submit", (event) => {
    if (sent.has(form)) { event.preventDefault(); return; }
    // A second press while the answer is awaited would add the same twice.
    sent.add(form);
    setTimeout(() => sent.delete(form), 5000);
    changed.delete(form);
    store(sessionStorage, SENT, name);
  });
};
addEventListener("pageshow", () => sent.clear());
addEventListener("beforeunload", (event) => { if (changed.size) event.preventDefault(); });

// One more row of a set; without scripts the server adds it.
const addRow = (set) => {
  const total = set.querySelector(`[name="${set.dataset.addRow}-TOTAL_FORMS"]`);
  const holder = document.createElement("template");
  holder.innerHTML = set.querySelector("template[data-empty-row]").innerHTML.replaceAll("__prefix__", total.value);
  const row = holder.content.firstElementChild;
  set.querySelector("[data-rows]").append(row);
  total.value = Number(total.value) + 1;
  row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
};

const copy = async (button) => {
  const source = document.getElementById(button.dataset.copy);
  await navigator.clipboard.writeText(source ? source.value ?? source.textContent : button.dataset.copy);
  button.dataset.copied = "";
  setTimeout(() => delete button.dataset.copied, 2000);
};

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  const button = event.target.closest("[data-theme-switch], [data-add-row-button], [data-copy]");
  if (!button) return;
  if ("themeSwitch" in button.dataset) {
    const next = THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length];
    store(localStorage, "theme", next === "system" ? null : next);
    showTheme();
  } else if ("addRowButton" in button.dataset) {
    event.preventDefault();
    addRow(button.closest("[data-add-row]"));
  } else copy(button);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
  }
});

document.addEventListener("change", (event) => {
  const all = event.target.closest("[data-select-all]");
  if (!all) return;
  for (const box of document.getElementsByName(all.dataset.selectAll)) box.checked = all.checked;
});

// What was kept for the hall was kept for one account: it goes with it (`running.js`).
const letGoOfHall = () => globalThis.caches?.delete("hall").catch(() => { /* none is allowed */ });
document.addEventListener("submit", ({ target }) => { if ("signsOut" in target.dataset) letGoOfHall(); });

const ready = () => {
  showTheme();
  letGo();
  if (document.querySelector(".sign-in") && !("offline" in root.dataset)) letGoOfHall();
  document.querySelectorAll("form[data-keep]").forEach(watch);
  for (const box of document.querySelectorAll("[data-select-all]")) box.hidden = false;
  document.querySelector(".error-summary")?.focus();
  // What is wider than the page can be scrolled by keyboard too.
  for (const box of document.querySelectorAll(".table-scroll, figure")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  }
};
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready); else ready();
