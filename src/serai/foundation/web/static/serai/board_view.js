// Draws the board: days, rooms, cards, and while something is held, what every place would mean.

import { make } from "./elements.js";

export const clock = (minutes) => `${String(Math.floor(minutes / 60) % 24).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
export const MARKS = { free: "", warning: "△", conflict: "✕" };
const NARROW = matchMedia("(max-width: 44rem)");

export class View {
  constructor(root, words) {
    this.root = root;
    this.words = words;
    this.scroll = root.querySelector("[data-board-grid]");
    this.list = root.querySelector("[data-board-list]");
    this.count = root.querySelector("[data-board-count]");
    this.cards = new Map();
    this.columns = new Map();
    this.day = "";
    this.room = "";
    NARROW.addEventListener("change", () => this.onNarrow?.());
  }

  get isNarrow() { return NARROW.matches; }

  /** The rooms that have a column; "" is the one for sessions that have a time and no room. */
  roomsOf(state) {
    const rooms = state.rooms.map((room) => room.id);
    if (!rooms.length || state.sessions.some((each) => each.start !== null && !each.room)) rooms.push("");
    return rooms;
  }

  roomsShown(state) {
    const rooms = this.roomsOf(state);
    if (this.isNarrow && !rooms.includes(this.room)) this.room = rooms[0];
    return rooms.filter((room) => !this.room || room === this.room);
  }

  daysShown(state) {
    if (this.isNarrow && !this.day) this.day = state.days[0]?.date ?? "";
    return state.days.filter((day) => !this.day || day.date === this.day);
  }

  /** Draws what differs from what is drawn: days and rooms seldom do, cards where they do. */
  draw(state, verdicts, filter) {
    const rooms = this.roomsShown(state);
    const hadFocus = document.activeElement?.dataset?.session;
    const at = [this.scroll.scrollLeft, this.scroll.scrollTop];
    const ground = JSON.stringify([this.daysShown(state), rooms, state.rooms, state.opens, state.closes, state.step]);
    if (ground !== this.ground) this.lay(state, rooms);
    this.ground = ground;
    const before = this.cards;
    this.cards = new Map();
    const inColumn = new Map([...this.columns.values()].map((column) => [column, []]));
    const placed = state.sessions.filter((each) => each.start !== null);
    placed.sort((a, b) => a.start - b.start || a.order - b.order);
    for (const session of placed) {
      const verdict = verdicts.get(session.id);
      const key = JSON.stringify([session, verdict, filter(session)]);
      const known = before.get(session.id);
      const card = known?.drawnAs === key ? known : this.card(session, verdict, filter);
      card.drawnAs = key;
      this.cards.set(session.id, card);
      inColumn.get(this.columns.get(`${session.day}|${session.room ?? ""}`))?.push(card);
    }
    for (const [column, cards] of inColumn) {
      if (cards.length !== column.children.length || cards.some((card, place) => column.children[place] !== card)) column.replaceChildren(...cards);
      this.spread(column);
    }
    this.drawList(state, filter);
    this.scroll.scrollTo(...at);
    if (hadFocus && document.activeElement?.dataset?.session !== hadFocus) this.cards.get(hadFocus)?.focus({ preventScroll: true });
    this.rove();
  }

  /** Lays out the days and rooms, without cards. */
  lay(state, rooms) {
    const names = new Map(state.rooms.map((room) => [room.id, room]));
    this.root.style.setProperty("--rooms", rooms.length);
    this.root.style.setProperty("--rows", (state.closes - state.opens) / state.step);
    this.root.style.setProperty("--step", state.step);
    this.columns.clear();
    this.cards = new Map();
    this.opens = state.opens;
    this.scroll.replaceChildren(...this.daysShown(state).map((day) => {
      const head = make("div", { class: "board-head" },
        make("h2", { class: "board-day-name", id: `day-${day.date}` }, day.short),
        ...rooms.map((room) => make("div", { class: "board-room" }, make("b", {}, names.get(room)?.name ?? this.words.no_room),
          names.get(room)?.seats ? make("span", {}, this.words.seats.replace("%(seats)s", names.get(room).seats)) : "")));
      const gutter = make("div", { class: "board-times", "aria-hidden": "true" });
      for (let minute = Math.ceil(state.opens / 60) * 60; minute < state.closes; minute += 60) {
        const label = make("span", {}, clock(minute));
        label.style.setProperty("--at", minute - state.opens);
        gutter.append(label);
      }
      const body = make("div", { class: "board-body" }, gutter);
      for (const room of rooms) {
        const column = make("div", { class: "board-column", "data-day": day.date, "data-room": room, role: "group", "aria-label": `${day.label}, ${names.get(room)?.name ?? this.words.no_room}` });
        this.columns.set(`${day.date}|${room}`, column);
        body.append(column);
      }
      return make("section", { class: "board-day", "aria-labelledby": `day-${day.date}` }, head, body);
    }));
  }

  drawList(state, filter) {
    const waiting = state.sessions.filter((each) => each.start === null);
    const shown = waiting.filter((each) => filter(each));
    this.count.textContent = waiting.length;
    const day = new Map(state.days.map((each) => [each.date, each.short]));
    this.list.replaceChildren(...shown.map((session) => make("li", {}, this.fill(make("button", { type: "button", class: "board-card is-waiting", "data-session": session.id }),
      session, [session.day ? day.get(session.day) : "", session.minutes ? this.words.minutes.replace("%(count)s", session.minutes) : ""].filter(Boolean).join(" · ")))));
    for (const card of this.list.querySelectorAll("[data-session]")) this.cards.set(card.dataset.session, card);
    if (!shown.length) this.list.append(make("li", { class: "muted small" }, waiting.length ? this.words.none_found : this.words.all_placed));
  }

  card(session, verdict, filter) {
    const card = make("button", { type: "button", "data-session": session.id, tabindex: -1 });
    card.style.setProperty("--at", session.start - this.opens);
    card.style.setProperty("--length", session.minutes ?? 30);
    card.className = ["board-card", verdict.level === "free" ? "" : `is-${verdict.level}`, session.locked ? "is-locked" : "",
      session.exclusive ? "is-exclusive" : "", filter(session) ? "" : "is-dim", (session.minutes ?? 30) <= 30 ? "is-short" : ""].join(" ");
    this.fill(card, session, `${clock(session.start)}${session.minutes ? `–${clock(session.start + session.minutes)}` : ""}`, verdict);
    if (!session.locked) card.append(make("span", { class: "board-grip", "data-grip": "", "aria-hidden": "true" }));
    return card;
  }

  fill(card, session, when, verdict = { level: "free", reasons: [] }) {
    const mark = MARKS[verdict.level];
    card.append(
      make("span", { class: "board-when" }, mark ? make("span", { class: "board-mark", "aria-hidden": "true" }, mark) : "", when,
        session.locked ? make("span", { class: "board-lock", title: this.words.locked }, make("span", { class: "visually-hidden" }, `, ${this.words.locked}`)) : ""),
      make("span", { class: "board-title" }, make("bdi", {}, session.title)));
    if (verdict.reasons.length) {
      card.append(make("span", { class: "visually-hidden" }, `. ${verdict.reasons.map((each) => each.text).join(" ")}`));
      card.title = verdict.reasons.map((each) => each.text).join("\n");
    }
    return card;
  }

  /** Sessions at the same time in the same room stand beside each other. */
  spread(column) {
    const cards = [...column.querySelectorAll(":scope > .board-card")].map((card) => ({
      card, start: Number(card.style.getPropertyValue("--at")), end: Number(card.style.getPropertyValue("--at")) + Number(card.style.getPropertyValue("--length")),
    }));
    let group = [];
    let until = -Infinity;
    const close = () => {
      const lanes = [];
      for (const each of group) {
        let lane = lanes.findIndex((end) => end <= each.start);
        if (lane < 0) lane = lanes.push(0) - 1;
        lanes[lane] = each.end;
        each.card.style.setProperty("--lane", lane);
      }
      for (const each of group) each.card.style.setProperty("--lanes", lanes.length);
    };
    for (const each of cards) {
      if (each.start >= until) { close(); group = []; }
      group.push(each);
      until = Math.max(until, each.end);
    }
    close();
  }

  /** One card of the grid is in the order of tabs: the one that had the focus, or the first. */
  rove(card) {
    const all = [...this.scroll.querySelectorAll(".board-card")];
    const current = card ?? all.find((each) => each === document.activeElement) ?? all.find((each) => each.tabIndex === 0) ?? all[0];
    for (const each of all) each.tabIndex = each === current ? 0 : -1;
  }

  // What places mean

  /** Shows what every place would mean; equal neighbours are drawn as one. */
  showVerdicts(verdicts, { step, opens, closes }) {
    this.hideVerdicts();
    this.root.classList.add("is-holding");
    // What is seen first; the rest when that is painted.
    const view = this.scroll.getBoundingClientRect();
    const far = [];
    for (const column of this.columns.values()) {
      const box = column.getBoundingClientRect();
      const isSeen = box.right > view.left && box.left < view.right && box.bottom > view.top && box.top < view.bottom;
      if (isSeen) this.showBands(column, verdicts, { step, opens, closes });
      else far.push(column);
    }
    this.later = setTimeout(() => { for (const column of far) this.showBands(column, verdicts, { step, opens, closes }); }, 30);
  }

  showBands(column, verdicts, { step, opens, closes }) {
    const { day, room } = column.dataset;
    let band = null;
    const bands = [];
    for (let start = opens; start + step <= closes; start += step) {
      const verdict = verdicts.get(`${day}|${room}|${start}`);
      const key = verdict.level + (verdict.reasons[0]?.text ?? "");
      if (band?.key === key) band.length += step;
      else bands.push(band = { key, start, length: step, verdict });
    }
    column.prepend(...bands.map(({ start, length, verdict }) => {
      const element = make("div", { class: `board-band is-${verdict.level}`, "aria-hidden": "true" },
        verdict.reasons.length ? make("span", {}, `${MARKS[verdict.level]} ${verdict.reasons[0].text}`) : "");
      element.style.setProperty("--at", start - opens);
      element.style.setProperty("--length", length);
      return element;
    }));
  }

  hideVerdicts() {
    clearTimeout(this.later);
    this.root.classList.remove("is-holding");
    for (const band of this.scroll.querySelectorAll(".board-band")) band.remove();
    this.ghost?.remove();
  }

  /** Shows where what is held would stand, and what that would mean. */
  showGhost(session, place, verdict) {
    const column = place && this.columns.get(`${place.day}|${place.room ?? ""}`);
    if (!column) return this.ghost?.remove();
    this.ghost ??= make("div", { class: "board-ghost", "aria-hidden": "true" }, make("b"), make("span"));
    const minutes = place.minutes ?? session.minutes ?? 60;
    this.ghost.className = `board-ghost is-${verdict.level}`;
    this.ghost.style.setProperty("--at", place.start - this.opens);
    this.ghost.style.setProperty("--length", minutes);
    this.ghost.firstChild.textContent = `${clock(place.start)}–${clock(place.start + minutes)} ${session.title}`;
    this.ghost.lastChild.textContent = verdict.reasons.length ? verdict.reasons.slice(0, 3).map((each) => `${MARKS[each.level]} ${each.text}`).join("\n") : this.words.free;
    if (this.ghost.parentNode !== column) column.append(this.ghost);
    return this.ghost;
  }

  flash(id, text) {
    const card = this.cards.get(id);
    if (!card) return;
    const note = make("span", { class: "board-flash", "aria-hidden": "true" }, text);
    card.classList.add("is-changed");
    card.append(note);
    setTimeout(() => { note.remove(); card.classList.remove("is-changed"); }, 6000);
  }
}
