// The review of a document: the text at the left, one card a proposal at the right, keys first.
// Without this the page shows the same with forms; here nothing has to be loaded anew.
// The server answers in the shapes that serai.track.evidence.reviewing describes.

import { Keys } from "./review_keys.js";
import { MarkedText } from "./review_text.js";

const GROUPS = { figures: ["figure"], dates: ["date"] };
const groupOf = (proposal) => Object.keys(GROUPS).find((name) => GROUPS[name].includes(proposal.kind)) ?? "names";
const ORDER = ["qualifier", "value", "upper_value", "unit", "subject", "scope", "indicator", "as_of", "as_of_basis",
  "state_of_affairs", "attributed_to", "quantity", "name", "name_key"];
const LONG = new Set(["subject", "scope", "attributed_to", "name"]);

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "class") element.className = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
};

class Review {
  constructor(root, data) {
    this.root = root;
    this.words = JSON.parse(document.getElementById("review-words").textContent);
    this.token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    this.base = root.dataset.review.replace(/review\.json.*$/, "review/");
    this.desk = root.dataset.desk;
    this.data = data;
    this.shown = root.dataset.show;
    this.byId = new Map(data.proposals.map((each) => [each.id, each]));
    this.typed = new Map();
    this.problems = new Map();
    this.editing = null;
    this.queue = Promise.resolve();
    this.keys = new Keys(this.words);
    this.text = new MarkedText(root.querySelector(".review-text"), data.blocks);
    this.cards = root.querySelector(".review-cards");
    this.status = document.querySelector("[data-review-status]");
    this.bar = document.querySelector("[data-review-bar]");
    this.dialog = document.querySelector("[data-review-keys]");
    this.bar.hidden = false;
    this.order = "place";
    this.listen();
    const asked = this.byId.get(Number(location.hash.replace("#proposal-", "")));
    if (asked) this.shown = groupOf(asked);
    this.current = asked ?? this.list().find((each) => this.isLeft(each)) ?? this.list()[0] ?? null;
    this.draw();
    this.text.root.hidden = false;
    if (asked) this.choose(asked, true);
  }

  /** What is looked at, in the order in which it is gone through. */
  list() {
    const found = [...this.byId.values()].filter((each) => groupOf(each) === this.shown);
    const byPlace = (a, b) => a.start - b.start || b.end - a.end || a.id - b.id;
    return found.sort(this.order === "place" ? byPlace : (a, b) => b.confidence - a.confidence || byPlace(a, b));
  }

  isOpen(proposal) { return proposal.may.decide || proposal.may.curate; }

  /** The decision of this reader about what still waits for another's. */
  own(proposal) {
    return proposal.state === "waiting" ? proposal.decisions.find((each) => each.is_own && each.verdict !== "skip") : undefined;
  }

  isLeft(proposal) { return this.isOpen(proposal) && !this.own(proposal); }

  // Drawing

  draw() {
    const list = this.list();
    this.text.draw(list, this.current);
    const cards = list.map((each) => this.card(each));
    this.cards.replaceChildren(...(cards.length ? cards : [make("p", { class: "muted" }, this.words.nothing)]));
    const settled = list.filter((each) => !["waiting", "contested"].includes(each.state) || this.own(each)).length;
    this.bar.querySelector("[data-review-progress]").textContent =
      this.words.progress.replace("%(done)s", settled).replace("%(all)s", list.length);
    const meter = this.bar.querySelector("progress");
    meter.max = Math.max(list.length, 1);
    meter.value = settled;
    const undo = this.bar.querySelector("[data-act=undo]");
    undo.disabled = !this.data.undo;
    undo.title = this.data.undo?.label ?? "";
    for (const button of this.bar.querySelectorAll("[data-order]")) {
      button.setAttribute("aria-pressed", String(button.dataset.order === this.order));
    }
  }

