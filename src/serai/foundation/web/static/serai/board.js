// The timetable board: sessions in days and rooms, moved by pointer, touch or keys.
// Moves are shown at once and sent after; what the server refuses goes back, with the reason.

import { Hands } from "./board_hands.js";
import { Judge } from "./board_judge.js";
import { Keyboard } from "./board_keys.js";
import { Link } from "./board_link.js";
import { Pane } from "./board_pane.js";
import { MARKS, View, clock } from "./board_view.js";
import { make } from "./elements.js";

const ZOOMS = [8, 14, 21, 30, 42];

export class Board {
  constructor(root, state) {
    this.root = root;
    this.words = JSON.parse(document.getElementById("board-words").textContent);
    this.view = new View(root, this.words);
    this.said = root.querySelector("[data-board-said]");
    this.note = root.querySelector("[data-board-note]");
    this.filters = root.querySelector("[data-board-filters]");
    this.done = [];
    this.undone = [];
    this.held = null;
    this.take(state);
    this.pane = new Pane(this, root.querySelector("[data-board-pane]"));
    this.hands = new Hands(this);
    this.keyboard = new Keyboard(this);
    this.link = new Link(root, { revision: state.revision, onChange: (answer) => this.follow(answer), onTrouble: (name) => this.trouble(name) });
    this.zoom(Number(localStorage.getItem("serai.board.zoom") ?? 2));
    this.listen();
    root.hidden = false;
    document.querySelector("[data-board-plain]")?.remove();
    this.draw();
  }

  /** Makes a state the one that is shown. */
  take(state) {
    this.state = state;
    this.byId = new Map(state.sessions.map((session) => [session.id, session]));
    this.judge = new Judge(state, this.words);
    this.room = new Map(state.rooms.map((room) => [room.id, room]));
    this.fillChoices();
  }

  fillChoices() {
    const { words, state } = this;
    const fill = (name, all, options) => {
      const select = this.root.querySelector(`[data-choose=${name}]`);
      const now = select.value;
      select.replaceChildren(make("option", { value: "" }, all), ...options.map(([value, label]) => make("option", { value }, label)));
      select.value = options.some(([value]) => value === now) ? now : "";
    };
    fill("day", words.all_days, state.days.map((day) => [day.date, day.short]));
    fill("room", words.all_rooms, state.rooms.map((room) => [room.id, room.name]));
    fill("section", words.all_sections, state.sections.map((section) => [section.id, section.name]));
    this.root.querySelector("#board-people").replaceChildren(...Object.values(state.people).sort().map((name) => make("option", { value: name })));
  }

  // Drawing

  draw() {
    this.judge.read(this.state.sessions);
    const verdicts = new Map(this.state.sessions.filter((each) => each.start !== null).map((each) => [each.id, this.judge.at(each, each)]));
    this.verdicts = verdicts;
    this.view.draw(this.state, verdicts, (session) => this.matches(session));
    const conflicts = [...verdicts.values()].filter((each) => each.level === "conflict").length;
    const warnings = [...verdicts.values()].filter((each) => each.level === "warning").length;
    this.root.querySelector("[data-board-sum]").textContent = this.words.sum
      .replace("%(conflicts)s", conflicts).replace("%(warnings)s", warnings);
    this.root.querySelector("[data-board-sum]").classList.toggle("is-clear", !conflicts);
    this.root.querySelector("[data-board-whole]").replaceChildren(...this.judge.whole().map((each) =>
      make("li", { class: `is-${each.level}` }, make("span", { "aria-hidden": "true" }, MARKS[each.level]), " ", make("bdi", {}, each.text), make("span", { class: "muted" }, ` ${this.state.rules[each.rule].name}.`))));
    this.act("undo").disabled = !this.done.length;
    this.act("redo").disabled = !this.undone.length;
    const select = (name, value) => { this.root.querySelector(`[data-choose=${name}]`).value = value; };
    if (this.view.isNarrow) { select("day", this.view.day); select("room", this.view.room); }
    this.pane.draw();
  }

  act(name) { return this.root.querySelector(`[data-act=${name}]`); }

  matches(session) {
    const data = new FormData(this.filters);
    const words = (data.get("q") ?? "").trim().toLowerCase();
    if (data.get("section") && session.section !== data.get("section")) return false;
    const names = session.people.map((person) => this.state.people[person] ?? "").join("\n").toLowerCase();
    return !words || `${session.title}\n${session.activity_name}\n${names}`.toLowerCase().includes(words);
  }

