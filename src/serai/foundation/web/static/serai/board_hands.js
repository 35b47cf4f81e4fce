// Moving sessions by pointer: by dragging (a touch that stays a moment), or by choosing and pointing.

const SLOP = 5;
const STAYS = 350;
const EDGE = 48;

export class Hands {
  constructor(board) {
    this.board = board;
    const { root } = board;
    root.addEventListener("pointerdown", (event) => this.down(event));
    root.addEventListener("pointermove", (event) => this.moved(event));
    root.addEventListener("pointerup", (event) => this.up(event));
    root.addEventListener("pointercancel", () => this.cancel());
    root.addEventListener("click", (event) => this.click(event), true);
    // While something is carried by a finger, the page stays where it is.
    root.addEventListener("touchmove", (event) => { if (this.isDragging) event.preventDefault(); }, { passive: false });
    root.addEventListener("contextmenu", (event) => { if (this.isDragging) event.preventDefault(); });
  }

  down(event) {
    const card = event.target.closest("[data-session]");
    if (!card || event.button !== 0 || this.board.held) return;
    const box = card.getBoundingClientRect();
    this.start = { card, pointer: event.pointerId, x: event.clientX, y: event.clientY, offset: event.clientY - box.top,
      isGrip: event.target.matches("[data-grip]"), isWaiting: card.classList.contains("is-waiting") };
    if (event.pointerType === "touch") this.timer = setTimeout(() => this.begin(), STAYS);
  }

  begin() {
    if (!this.start) return;
    const session = this.board.byId.get(this.start.card.dataset.session);
    const minutes = this.start.isGrip ? session.minutes : undefined;
    if (!this.board.pick(session, { minutes })) { this.start = null; return; }
    this.isDragging = true;
    this.board.root.setPointerCapture(this.start.pointer);
    this.board.aim(this.board.held.place);
  }

  moved(event) {
    if (this.isDragging) { this.follow(event); return; }
    if (this.start && Math.hypot(event.clientX - this.start.x, event.clientY - this.start.y) > SLOP) {
      if (event.pointerType === "touch") this.cancel(); // It scrolls.
      else { this.begin(); if (this.isDragging) this.follow(event); }
    } else if (this.board.held && event.pointerType === "mouse") {
      const place = this.placeAt(event.clientX, event.clientY, 0);
      if (place) this.board.aim(place);
    }
  }

  follow(event) {
    const begun = performance.now();
    const { held } = this.board;
    if (!held) { this.cancel(); return; }
    if (held.minutes) this.stretch(event);
    else {
      const overList = this.isOver("[data-board-side]", event);
      this.board.root.classList.toggle("is-over-list", overList);
      const place = overList ? null : this.placeAt(event.clientX, event.clientY, this.start.isWaiting ? 0 : this.start.offset);
      if (overList || place) this.board.aim(place);
    }
    this.scrollAtEdge(event);
    performance.measure("board-feedback", { start: begun });
  }

  stretch(event) {
    const { held, state } = this.board;
    const minutes = held.session.minutes + Math.round((event.clientY - this.start.y) / this.pixels() / state.step) * state.step;
    const { day, start, room } = held.session;
    this.board.aim({ day, start, room, minutes: Math.max(state.step, Math.min(minutes, 1440)) });
  }

  pixels() {
    const row = parseFloat(this.board.root.style.getPropertyValue("--row"));
    return row / this.board.state.step;
  }

  isOver(selector, { clientX: x, clientY: y }) {
    const box = this.board.root.querySelector(selector).getBoundingClientRect();
    return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
  }

  /** The place under a point of the screen. */
  placeAt(x, y, offset) {
    const { state, view } = this.board;
    for (const column of view.columns.values()) {
      const box = column.getBoundingClientRect();
      if (x < box.left || x >= box.right || y < box.top || y >= box.bottom) continue;
      const start = state.opens + Math.round((y - offset - box.top) / this.pixels() / state.step) * state.step;
      return { day: column.dataset.day, room: column.dataset.room || null, start: Math.max(state.opens, Math.min(start, state.closes - state.step)) };
    }
    return null;
  }

  scrollAtEdge({ clientX: x, clientY: y }) {
    const { scroll } = this.board.view;
    const box = scroll.getBoundingClientRect();
    const by = (at, low, high) => (at < low + EDGE ? -12 : at > high - EDGE ? 12 : 0);
    scroll.scrollBy(by(x, box.left, box.right), by(y, box.top, Math.min(box.bottom, innerHeight)));
  }

  up(event) {
    clearTimeout(this.timer);
    if (this.isDragging) {
      this.justDropped = true;
      setTimeout(() => { this.justDropped = false; });
      const { held } = this.board;
      this.end();
      if (held) this.board.drop();
    }
    this.start = null;
    void event;
  }

  cancel() {
    clearTimeout(this.timer);
    if (this.isDragging) { this.end(); this.board.putBack(); }
    this.start = null;
  }

  end() {
    this.isDragging = false;
    this.board.root.classList.remove("is-over-list");
  }

  /** What is held after choosing “Move” goes where is pointed next; a card that is clicked shows itself. */
  click(event) {
    const card = event.target.closest("[data-session]");
    if (this.justDropped) { event.preventDefault(); event.stopPropagation(); return; }
    if (this.board.held) {
      // A press of a key makes a click too; the keys take care of themselves.
      if (!event.detail) return;
      const place = this.placeAt(event.clientX, event.clientY, 0);
      if (place) { event.stopPropagation(); this.board.aim(place); this.board.drop(); }
      else if (this.isOver("[data-board-side]", event)) { this.board.aim(null); this.board.drop(); }
    } else if (card && event.detail) this.board.pane.show(card.dataset.session);
  }
}