  card(proposal) {
    const isCurrent = proposal === this.current;
    const w = this.words;
    const said = proposal.said || proposal.values.name || proposal.exact;
    const problem = this.problems.get(proposal.id);
    // What the heading says already is not said again.
    const { scope, subject } = proposal.values;
    const about = !subject || subject === proposal.counted ? scope : scope ? `${subject} (${scope})` : subject;
    const head = [
      make("p", { class: "kicker" }, proposal.kind_label, " ", make("span", { class: "muted number" },
        proposal.extractor ? proposal.confidence_label : proposal.added_by), " ",
      make("span", { class: `badge ${{ accepted: "settled", merged: "settled", contested: "warning" }[proposal.state] ?? ""}` }, proposal.state_label),
      !isCurrent && this.own(proposal) ? make("span", { class: "muted" }, w[this.own(proposal).verdict]) : ""),
      make("h3", {}, make("button", { type: "button", class: "review-said", dir: "auto", onclick: () => this.choose(proposal, true) },
        said, " ", proposal.counted ? make("span", { class: "claim-unit", dir: "auto" }, proposal.counted) : "")),
      isCurrent && proposal.bounds ? make("p", { class: "muted small" }, proposal.bounds) : "",
      about ? make("p", {}, about) : "",
    ];
    const card = make("section", {
      class: `review-card ${proposal.state}${isCurrent ? " is-current" : ""}`, id: `proposal-${proposal.id}`,
      tabindex: -1, "aria-label": `${proposal.kind_label}: ${said} ${proposal.counted ?? ""}. ${proposal.state_label}`,
      "aria-current": isCurrent ? "true" : null,
    }, ...head);
    if (!isCurrent) return card;
    card.append(make("blockquote", { class: "review-context", lang: this.data.document.language, dir: this.data.document.direction }, this.context(proposal)));
    if (problem) card.append(make("p", { class: "notice warning", role: "alert" }, problem.message,
      problem.retry ? make("button", { type: "button", class: "button", onclick: problem.retry }, w.retry) : ""));
    if (this.editing === proposal) card.append(this.form(proposal, problem?.errors ?? {}));
    else card.append(this.facts(proposal), ...proposal.decisions.map((each) => this.decision(each)), this.buttons(proposal));
    for (const relation of proposal.relations) card.append(this.relation(proposal, relation));
    card.append(make("details", { class: "small" }, make("summary", {}, w.provenance),
      make("p", { class: "muted" }, `${proposal.extractor} ${proposal.extractor_version} ${proposal.added_by}`.trim(), make("br"), proposal.rules.join(", "))));
    return card;
  }

  /** The sentence with one before and one after, the words themselves marked. */
  context(proposal) {
    const block = this.text.blockAt(proposal.start);
    const from = Math.max(block.start, proposal.sentence.start - 160);
    const to = Math.min(block.end, proposal.sentence.end + 160);
    const part = (start, end) => this.text.textOf(start, end);
    // A word that the cut went through is left out.
    const whole = (words, isCut, broken) => (isCut ? words.replace(broken, "") : words);
    return make("p", {}, from > block.start ? "… " : "", make("span", { class: "muted" }, whole(part(from, proposal.sentence.start), from > block.start, /^\S{1,20}\s/)),
      part(proposal.sentence.start, proposal.start), make("mark", { class: "review-mark is-current" }, part(proposal.start, proposal.end)),
      part(proposal.end, proposal.sentence.end), make("span", { class: "muted" }, whole(part(proposal.sentence.end, to), to < block.end, /\s\S{1,20}$/)), to < block.end ? " …" : "");
  }

  facts(proposal) {
    const facts = make("dl", { class: "review-facts small" });
    for (const [name, value] of Object.entries(proposal.values)) {
      if (value === null || value === "" || name === "subject" || name === "scope") continue;
      const label = name === "as_of" && proposal.as_of ? proposal.as_of : this.labelOf(name, value);
      const before = proposal.original[name];
      facts.append(make("div", {}, make("dt", {}, this.words.fields[name] ?? name),
        make("dd", {}, label, before === undefined ? "" : make("s", { class: "muted" }, ` ${this.labelOf(name, before)}`))));
    }
    if (proposal.suggested_indicator && !proposal.values.indicator) {
      facts.append(make("div", {}, make("dt", {}, this.words.suggested), make("dd", {}, proposal.suggested_indicator[1])));
    }
    return facts;
  }

  /** Who decided what, with the values that they edited. */
  decision({ reviewer, verdict, values, note }) {
    const edited = Object.entries(values ?? {}).map(([name, value]) => `${this.words.fields[name] ?? name}: ${this.labelOf(name, value)}`);
    return make("p", { class: "muted small" }, make("strong", {}, `${reviewer || "–"}: ${this.words[verdict]}`),
      [...edited, note].filter(Boolean).map((each) => `. ${each}`).join(""));
  }

