// Stars on the sessions of a programme, and what changed in it since the last visit. Both are kept
// on the device; with an account, the stars are kept there too, and neither side loses any.

export const settings = JSON.parse(document.getElementById("agenda-settings").textContent);
export const say = (name, values = {}) =>
  settings.texts[name].replace(/%\((\w+)\)s/g, (_whole, key) => values[key] ?? "");

const KEY = `agenda:${settings.edition}`;
// own: starred here; account: known to be starred there; gone: to be taken away there;
// base: the programme as it was when its changes were last seen; changes: those since.
const EMPTY = { own: [], account: [], gone: [], base: null, release: 0, changes: [] };
const read = () => { try { return { ...EMPTY, ...JSON.parse(localStorage.getItem(KEY)) }; } catch { return { ...EMPTY }; } };
const write = (changed) => {
  const state = { ...read(), ...changed };
  try { localStorage.setItem(KEY, JSON.stringify(state)); } catch { /* private mode, or full */ }
  return state;
};

export const starred = () => {
  const { own, account, gone } = read();
  return new Set([...account.filter((code) => !gone.includes(code)), ...own]);
};
const without = (codes, code) => codes.filter((each) => each !== code);
const told = () => document.dispatchEvent(new CustomEvent("agenda"));

const toggle = (code) => {
  const { own, account, gone } = read();
  if (starred().has(code)) {
    write({ own: without(own, code), gone: account.includes(code) ? [...gone, code] : gone });
  } else {
    write({ own: account.includes(code) ? own : [...own, code], gone: without(gone, code) });
  }
  told();
  exchange();
};

// With an account, what was done here goes there, and what was done elsewhere comes here.
const isSignedIn = () => document.querySelector(".account-menu") !== null;
const ask = async (options) => (await fetch(settings.addresses.stars, options)).json();
let turn = Promise.resolve();
const exchange = () => { turn = turn.then(send).catch(() => { /* the next page tries again */ }); };
const send = async () => {
  const { own, gone, account } = read();
  if (!isSignedIn() && !account.length) return;
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  const answer = token && (own.length || gone.length)
    ? await ask({ method: "POST", headers: { "X-CSRFToken": token }, body: JSON.stringify({ add: own, remove: gone }) })
    : await ask({});
  if (answer.sessions) {
    // What was starred while the answer was awaited is still to be sent.
    const now = read();
    write({ account: answer.sessions, own: now.own.filter((code) => !own.includes(code)), gone: now.gone.filter((code) => !gone.includes(code)) });
  } else if (answer.is_signed_in === false) write({ account: [], gone: [] });
  told();
};

const show = () => {
  const codes = starred();
  for (const button of document.querySelectorAll("[data-star]")) {
    const session = button.closest("li, header, section");
    const isStarred = codes.has(button.dataset.star);
    button.hidden = false;
    button.ariaPressed = String(isStarred);
    button.ariaLabel = say("star", { title: button.dataset.title ?? session?.querySelector("a, h1")?.textContent ?? "" });
    session?.classList.toggle("is-starred", isStarred);
  }
};

// What changed between two releases, as far as somebody on the way has to know it.
const brief = (data) => Object.fromEntries(data.sessions.map(({ code, title, starts, ends, day, room }) =>
  [code, [title, starts ?? day ?? "", ends ?? "", room ?? ""]]));
const compare = (before, now) => [
  ...Object.entries(before).filter(([code]) => !now[code]).map(([code, [title]]) => ({ code, title, kind: "cancelled" })),
  ...Object.entries(now).flatMap(([code, [title, starts, ends, room]]) => {
    if (!before[code]) return [{ code, title, kind: "new" }];
    const [, was, until, place] = before[code];
    if (was !== starts || until !== ends) return [{ code, title, kind: "moved", before: was, now: starts }];
    return place === room ? [] : [{ code, title, kind: "room", before: place, now: room }];
  }),
];
// What the device kept is good enough to show (`isKeptEnough`), not to tell what has changed.
export const data = async (isKeptEnough = true) => {
  const answer = await fetch(settings.addresses.data);
  if (!answer.ok || (answer.headers.has("Kept") && !isKeptEnough)) throw new Error("no network");
  return answer.json();
};
export const written = (moment, days) => {
  const [day, time] = moment.split("T");
  return [days[day] ?? day, time?.slice(0, 5)].filter(Boolean).join(", ");
};

