// What is known of one session, and what can be done with it without dragging.

import { MARKS, clock } from "./board_view.js";
import { make } from "./elements.js";

export class Pane {
  constructor(board, root) {
    this.board = board;
    this.root = root;
    this.id = "";
    root.addEventListener("keydown", (event) => { if (event.key === "Escape" && !board.held) this.hide(); });
  }

  show(id, withFocus = false) {
    this.id = id;
    this.why = null;
    this.draw();
    if (withFocus) this.root.querySelector("h2").focus();
  }

  hide() {
    const card = this.board.view.cards.get(this.id);
    this.id = "";
    this.draw();
    card?.focus();
  }

  draw() {
    const { board } = this;
    const w = board.words;
    const session = board.byId.get(this.id);
    this.root.hidden = !session;
    for (const card of board.root.querySelectorAll(".board-card.is-shown")) card.classList.remove("is-shown");
    if (!session) return;
    board.view.cards.get(this.id)?.classList.add("is-shown");
    const verdict = board.verdicts.get(this.id) ?? { level: "free", reasons: [] };
    const isPlaced = session.start !== null;
    const fact = (label, value) => (value ? make("div", {}, make("dt", {}, label), make("dd", {}, make("bdi", {}, value))) : "");
    const button = (label, run, style = "") => make("button", { type: "button", class: `button ${style}`, onclick: run }, label);
    const others = board.state.sessions.filter((each) => each.start !== null && each.id !== session.id && !each.locked);
    const partner = make("select", { id: "board-swap" }, make("option", { value: "" }, w.swap_with),
      ...others.map((each) => make("option", { value: each.id }, `${each.title} (${board.placeText(each)})`)));
    partner.addEventListener("change", () => board.swap(session, board.byId.get(partner.value)));
    this.root.replaceChildren(
      make("p", { class: "kicker" }, session.kind),
      make("h2", { tabindex: -1 }, make("bdi", {}, session.title)),
      make("dl", { class: "board-facts" },
        fact(w.place, isPlaced ? board.placeText(session) + (session.minutes ? `–${clock(session.start + session.minutes)}` : "") : w.unscheduled),
        fact(w.activity, session.activity_name === session.title ? "" : session.activity_name),
        fact(w.people, session.people.map((person) => board.state.people[person]).join(", ")),
        fact(w.expected, session.expected === null ? "" : String(session.expected)),
        fact(w.languages, session.languages.map((code) => w.language[code]).join(", ")),
        fact(w.needs, session.equipment.map((each) => w.equipment[each]).join(", "))),
      verdict.reasons.length
        ? make("ul", { class: "board-reasons", role: "list" }, ...verdict.reasons.map((each) => make("li", { class: `is-${each.level}` },
          make("span", { "aria-hidden": "true" }, MARKS[each.level]), " ", each.text, make("span", { class: "muted" }, ` ${board.state.rules[each.rule].name}.`))))
        : isPlaced ? make("p", { class: "badge settled" }, w.free) : "",
      make("p", { class: "actions" },
        session.locked ? "" : button(w.move, () => this.carry(session), "primary"),
        isPlaced && !session.locked ? button(w.unplace, () => board.unplace(session)) : "",
        button(session.locked ? w.unlock : w.lock, () => board.lock(session, !session.locked)),
        isPlaced ? button(w.why_here, () => this.ask(session)) : ""),
      isPlaced && !session.locked && others.length ? make("div", { class: "field" }, make("label", { for: "board-swap", class: "visually-hidden" }, w.swap_with), partner) : "",
      this.why ? this.reasons() : "",
      make("p", { class: "board-pane-end" }, make("a", { href: session.href }, w.change), make("button", { type: "button", class: "button quiet", onclick: () => this.hide() }, w.close)));
  }

  /** Picks a session up, to be put where is pointed or carried by keys. */
  carry(session) {
    this.id = "";
    this.draw();
    this.board.keyboard.lift(session);
    if (this.board.held) this.board.tell(this.board.words.point_to.replace("%(session)s", session.title));
  }

  /** Asks the engine why a session stands where it stands. */
  async ask(session) {
    this.why = { text: this.board.words.asking, places: [] };
    this.draw();
    try {
      const answer = await fetch(this.board.root.dataset.why.replace("CODE", session.id), { cache: "no-store" });
      this.why = answer.ok ? await answer.json() : { text: this.board.words.not_known, places: [] };
    } catch { this.why = { text: this.board.words.away, places: [] }; }
    if (this.id === session.id) this.draw();
  }

  reasons() {
    const { board } = this;
    return make("section", { class: "board-why", role: "status" }, make("p", {}, this.why.text),
      make("ol", {}, ...this.why.places.map((place) => make("li", {},
        make("button", { type: "button", class: "button quiet", onclick: () => board.place(board.byId.get(this.id), place) }, board.placeText(place)),
        " ", make("span", { class: "muted" }, place.cost)))));
  }
}