  zoom(level) {
    this.level = Math.min(Math.max(level || 0, 0), ZOOMS.length - 1);
    this.root.style.setProperty("--row", `${ZOOMS[this.level]}px`);
    try { localStorage.setItem("serai.board.zoom", this.level); } catch { /* It is only not kept. */ }
    this.act("closer").disabled = this.level === ZOOMS.length - 1;
    this.act("wider").disabled = this.level === 0;
  }

  listen() {
    const acts = {
      undo: () => this.undo(), redo: () => this.redo(), keys: () => this.keyboard.open(),
      closer: () => this.zoom(this.level + 1), wider: () => this.zoom(this.level - 1),
    };
    for (const [name, run] of Object.entries(acts)) this.act(name).addEventListener("click", run);
    this.filters.addEventListener("input", () => {
      const data = new FormData(this.filters);
      this.view.day = data.get("day") ?? "";
      this.view.room = data.get("room") ?? "";
      this.root.classList.toggle("is-waiting-only", data.get("waiting") === "on");
      this.draw();
    });
    this.filters.addEventListener("submit", (event) => event.preventDefault());
    this.view.onNarrow = () => this.draw();
  }

  say(text) { this.said.textContent = text; }

  /** A sentence above the board, with something to do about it. */
  tell(text, tone = "", buttons = []) {
    this.note.className = `notice ${tone}`;
    this.note.replaceChildren(make("p", {}, text, " ", ...buttons.map(([label, run]) =>
      make("button", { type: "button", class: "button quiet", onclick: () => { this.hush(); run(); } }, label)),
    make("button", { type: "button", class: "button quiet", onclick: () => this.hush() }, this.words.close)));
    this.note.hidden = false;
    this.say(text);
  }

  hush() { this.note.hidden = true; }

  trouble(name) {
    if (name === "gone") this.tell(this.words.gone, "warning", [[this.words.reload, () => location.reload()]]);
    else if (name === "away" && !this.isAway) this.tell(this.words.away, "warning");
    else if (!name && this.isAway) this.hush();
    this.isAway = name === "away";
  }

  /** A place in words. */
  placeText(place) {
    if (!place || place.start === null) return this.words.unscheduled;
    const day = this.state.days.find((each) => each.date === place.day);
    const room = this.room.get(place.room)?.name ?? this.words.no_room;
    return `${room}, ${(place.start < 1440 ? day?.label : day?.next) ?? place.day}, ${clock(place.start)}`;
  }

  // Holding and dropping

  pick(session, { minutes } = {}) {
    if (session.locked) {
      this.tell(this.words.is_locked.replace("%(session)s", session.title), "warning", [[this.words.unlock, () => this.lock(session, false)]]);
      return false;
    }
    const begun = performance.now();
    this.putBack(true);
    this.held = { session, minutes, place: session.start === null ? null : { day: session.day, start: session.start, room: session.room, minutes } };
    this.everywhere = this.judge.everywhere(session, this.view.roomsOf(this.state).map((room) => room || null));
    this.view.showVerdicts(this.everywhere, this.state);
    for (const card of [this.view.cards.get(session.id)]) card?.classList.add("is-held");
    performance.measure("board-pick", { start: begun });
    return true;
  }

  verdictAt(place) {
    return place.minutes ? this.judge.at(this.held.session, place)
      : this.everywhere.get(`${place.day}|${place.room ?? ""}|${place.start}`) ?? this.judge.at(this.held.session, place);
  }