  labelOf(name, value) {
    const choice = (this.data.choices[name] ?? []).find(([key]) => String(key) === String(value));
    return choice ? choice[1] : String(value ?? "–");
  }

  buttons(proposal) {
    const w = this.words;
    const button = (act, style = "") => make("button", { type: "button", class: `button ${style}`, onclick: () => this.act(act), title: this.keys.isOn ? this.keys.keys[act] : "" }, w[act]);
    const row = make("p", { class: "actions" });
    if (this.isOpen(proposal)) row.append(button("accept", "primary"), button("reject"));
    if (proposal.may.decide) row.append(button("skip", "quiet"));
    if (proposal.may.edit || this.isOpen(proposal)) row.append(button("edit", "quiet"));
    if (proposal.identical.length) {
      row.append(make("button", { type: "button", class: "button quiet", onclick: () => this.act("identical") }, w.identical_count.replace("%(count)s", proposal.identical.length + 1)));
    }
    if (proposal.may.undo) row.append(make("button", { type: "button", class: "button quiet", onclick: () => this.send("undo/", { decision: proposal.may.undo }, proposal) }, w.undo));
    if (proposal.claim) {
      row.append(make("a", { class: "button quiet", href: proposal.claim.href }, w.claim),
        make("a", { class: "button quiet", href: `${proposal.claim.href}field/` }, w.field),
        proposal.claim.make_figure ? make("a", { class: "button quiet", href: proposal.claim.make_figure }, w.make_figure) : "");
    }
    return row;
  }

