// The board by keyboard: choose a card, pick it up, carry it, put it down.

export class Keyboard {
  constructor(board) {
    this.board = board;
    this.dialog = document.querySelector("[data-board-keys]");
    board.root.addEventListener("keydown", (event) => this.press(event));
    document.addEventListener("keydown", (event) => {
      if (event.target.matches("input, select, textarea") || this.dialog.open) return;
      if (event.key === "?") { event.preventDefault(); this.open(); }
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
        event.preventDefault();
        if (event.shiftKey) board.redo(); else board.undo();
      } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "y") { event.preventDefault(); board.redo(); }
      if (event.key === "Escape" && board.held) { event.preventDefault(); this.back(); }
    });
  }

  open() { this.dialog.showModal(); }

  back() {
    const { id } = this.board.held.session;
    this.board.putBack();
    this.board.view.cards.get(id)?.focus();
  }

  press(event) {
    if (event.target.matches("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
    const { board } = this;
    const card = event.target.closest("[data-session]");
    const handled = board.held ? this.carry(event) : card && this.choose(event, card, board.byId.get(card.dataset.session));
    if (handled) { event.preventDefault(); event.stopPropagation(); }
  }

  isRtl() { return getComputedStyle(this.board.root).direction === "rtl"; }

  /** The keys while nothing is held: they go from card to card. */
  choose(event, card, session) {
    const { board } = this;
    const { step } = board.state;
    switch (event.key) {
      case "Enter": case " ": return this.lift(session);
      case "i": board.pane.show(session.id, true); return true;
      case "l": board.lock(session, !session.locked); return true;
      case "Delete": case "Backspace": if (!session.locked) board.unplace(session); return true;
      case "ArrowUp": case "ArrowDown": case "ArrowLeft": case "ArrowRight": break;
      default: return false;
    }
    if (event.shiftKey && ["ArrowUp", "ArrowDown"].includes(event.key)) {
      if (session.start !== null && !session.locked) {
        const minutes = (session.minutes ?? 60) + (event.key === "ArrowDown" ? step : -step);
        if (minutes >= step) board.resize(session, minutes).then(() => board.view.cards.get(session.id)?.focus());
      }
      return true;
    }
    const next = this.neighbour(card, event.key);
    if (next) { board.view.rove(next); next.focus(); next.scrollIntoView({ block: "nearest", inline: "nearest" }); }
    return true;
  }

  /** The card that is nearest in a direction of the screen. */
  neighbour(card, key) {
    const from = card.getBoundingClientRect();
    const scope = card.classList.contains("is-waiting") ? this.board.view.list : this.board.view.scroll;
    const isAcross = key === "ArrowLeft" || key === "ArrowRight";
    const sign = key === "ArrowUp" || key === "ArrowLeft" ? -1 : 1;
    let best = null;
    for (const other of scope.querySelectorAll(".board-card")) {
      if (other === card) continue;
      const box = other.getBoundingClientRect();
      const along = sign * (isAcross ? box.left - from.left : box.top - from.top);
      const beside = Math.abs(isAcross ? box.top - from.top : box.left - from.left);
      if (along <= 1) continue;
      const far = along + 3 * beside;
      if (!best || far < best.far) best = { far, other };
    }
    return best?.other;
  }

  lift(session) {
    const { board } = this;
    if (!board.pick(session)) return true;
    const place = board.held.place ?? this.nextFree(null);
    if (!place) { board.putBack(true); return true; }
    board.view.root.querySelector("[data-board-grid]").focus({ preventScroll: true });
    board.say(board.words.picked_up.replace("%(session)s", session.title));
    this.show(place);
    return true;
  }

  /** The keys while something is held. */
  carry(event) {
    const { board } = this;
    const { state, held } = board;
    const rooms = board.view.roomsOf(state).map((room) => room || null);
    const place = { ...held.place };
    const day = state.days.findIndex((each) => each.date === place.day);
    const across = (this.isRtl() ? -1 : 1) * (event.key === "ArrowRight" ? 1 : -1);
    const to = (list, index, by) => list[Math.min(Math.max(index + by, 0), list.length - 1)];
    switch (event.key) {
      case "ArrowUp": place.start -= event.shiftKey ? 60 : state.step; break;
      case "ArrowDown": place.start += event.shiftKey ? 60 : state.step; break;
      case "ArrowLeft": case "ArrowRight": place.room = to(rooms, rooms.indexOf(place.room), across); break;
      case "PageUp": case "PageDown": place.day = to(state.days, day, event.key === "PageDown" ? 1 : -1).date; break;
      case "Home": place.start = state.opens; break;
      case "End": place.start = state.closes - (held.session.minutes ?? 60); break;
      case "n": return this.show(this.nextFree(held.place) ?? held.place);
      case "Delete": case "Backspace": board.aim(null); return this.put();
      case "Enter": case " ": return this.put();
      case "Escape": this.back(); return true;
      case "Tab": return true;
      default: return false;
    }
    place.start = Math.min(Math.max(place.start, state.opens), state.closes - state.step);
    return this.show(place);
  }

  show(place) {
    const { board } = this;
    const { view } = board;
    // On a small screen one day and one room are seen at a time.
    if ((view.day && view.day !== place.day) || (view.room && view.room !== (place.room ?? ""))) {
      if (view.day) view.day = place.day;
      if (view.room) view.room = place.room ?? "";
      board.draw();
      view.showVerdicts(board.everywhere, board.state);
    }
    board.aim(place, { aloud: true });
    return true;
  }

  put() {
    const { id } = this.board.held.session;
    this.board.drop();
    this.board.view.rove(this.board.view.cards.get(id));
    this.board.view.cards.get(id)?.focus();
    return true;
  }

  /** The next place, in the order of the clock and then of the rooms, that is free. */
  nextFree(after) {
    const { board } = this;
    const { state, everywhere, held } = board;
    const rooms = board.view.roomsOf(state);
    const places = [];
    for (const { date: day } of state.days) {
      for (let start = state.opens; start + (held.session.minutes ?? 60) <= state.closes; start += state.step) {
        for (const room of rooms) places.push({ day, start, room: room || null });
      }
    }
    const at = after ? places.findIndex((each) => each.day === after.day && each.start === after.start && each.room === after.room) : -1;
    const ordered = [...places.slice(at + 1), ...places.slice(0, at + 1)];
    const level = (place) => everywhere.get(`${place.day}|${place.room ?? ""}|${place.start}`)?.level;
    return ordered.find((place) => level(place) === "free") ?? ordered.find((place) => level(place) === "warning") ?? ordered[0];
  }
}
