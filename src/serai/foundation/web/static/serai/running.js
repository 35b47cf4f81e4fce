// Runs the order of a session on the device of its chair. All is counted here, so that nothing stops
// without a network: what is pressed is kept on the device and sent, in order, once there is one. The
// page itself can be kept too, with what it showed last; a service worker opens it then.

const MINUTE = 60_000;
const LOOK = 10_000;
const HALL = "hall"; // the cache of all pages that are kept for the hall
const SAME = { ignoreVary: true };

const root = document.querySelector("[data-live]");
const part = (name) => root.querySelector(`[data-${name}]`);
const parse = (id) => JSON.parse(document.getElementById(id).textContent);
const moment = (text) => (text ? Date.parse(text) : null);
const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (_all, name) => values[name]);

// What the page needs besides itself.
const files = () => [...document.querySelectorAll("script[src], link[rel=stylesheet], link[rel=icon]")]
  .map((each) => new URL(each.src ?? each.href).pathname);

/** When each item begins and ends; as `proceedings.running.clock` counts. */
export function count(items, { startsAt, endedAt, now }) {
  const last = items.findLastIndex((item) => item.startedAt !== null);
  let follows = startsAt;
  if (follows !== null && last < 0 && endedAt === null) follows = Math.max(follows, now);
  return items.map((item, index) => {
    let begins = item.startedAt ?? follows;
    let ends = begins === null ? null : begins + item.minutes * MINUTE;
    const isOn = index === last && endedAt === null;
    const isOver = index < last || (endedAt !== null && index <= last);
    const following = items.slice(index + 1).find((each) => each.startedAt !== null)?.startedAt ?? null;
    const planned = ends;
    if (isOver) {
      ends = following ?? endedAt ?? ends;
      if (item.startedAt === null) begins = ends = following ?? endedAt;
    } else if (isOn && ends !== null) ends = Math.max(ends, now);
    follows = ends;
    return { begins, ends, planned, isOn, isOver };
  });
}

class Live {
  constructor() {
    this.words = parse("live-words");
    this.token = root.querySelector("[name=csrfmiddlewaretoken]").value;
    // By whom it was pressed is told to the server by who is signed in: it waits for them.
    this.key = `serai.running ${root.dataset.account} ${root.dataset.move}`;
    this.queue = this.stored();
    this.take(parse("live-state"));
    this.queue.forEach((press) => this.apply(press));
    root.addEventListener("submit", (event) => this.pressed(event));
    part("back").addEventListener("click", () => this.back());
    document.addEventListener("keydown", (event) => this.typed(event));
    window.addEventListener("online", () => this.flush());
    part("keys").hidden = false;
    setInterval(() => this.draw(), 1000);
    setInterval(() => this.look(), LOOK);
    document.addEventListener("visibilitychange", () => this.wake());
    this.wake();
    this.draw();
    this.begin();
  }

  async begin() {
    if ("offline" in document.documentElement.dataset) {
      this.isAway = true;
      const seen = await (await caches.open(HALL)).match(root.dataset.state);
      if (seen) this.take(await seen.json());
      this.queue.forEach((press) => this.apply(press));
      this.draw();
    }
    this.flush();
    await this.offerToKeep();
  }

  // What was kept for one account goes when it signs out (`serai.js`).
  async offerToKeep() {
    if (!("serviceWorker" in navigator)) return;
    part("keep").addEventListener("click", () => this.keepPage(!this.isKept));
    this.isKept = Boolean(await (await caches.open(HALL)).match(location.pathname, SAME));
    this.showKept();
    part("keeping").hidden = false;
    if (this.isKept && !this.isAway) await this.keepPage(true);
  }

  async keepPage(isWanted) {
    const cache = await caches.open(HALL);
    try {
      if (isWanted) {
        await navigator.serviceWorker.register(root.dataset.worker);
        for (const address of [location.pathname, ...files()]) {
          if (!(await cache.match(address, SAME))) await cache.add(address);
        }
      }
      this.isKept = isWanted;
      if (isWanted) await this.keepState();
      else for (const address of [location.pathname, root.dataset.state]) await cache.delete(address, SAME);
      this.showKept();
    } catch { this.showKept(this.words.not_kept); }
  }

  async keepState() {
    if (!this.isKept || this.queue.length) return;
    await (await caches.open(HALL)).put(root.dataset.state, new Response(JSON.stringify(this.state)));
  }

  showKept(text = this.isKept ? this.words.here : "") {
    part("keep").textContent = this.isKept ? this.words.let_go : this.words.keep;
    part("kept").textContent = text;
  }

  stored() {
    try { return JSON.parse(localStorage.getItem(this.key)) ?? []; } catch { return []; }
  }

  keep() {
    try {
      if (this.queue.length) localStorage.setItem(this.key, JSON.stringify(this.queue));
      else localStorage.removeItem(this.key);
    } catch { /* no room, or none allowed: it stays in memory */ }
  }

