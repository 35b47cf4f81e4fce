// The board's line to the server: moves go one after the other, answers bring what others did.

const PAUSE = 4000;

export class Link {
  constructor(root, { revision, onChange, onTrouble }) {
    this.addresses = root.dataset;
    this.token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    this.revision = revision;
    this.onChange = onChange;
    this.onTrouble = onTrouble;
    this.queue = Promise.resolve();
    this.waiting = 0;
    this.look();
  }

  /** Sends a move; resolves to `{status, answer}`, with status 0 where nobody answered. */
  send(move) {
    this.waiting += 1;
    const sent = this.queue.then(async () => {
      const body = { since: this.revision, ...move };
      try {
        const response = await fetch(this.addresses.moves, {
          method: "POST",
          headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
          body: JSON.stringify(body),
        });
        if (response.redirected || !response.headers.get("Content-Type")?.includes("json")) return { status: response.redirected ? 401 : response.status, answer: {} };
        return { status: response.status, answer: await response.json() };
      } catch {
        return { status: 0, answer: {} };
      }
    }).then((result) => {
      this.waiting -= 1;
      if ("revision" in result.answer) this.revision = Math.max(this.revision, result.answer.revision);
      return result;
    });
    this.queue = sent;
    return sent;
  }

  async look() {
    if (!document.hidden && !this.waiting) {
      try {
        const since = this.revision;
        const response = await fetch(`${this.addresses.changes}?since=${since}`, { cache: "no-store" });
        if (response.redirected || [403, 404].includes(response.status)) return this.onTrouble("gone");
        // What arrived between is in the answer to a move already.
        if (response.ok && since === this.revision && !this.waiting) {
          const answer = await response.json();
          this.revision = answer.revision;
          if (answer.sessions || answer.board) this.onChange(answer);
        }
        this.onTrouble("");
      } catch { this.onTrouble("away"); }
    }
    setTimeout(() => this.look(), PAUSE);
  }
}