  form(proposal, errors) {
    const typed = this.typed.get(proposal.id) ?? {};
    const form = make("form", { class: "review-edit", novalidate: true });
    const isNew = proposal === this.draft;
    if (isNew && this.shown === "names") {
      const kinds = this.data.choices.kind.filter(([kind]) => groupOf({ kind }) === "names");
      const select = make("select", { id: "new-kind" }, ...kinds.map(([kind, label]) => make("option", { value: kind, selected: kind === proposal.kind }, label)));
      select.addEventListener("input", () => { proposal.kind = select.value; });
      form.append(make("div", { class: "field" }, make("label", { for: "new-kind" }, this.words.about_kind), select));
    }
    const names = Object.keys(proposal.values).sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
    for (const name of names) {
      const value = proposal.values[name];
      const id = `value-${proposal.id}-${name}`;
      const now = name in typed ? typed[name] : value ?? (name === "indicator" ? proposal.suggested_indicator?.[0] : "") ?? "";
      const choices = this.data.choices[name];
      const input = choices
        ? make("select", { id, name }, ...(name === "indicator" ? [make("option", { value: "" }, "–")] : []),
          ...choices.map(([key, label]) => make("option", { value: key, selected: String(key) === String(now) }, label)))
        : make("input", { id, name, value: now, dir: LONG.has(name) ? "auto" : null, "aria-invalid": errors[name] ? "true" : null, "aria-describedby": errors[name] ? `${id}-error` : null });
      input.addEventListener("input", () => this.typed.set(proposal.id, { ...this.typed.get(proposal.id), [name]: input.value }));
      form.append(make("div", { class: "field" }, make("label", { for: id }, this.words.fields[name] ?? name), input,
        errors[name] ? make("p", { class: "error", id: `${id}-error` }, errors[name].join(" ")) : ""));
    }
    const id = `note-${proposal.id}`;
    const note = make("input", { id, name: "note", value: typed.note ?? "", maxlength: 300 });
    note.addEventListener("input", () => this.typed.set(proposal.id, { ...this.typed.get(proposal.id), note: note.value }));
    form.append(make("div", { class: "field" }, make("label", { for: id }, this.words.note), note));
    form.append(make("p", { class: "actions" },
      this.isOpen(proposal) || isNew ? make("button", { class: "button primary" }, isNew ? this.words.accept : this.words.accept_edited) : "",
      proposal.may.edit ? make("button", { type: "button", class: this.isOpen(proposal) ? "button" : "button primary", onclick: () => this.saveEdit(proposal) }, this.words.save) : "",
      make("button", { type: "button", class: "button quiet", onclick: () => this.stopEditing() }, this.words.cancel)));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (isNew) this.sendDraft();
      else if (this.isOpen(proposal)) this.decide(proposal, "accept"); else this.saveEdit(proposal);
    });
    form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { event.preventDefault(); this.stopEditing(); }
    });
    return form;
  }

  relation(proposal, relation) {
    const other = relation.other;
    const row = make("div", { class: "review-relation small" },
      make("p", {}, make("strong", {}, relation.words), " ", make("a", { href: other.href }, other.label), " ",
        make("span", { class: "muted" }, [other.source, other.as_of].filter(Boolean).join(", "))),
      other.quote ? make("q", { dir: "auto" }, other.quote) : "");
    if (proposal.claim) {
      const say = (verdict) => () => this.send("relation/", { claim: proposal.claim.code, other: other.code, kind: relation.kind, is_reverse: relation.is_reverse, verdict }, proposal);
      row.append(make("p", { class: "actions" },
        make("button", { type: "button", class: "button", onclick: say("accept") }, this.words.relation_accept),
        make("button", { type: "button", class: "button quiet", onclick: say("dismiss") }, this.words.relation_dismiss)));
    }
    return row;
  }

  // Moving

  choose(proposal, isFocused = false) {
    if (!proposal) return;
    this.current = proposal;
    if (this.editing !== proposal) this.editing = null;
    this.draw();
    this.text.show(proposal);
    const card = document.getElementById(`proposal-${proposal.id}`);
    card.scrollIntoView({ block: "nearest" });
    if (isFocused) card.focus({ preventScroll: true });
  }

  step(by, isWanted = () => true) {
    const list = this.list();
    let at = list.indexOf(this.current) + by;
    while (list[at] && !isWanted(list[at])) at += by;
    if (list[at]) this.choose(list[at], true);
    else this.say(by > 0 ? this.words.last : this.words.first);
  }

  /** What is still to be decided after this one, or before it where nothing is. */
  nextOpen() {
    const list = this.list();
    const at = list.indexOf(this.current);
    return [...list.slice(at + 1), ...list.slice(0, at)].find((each) => this.isLeft(each));
  }

  say(text) {
    this.status.textContent = "";
    requestAnimationFrame(() => { this.status.textContent = text; });
  }

  // Deciding

  act(name) {
    const proposal = this.current;
    if (name === "help") return this.keys.open(this.dialog);
    if (name === "undo") return this.data.undo ? this.send("undo/", {}, this.byId.get(this.data.undo.proposal), { follows: true }) : this.say(this.words.nothing_to_undo);
    if (name === "missed") return this.beginChoosing();
    if (!proposal) return undefined;
    switch (name) {
      case "next": return this.step(1);
      case "previous": return this.step(-1);
      case "waiting": return this.nextOpen() ? this.choose(this.nextOpen(), true) : this.say(this.words.all_done);
      case "accept": case "reject": return this.isOpen(proposal) ? this.decide(proposal, name) : this.say(this.words.decided_already);
      case "skip": return proposal.may.decide ? this.decide(proposal, name) : this.step(1);
      case "identical": return proposal.identical.length ? this.send("identical/", { proposals: [proposal.id, ...proposal.identical] }, proposal, { goesOn: true }) : this.say(this.words.none_identical);
      case "edit":
        if (!proposal.may.edit && !this.isOpen(proposal)) return this.say(this.words.decided_already);
        this.editing = proposal;
        this.draw();
        return this.focusForm();
      case "claim": return proposal.claim ? location.assign(proposal.claim.href) : this.say(this.words.no_claim);
      case "field": return proposal.claim ? location.assign(`${proposal.claim.href}field/`) : this.say(this.words.no_claim);
      default: return undefined;
    }
  }

  values(proposal) {
    const { note, ...values } = this.typed.get(proposal.id) ?? {};
    if ("indicator" in values) values.indicator = values.indicator === "" ? null : Number(values.indicator);
    for (const name of ["value", "upper_value"]) if (values[name] === "") values[name] = null;
    return { values, note: note ?? "" };
  }

  decide(proposal, verdict) {
    const { values, note } = verdict === "accept" ? this.values(proposal) : { values: {}, note: this.values(proposal).note };
    this.send("decide/", { proposal: proposal.id, revision: proposal.revision, verdict, values, note }, proposal, { goesOn: true });
  }

  saveEdit(proposal) {
    this.send("edit/", { proposal: proposal.id, revision: proposal.revision, values: this.values(proposal).values }, proposal);
  }

  stopEditing() {
    if (this.editing) this.typed.delete(this.editing.id);
    this.editing = null;
    if (this.draft) {
      this.byId.delete(this.draft.id);
      this.current = this.beforeDraft;
      this.draft = null;
    }
    this.draw();
    if (!this.current) return;
    document.getElementById(`proposal-${this.current.id}`)?.focus({ preventScroll: true });
  }

  focusForm() {
    const form = document.querySelector(".review-edit");
    (form?.querySelector("[name=value], [name=name]") ?? form?.querySelector("input"))?.focus();
  }

  /** Sends changes one after the other, so that they arrive in the order in which they were made. */
  send(where, body, proposal, options = {}) {
    this.bar.classList.add("is-busy");
    const sent = async () => {
      let answer;
      let json;
      try {
        answer = await fetch(this.base + where, {
          method: "POST", credentials: "same-origin", body: JSON.stringify(body),
          headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
        });
        json = await answer.json();
      } catch {
        const message = answer && answer.status < 500 ? this.words.signed_out : this.words.not_sent;
        this.problems.set(proposal?.id, { message, retry: () => { this.problems.delete(proposal?.id); this.send(where, body, proposal, options); } });
        this.choose(proposal ?? this.current, true);
        this.say(message);
        return;
      }
      this.take(json, answer.status, proposal, options);
    };
    this.queue = this.queue.then(sent).finally(() => this.bar.classList.remove("is-busy"));
    return this.queue;
  }

  take(json, status, proposal, options) {
    for (const changed of json.proposals ?? []) this.byId.set(changed.id, changed);
    if ("undo" in json) this.data.undo = json.undo;
    const fresh = proposal ? this.byId.get(proposal.id) : null;
    if (this.current && this.byId.has(this.current.id)) this.current = this.byId.get(this.current.id);
    if (status === 200) {
      if (proposal) { this.problems.delete(proposal.id); this.typed.delete(proposal.id); }
      this.editing = null;
      if (options.adds) { this.byId.delete(this.draft?.id); this.draft = null; }
      if (options.adds) {
        const added = json.proposals.at(-1);
        this.shown = groupOf(added);
        this.choose(added, true);
        this.say(this.words.added);
        return;
      }
      const left = this.list().filter((each) => this.isLeft(each)).length;
      const own = fresh && this.own(fresh);
      this.say(`${fresh ? `${own ? this.words[own.verdict] : fresh.state_label}: ${fresh.label}. ` : ""}${this.words.left.replace("%(count)s", left)}`);
      if (options.follows) { if (fresh) { this.shown = groupOf(fresh); this.choose(fresh, true); } } else if (options.goesOn && this.current?.id === proposal.id) {
        this.choose(this.nextOpen() ?? fresh, true);
      } else this.draw();
      return;
    }
    const message = json.message ?? this.words.not_sent;
    if (fresh) {
      this.problems.set(fresh.id, { message, errors: json.errors ?? {} });
      if (Object.keys(json.errors ?? {}).length) this.editing = fresh;
      this.choose(fresh, true);
      document.querySelector(".review-edit [aria-invalid]")?.focus();
    } else this.draw();
    this.say(message);
  }

  // Words that were missed

  /** Lets the reader choose words by keys, from where the present proposal stands. */
  beginChoosing() {
    const chosen = this.text.selected();
    if (chosen) { this.add(chosen); return; }
    const around = this.text.wordsAround(this.current?.sentence.start ?? this.data.blocks[0]?.start ?? 0);
    const first = around.words.findIndex((word) => word.start >= (this.current?.sentence.start ?? 0));
    this.choosing = { ...around, from: Math.max(first, 0), to: Math.max(first, 0) };
    this.drawChoosing();
    this.say(this.words.choose_words);
  }

  drawChoosing() {
    const { words, from, to } = this.choosing;
    const [one, other] = [words[Math.min(from, to)], words[Math.max(from, to)]];
    this.text.selection = { start: one.start, end: other.end };
    this.text.draw(this.list(), this.current);
    this.text.root.querySelector(".is-chosen")?.scrollIntoView({ block: "center" });
    this.say(this.text.textOf(one.start, other.end));
  }

  chooseByKey(event) {
    const at = this.choosing;
    const isRtl = this.data.document.direction === "rtl";
    const steps = { ArrowRight: isRtl ? -1 : 1, ArrowLeft: isRtl ? 1 : -1 };
    if (event.key in steps) {
      const to = at.to + steps[event.key];
      if (at.words[to]) { at.to = to; if (!event.shiftKey) at.from = to; }
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const block = this.text.nextBlock(at.block, event.key === "ArrowDown" ? 1 : -1);
      if (block) this.choosing = { ...this.text.wordsAround(block.start), from: 0, to: 0 };
      if (!this.choosing.words.length) this.choosing = at;
    } else if (event.key === "Enter") {
      // Else the same press would submit the form that opens now.
      event.preventDefault();
      const chosen = this.text.selection;
      this.endChoosing();
      this.add(chosen);
      return;
    } else if (event.key === "Escape") { this.endChoosing(); this.draw(); return; } else return;
    event.preventDefault();
    this.drawChoosing();
  }

  endChoosing() {
    this.choosing = null;
    this.text.selection = null;
  }

  /** A card for chosen words, to be filled in and accepted; nothing is sent before. */
  add(place) {
    getSelection().removeAllRanges();
    if (this.draft) this.stopEditing();
    const kind = { figures: "figure", dates: "date" }[this.shown] ?? "organisation";
    const exact = this.text.textOf(place.start, place.end);
    const number = /\d[\d,. \u00a0\u202f]*/u.exec(exact)?.[0].replace(/[, \u00a0\u202f]|\.$/gu, "");
    const values = { ...this.words.blank[kind] };
    if ("name" in values) values.name = exact;
    if ("value" in values) values.value = number ?? "";
    this.beforeDraft = this.current;
    this.draft = {
      id: "new", kind, kind_label: this.words.new, state: "waiting", state_label: "", ...place, exact, label: exact,
      sentence: place, confidence: 1, rules: [], extractor: "", extractor_version: "", added_by: "", original: {}, values,
      bounds: "", suggested_indicator: null, identical: [], decisions: [], claim: null, relations: [], may: {},
    };
    this.byId.set("new", this.draft);
    this.editing = this.draft;
    this.choose(this.draft);
    this.focusForm();
  }

  sendDraft() {
    const { start, end, kind, values: blank } = this.draft;
    const { values, note } = this.values(this.draft);
    this.send("add/", { start, end, kind, values: { ...blank, ...values }, note }, this.draft, { adds: true });
  }

  listen() {
    document.addEventListener("keydown", (event) => {
      if (this.choosing) { this.chooseByKey(event); return; }
      if (event.defaultPrevented || this.dialog.open || event.target.closest?.("input, select, textarea, [contenteditable], nav, header")) return;
      const name = this.keys.asked(event);
      if (!name) return;
      event.preventDefault();
      this.act(name);
    });
    this.bar.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button?.dataset.act) this.act(button.dataset.act);
      if (button?.dataset.order) { this.order = button.dataset.order; this.draw(); }
    });
    this.text.root.addEventListener("click", (event) => {
      const mark = event.target.closest("[data-proposals]");
      if (!mark || !getSelection().isCollapsed) return;
      // A second click on the same words goes to the next of those that overlap there.
      const ids = mark.dataset.proposals.split(" ").map(Number);
      this.choose(this.byId.get(ids[(ids.indexOf(this.current?.id) + 1) % ids.length]), true);
    });
    const offer = this.bar.querySelector("[data-act=missed]");
    document.addEventListener("selectionchange", () => offer.classList.toggle("primary", Boolean(this.text.selected())));
    addEventListener("beforeunload", (event) => {
      if (this.typed.size || this.bar.classList.contains("is-busy")) event.preventDefault();
    });
  }
}

const root = document.querySelector("[data-review]");
if (root) {
  const answer = await fetch(root.dataset.review, { credentials: "same-origin" });
  if (answer.ok) new Review(root, await answer.json());
}