  take(state) {
    this.state = state;
    this.startsAt = moment(state.starts_at);
    this.endsAt = moment(state.ends_at);
    this.endedAt = moment(state.ended_at);
    this.items = state.items.map((item) => ({ ...item, startedAt: moment(item.started_at) }));
    this.clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: state.zone });
    this.keepState();
  }

  apply({ code, at }) {
    const when = moment(at);
    const place = this.items.findIndex((item) => item.code === code);
    const from = code === "anew" ? 0 : place < 0 ? this.items.length : place;
    this.items.forEach((item, index) => { if (index >= from) item.startedAt = index === place ? when : null; });
    this.endedAt = code === "" ? when : null;
  }

  get on() { return this.endedAt === null ? this.items.findLastIndex((item) => item.startedAt !== null) : -1; }

  press(code, at = Date.now()) {
    const press = { code, at: new Date(at).toISOString() };
    this.apply(press);
    this.queue.push(press);
    this.keep();
    this.draw();
    this.flush();
  }

  pressed(event) {
    event.preventDefault();
    if (event.submitter) this.press(event.submitter.value);
  }

  forward() {
    if (this.endedAt === null && this.on + 1 < this.items.length) this.press(this.items[this.on + 1].code);
  }

  // Going back, the earlier item goes on from when it really began.
  back() {
    const last = this.items.findLastIndex((item) => item.startedAt !== null);
    const item = this.items[this.endedAt === null ? last - 1 : last];
    if (item) this.press(item.code, item.startedAt ?? Date.now());
    else this.press("anew");
  }

  typed(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("a, button, input, select, textarea, summary")) return;
    const forward = document.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    const back = document.dir === "rtl" ? "ArrowRight" : "ArrowLeft";
    if (event.key === forward || event.key === " ") this.forward();
    else if (event.key === back && !part("back").hidden) this.back();
    else return;
    event.preventDefault();
  }

  async flush() {
    if (this.sending) return;
    this.sending = true;
    try {
      while (this.queue.length) {
        const response = await fetch(root.dataset.move, {
          method: "POST",
          headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
          body: JSON.stringify(this.queue[0]),
        });
        const isJson = response.headers.get("Content-Type")?.includes("json");
        // What cannot be done any more is not tried for ever; who is signed out can sign in again.
        const isRefused = [400, 404].includes(response.status);
        if (!isRefused && !(response.ok && isJson && !response.redirected)) {
          this.problem = this.words.refused;
          break;
        }
        const answer = isRefused ? { problem: this.words.refused } : await response.json();
        this.queue.shift();
        this.keep();
        this.problem = answer.problem;
        if (isRefused) continue;
        if (!this.queue.length) this.take(answer);
      }
      this.isAway = false;
    } catch { this.isAway = true; }
    this.sending = false;
    this.draw();
  }

  async look() {
    if (this.queue.length) return this.flush();
    if (document.hidden) return;
    try {
      const response = await fetch(root.dataset.state, { cache: "no-store" });
      if (response.ok && !response.redirected && !this.queue.length) this.take(await response.json());
      this.isAway = false;
    } catch { this.isAway = true; }
    this.draw();
  }

  async wake() {
    if (document.hidden || !navigator.wakeLock) return;
    try { await navigator.wakeLock.request("screen"); } catch { /* not allowed: the screen may go dark */ }
  }

  time(at) { return at === null ? "" : this.clock.format(at); }

  draw() {
    const now = Date.now();
    const slots = count(this.items, { startsAt: this.startsAt, endedAt: this.endedAt, now });
    const on = this.on;
    const next = this.endedAt === null ? this.items[on + 1] : undefined;
    const say = (name, text) => { if (part(name).textContent !== text) part(name).textContent = text; };
    say("clock", this.time(now));
    const item = this.items[on];
    say("on-title", item ? item.title : this.endedAt === null ? this.words.waiting : this.words.ended);
    say("on-who", item?.who ?? "");
    say("on-cue", item?.cue ?? "");
    const left = item ? slots[on].planned - now : 0;
    const late = item && left < 0;
    const whole = Math.floor(Math.abs(left) / 1000);
    say("left", item ? `${late ? "+" : ""}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}` : "–");
    say("left-word", item ? (late ? this.words.over : this.words.left) : "");
    for (const each of [part("left").parentElement, part("progress")]) {
      each.dataset.tone = late ? "late" : "plain";
      each.hidden = !item;
    }
    part("progress").value = item ? Math.min(1, 1 - left / (item.minutes * MINUTE || 1)) : 0;
    say("next-title", next?.title ?? this.words.last);
    say("next-who", next?.who ?? "");
    say("next-cue", next?.cue ?? "");
    say("next-time", next && slots[on + 1].begins !== null ? fill(this.words.begins, { time: this.time(slots[on + 1].begins) }) : "");
    part("go").hidden = !next;
    part("go").value = next?.code ?? "";
    say("go", item ? this.words.next : this.words.start);
    part("end").hidden = !item;
    part("back").hidden = !this.items.some((each) => each.startedAt !== null);
    say("outlook", this.outlook(slots));
    say("saved", this.problem || (this.queue.length && this.isAway ? this.words.kept : this.queue.length ? "" : this.words.saved));
    this.items.forEach((each, index) => {
      const line = root.querySelector(`[data-item="${each.code}"]`);
      if (!line) return this.isAway || location.reload();
      line.querySelector("[data-time]").textContent = this.time(slots[index].begins);
      line.classList.toggle("over", slots[index].isOver);
      line.toggleAttribute("aria-current", slots[index].isOn);
      if (slots[index].isOn) line.setAttribute("aria-current", "step");
    });
  }

  outlook(slots) {
    const ends = slots.at(-1)?.ends ?? null;
    if (this.endedAt !== null || ends === null || this.on < 0) return "";
    const late = this.endsAt === null ? 0 : Math.ceil((ends - this.endsAt) / MINUTE);
    if (late > 0) return fill(this.words.late, { time: this.time(ends), minutes: late });
    return fill(this.words.early, { time: this.time(ends) });
  }
}

if (root && part("list")) new Live();
