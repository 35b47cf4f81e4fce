// The text of a document with marks, and the choosing of words in it.
// Places count Unicode code points, so every block is walked as a list of them.

const signs = (text) => Array.from(text);

/** Draws the blocks; a piece of text carries the proposals that hold it, the narrowest first. */
export class MarkedText {
  constructor(root, blocks) {
    this.root = root;
    this.blocks = blocks.map((block) => ({ ...block, signs: signs(block.text) }));
    this.elements = new Map();
    root.replaceChildren(...this.blocks.map((block) => {
      const element = document.createElement("p");
      element.className = `review-block ${block.kind}`;
      this.elements.set(block, element);
      return element;
    }));
    this.selection = null;
  }

  draw(proposals, current) {
    for (const block of this.blocks) {
      const inside = proposals.filter((each) => each.start < block.end && each.end > block.start);
      this.drawBlock(block, inside, current);
    }
  }

  drawBlock(block, inside, current) {
    const cuts = new Set([block.start, block.end]);
    const chosen = this.selection;
    const places = chosen ? [...inside, chosen] : inside;
    for (const each of places) {
      if (each.start < block.end && each.end > block.start) {
        cuts.add(Math.max(block.start, each.start));
        cuts.add(Math.min(block.end, each.end));
      }
    }
    const ends = [...cuts].sort((a, b) => a - b);
    const pieces = [];
    for (let at = 0; at + 1 < ends.length; at += 1) {
      const [start, end] = [ends[at], ends[at + 1]];
      const holds = inside.filter((each) => each.start <= start && end <= each.end)
        .sort((a, b) => (a.end - a.start) - (b.end - b.start));
      const words = block.signs.slice(start - block.start, end - block.start).join("");
      const isChosen = chosen && chosen.start <= start && end <= chosen.end;
      if (!holds.length && !isChosen) { pieces.push(words); continue; }
      const mark = document.createElement("mark");
      mark.textContent = words;
      mark.dataset.start = start;
      mark.className = "review-mark";
      if (holds.length) {
        mark.classList.add(holds[0].state);
        mark.dataset.proposals = holds.map((each) => each.id).join(" ");
        if (holds.some((each) => each === current)) mark.classList.add("is-current");
      }
      if (isChosen) mark.classList.add("is-chosen");
      pieces.push(mark);
    }
    this.elements.get(block).replaceChildren(...pieces);
  }

  /** Brings a place into sight, without moving more than has to be moved. */
  show(proposal) {
    const mark = this.root.querySelector(`[data-proposals~="${proposal.id}"]`);
    mark?.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  }

  blockAt(place) {
    return this.blocks.find((block) => block.start <= place && place < block.end);
  }

  textOf(start, end) {
    return this.blocks.filter((block) => block.start < end && block.end > start).map((block) =>
      block.signs.slice(Math.max(0, start - block.start), end - block.start).join("")).join(" ");
  }

  /** What the reader has selected with the pointer, as a place in the text; null where nothing. */
  selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!this.root.contains(range.commonAncestorContainer)) return null;
    const [start, end] = [this.placeOf(range.startContainer, range.startOffset),
      this.placeOf(range.endContainer, range.endOffset)];
    return start === null || end === null ? null : this.trimmed(start, end);
  }

  placeOf(node, offset) {
    for (const [block, element] of this.elements) {
      if (!element.contains(node)) continue;
      const before = document.createRange();
      before.setStart(element, 0);
      before.setEnd(node, offset);
      return block.start + signs(before.toString()).length;
    }
    return null;
  }

  trimmed(start, end) {
    const isSpace = (place) => /\s/u.test(this.textOf(place, place + 1));
    let [from, to] = [start, end];
    while (from < to && isSpace(from)) from += 1;
    while (to > from && isSpace(to - 1)) to -= 1;
    return from < to ? { start: from, end: to } : null;
  }

  /** The words of a block as places, for choosing by keys. Scripts without spaces go sign by sign. */
  wordsAround(place) {
    const block = this.blockAt(place) ?? this.blocks[0];
    const words = [];
    let begun = null;
    block.signs.forEach((sign, at) => {
      const isUnspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(sign);
      if (isUnspaced || /\s/u.test(sign)) {
        if (begun !== null) words.push({ start: begun, end: block.start + at });
        begun = null;
        if (isUnspaced) words.push({ start: block.start + at, end: block.start + at + 1 });
      } else if (begun === null) begun = block.start + at;
    });
    if (begun !== null) words.push({ start: begun, end: block.end });
    return { block, words };
  }

  nextBlock(block, step) {
    return this.blocks[this.blocks.indexOf(block) + step] ?? null;
  }
}