const lookForChanges = async (release) => {
  const { base, release: known } = read();
  if (base && known === release) return;
  const current = await data(false);
  const now = brief(current);
  const named = (kind, value) => (kind === "moved" ? value && written(value, current.days) : current.rooms[value]) || say(kind === "moved" ? "day" : "room_unknown");
  write({
    release: current.release,
    base: base ?? now,
    changes: compare(base ?? now, now).map((change) => ({ ...change,
      text: say(change.kind, change.kind in { moved: 1, room: 1 } ? { before: named(change.kind, change.before), now: named(change.kind, change.now) } : {}) })),
  });
  document.dispatchEvent(new CustomEvent("programme"));
  told();
};
const markSeen = async () => write({ base: brief(await data()), changes: [] });

const element = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(key, value);
  made.append(...children);
  return made;
};
export { element };

const line = ({ code, title, kind, text }) => element("li", { class: "change-line" },
  kind === "cancelled" ? element("span", {}, title) : element("a", { href: `${settings.addresses.session}${code}/` }, title),
  " ", element("span", { class: `badge ${kind === "new" ? "settled" : "warning"}` }, text));
const showChanges = () => {
  document.getElementById("agenda-changes")?.remove();
  const { changes } = read();
  for (const { code, kind, text } of changes) {
    const place = document.querySelector(`[data-star="${code}"]`)?.closest("li");
    if (!place || place.querySelector(".change-mark")) continue;
    place.append(element("p", { class: `change-mark badge ${kind === "new" ? "settled" : "warning"}` }, text));
  }
  if (!changes.length) return;
  const codes = starred();
  const own = changes.filter(({ code }) => codes.has(code));
  const others = changes.filter(({ code }) => !codes.has(code));
  const button = element("button", { type: "button", class: "button" }, say("seen"));
  const box = element("section", { id: "agenda-changes", class: "notice warning no-print", role: "status" },
    element("p", { class: "notice-title" }, say("changed")),
    element("ul", { role: "list" }, ...own.map(line)),
    ...(others.length ? [element("details", own.length ? {} : { open: "" },
      element("summary", {}, `${say("others")} (${others.length})`),
      element("ul", { role: "list" }, ...others.map(line)))] : []),
    element("p", {}, button));
  button.addEventListener("click", async () => {
    await markSeen();
    for (const mark of document.querySelectorAll(".change-mark")) mark.remove();
    told();
  });
  document.querySelector(".page-header")?.after(box);
};

// Without network: say so, and say of which release the page is.
const isOffline = () => !navigator.onLine || "offline" in document.documentElement.dataset;
addEventListener("offline", () => { document.documentElement.dataset.offline = ""; });
const showOffline = () => {
  const shown = document.getElementById("agenda-offline");
  if (!isOffline()) shown?.remove();
  else if (!shown) document.getElementById("main").prepend(element("p", { id: "agenda-offline", class: "notice", role: "status" }, say("offline")));
};
const RETRIES = [0, 1, 2, 5, 15, 30]; // seconds; browsers call a network back before it answers
let isComingBack = false;
const back = async () => {
  if (isComingBack) return;
  isComingBack = true;
  for (const wait of RETRIES) {
    await new Promise((done) => { setTimeout(done, wait * 1000); });
    if (!navigator.onLine) break;
    try {
      await lookForChanges(0);
      delete document.documentElement.dataset.offline;
      showOffline();
      exchange();
      (await navigator.serviceWorker?.getRegistration(settings.addresses.scope))?.update().catch(() => {});
      break;
    } catch { /* not yet */ }
  }
  isComingBack = false;
};

// What runs now is marked, by the clock.
const showNow = () => {
  const now = Date.now();
  for (const block of document.querySelectorAll("[data-starts]")) {
    block.classList.toggle("is-now", Date.parse(block.dataset.starts) <= now && now < Date.parse(block.dataset.ends));
  }
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-star]");
  if (button) toggle(button.dataset.star);
});
document.addEventListener("agenda", () => { show(); showChanges(); });
addEventListener("storage", (event) => { if (event.key === KEY) told(); });
addEventListener("offline", showOffline);
addEventListener("online", back);
document.addEventListener("visibilitychange", () => { if (!document.hidden && isOffline()) back(); });

const start = async () => {
  show();
  showNow();
  setInterval(showNow, 60_000);
  showOffline();
  showChanges();
  exchange();
  if (isOffline()) back();
  const matters = !settings.isOver || starred().size > 0;
  if (!matters) return;
  await lookForChanges(settings.release).catch(() => { /* no network yet */ });
  if ("serviceWorker" in navigator && !navigator.connection?.saveData) {
    await navigator.serviceWorker.register(settings.addresses.worker, { scope: settings.addresses.scope }).catch(() => { /* not allowed here */ });
  }
};
const begin = () => (globalThis.requestIdleCallback ?? setTimeout)(start);
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin); else begin();