  /** Aims what is held at a place; null is the list of those without one. */
  aim(place, { aloud = false } = {}) {
    this.held.place = place;
    const verdict = place ? this.verdictAt(place) : null;
    const ghost = this.view.showGhost(this.held.session, place, verdict);
    if (aloud) {
      this.say([this.placeText(place), verdict?.reasons.map((each) => each.text).join(" ") || (place ? this.words.free : "")].join(". "));
      ghost?.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  }

  putBack(quietly = false) {
    if (!this.held) return;
    const { session } = this.held;
    this.letGo();
    if (!quietly) this.say(this.words.put_back.replace("%(session)s", session.title));
  }

  letGo() {
    this.view.cards.get(this.held.session.id)?.classList.remove("is-held");
    this.held = null;
    this.view.hideVerdicts();
    if (this.isBehind) { this.isBehind = false; this.draw(); }
  }

  drop() {
    const { session, place, minutes } = this.held;
    this.letGo();
    if (!place) return this.unplace(session);
    if (minutes) return this.resize(session, place.minutes ?? minutes);
    return this.place(session, place);
  }

  place(session, { day, start, room }) {
    if (session.day === day && session.start === start && session.room === room) return undefined;
    return this.move(session, { do: "place", day, start, room: room ?? null }, { day, start, room: room ?? null, minutes: session.minutes ?? 60 });
  }

  unplace(session) {
    if (session.start === null) return undefined;
    return this.move(session, { do: "unplace" }, { day: null, start: null, room: null });
  }

  resize(session, minutes) {
    if (minutes === session.minutes) return undefined;
    return this.move(session, { do: "resize", minutes }, { minutes });
  }

  lock(session, locked) { return this.move(session, { do: "lock", locked }, { locked }); }

  /** Lets two sessions change places. */
  swap(session, other) {
    const mine = { day: session.day, start: session.start, room: session.room };
    const theirs = { day: other.day, start: other.start, room: other.room };
    const before = { ...other };
    Object.assign(other, mine);
    return this.move(session, { do: "swap", other: other.id }, theirs, () => Object.assign(other, before));
  }

  async move(session, move, after, alsoBack) {
    const before = Object.fromEntries(Object.keys(after).map((name) => [name, session[name]]));
    Object.assign(session, after);
    this.draw();
    this.say(`${session.title}: ${this.placeText(session)}. ${this.verdicts.get(session.id)?.reasons.map((each) => each.text).join(" ") ?? ""}`);
    const { status, answer } = await this.link.send({ session: session.id, ...move });
    performance.mark("board-settled");
    if (status === 200) {
      if (answer.entries.length) { this.done.push(answer.entries); this.undone = []; }
      return this.follow(answer);
    }
    Object.assign(session, before);
    alsoBack?.();
    const again = [this.words.again, () => this.move(this.byId.get(session.id) ?? session, move, after, alsoBack)];
    this.follow(answer);
    if (status === 409) {
      const now = this.byId.get(session.id);
      const who = answer.done?.findLast((each) => each.session === session.id && each.places)?.who;
      this.tell(`${answer.message} ${this.words.now_at.replace("%(who)s", who ?? "").replace("%(place)s", this.placeText(now))}`, "warning", [again]);
    } else if (status === 422) this.tell(answer.message, "warning");
    else this.tell(status === 401 ? this.words.gone : this.words.not_saved, "warning", status === 401 ? [[this.words.reload, () => location.reload()]] : [again]);
    this.view.cards.get(session.id)?.focus();
    return undefined;
  }

  undo() { return this.retrace(this.done, this.undone, this.words.undid); }

  redo() { return this.retrace(this.undone, this.done, this.words.redid); }

  async retrace(from, to, text) {
    const entries = from.pop();
    if (!entries) return;
    const { status, answer } = await this.link.send({ do: "undo", entries });
    if (status === 200) { to.push(answer.entries); this.say(text); }
    else if (status === 422) this.tell(answer.message, "warning");
    else { from.push(entries); this.tell(this.words.not_saved, "warning"); }
    this.follow(answer);
  }

  /** Draws what has happened: by this editor, confirmed, and by others. */
  follow(answer) {
    const theirs = (answer.done ?? []).filter((each) => !each.mine && each.places);
    if (answer.board) this.take(answer.board);
    for (const fresh of answer.sessions ?? []) {
      const known = this.byId.get(fresh.id);
      if (known) { for (const name of Object.keys(known)) delete known[name]; Object.assign(known, fresh); }
      else { this.byId.set(fresh.id, fresh); this.state.sessions.push(fresh); }
    }
    if (answer.removed?.length) {
      this.state.sessions = this.state.sessions.filter((each) => !answer.removed.includes(each.id));
      for (const id of answer.removed) this.byId.delete(id);
    }
    const taken = this.held && theirs.find((each) => each.session === this.held.session.id);
    if (taken) { this.isBehind = true; this.putBack(true); }
    if (this.held && (answer.sessions || answer.board)) this.isBehind = true;
    else this.draw();
    const last = new Map(theirs.map((each) => [each.session, each]));
    for (const [id, each] of last) this.view.flash(id, each.who);
    if (last.size) {
      const [id, each] = [...last].at(-1);
      const text = this.words.they_moved.replace("%(who)s", each.who).replace("%(session)s", this.byId.get(id)?.title ?? "").replace("%(place)s", this.placeText(this.byId.get(id)));
      if (taken) this.tell(text, "warning"); else this.say(text);
    }
  }
}

/** Opens the board once its sessions have arrived; until then their list stays, with what is the matter. */
async function open(root, pause = 1000) {
  const state = await fetch(root.dataset.state, { cache: "no-store" })
    .then((answer) => (answer.ok ? answer.json() : null)).catch(() => null);
  if (state) { new Board(root, state); return; }
  document.querySelector("[data-board-late]").hidden = false;
  setTimeout(() => open(root, Math.min(2 * pause, 30000)), pause);
}

const root = document.querySelector("[data-board]");
if (root) await open(root);
