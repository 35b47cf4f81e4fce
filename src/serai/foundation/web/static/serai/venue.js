// The agenda, drawn from the programme that the device has; without network the other pages too.

const settings = JSON.parse(document.getElementById("agenda-settings")?.textContent ?? "null");
const MOMENT = 30; // minutes that a session is taken to last of which only the start is known

const begin = async () => {
  const { data, element, say, starred, written } = await import(settings.modules["agenda.js"]);
  const { pages } = await import(settings.modules["venue_pages.js"]);
  let programme = await data();
  const minutes = (moment) => Date.parse(moment) / 60_000;
  const ends = (session) => (session.ends ? minutes(session.ends) : minutes(session.starts) + MOMENT);
  const time = (moment) => element("time", { datetime: moment }, moment.slice(11, 16));
  const span = (session) => (session.starts ? [time(session.starts), ...(session.ends ? ["–", time(session.ends)] : [])] : [say("time")]);
  const room = (session) => programme.rooms[session.room] ?? say("room_unknown");
  const star = (session, ...text) => element("button", { type: "button", class: text.length ? "star star-wide" : "star", "data-star": session.code, "data-title": session.title }, ...text);

  // The same notes as the server writes (`clashes.py`).
  const notes = (sessions) => {
    const timed = sessions.filter((session) => session.starts);
    const found = new Map(timed.map((session) => [session.code, []]));
    timed.forEach((earlier, place) => {
      for (const later of timed.slice(place + 1)) {
        if (minutes(later.starts) >= ends(earlier)) continue;
        found.get(later.code).push(say("overlap", { title: earlier.title }));
        found.get(earlier.code).push(say("overlap", { title: later.title }));
      }
      const next = timed[place + 1];
      const between = next && minutes(next.starts) - ends(earlier);
      if (next?.room && earlier.room && next.room !== earlier.room && between >= 0 && between < settings.shortWay) {
        found.get(next.code).push(say("way", { count: between, from: room(earlier), to: room(next) }));
      }
    });
    return found;
  };

  const agenda = () => {
    const codes = starred();
    const sessions = programme.sessions.filter((session) => codes.has(session.code))
      .sort((one, other) => (one.starts ?? `${one.day ?? "9"}Z`).localeCompare(other.starts ?? `${other.day ?? "9"}Z`));
    const told = notes(sessions);
    const days = Map.groupBy ? Map.groupBy(sessions, (session) => session.day ?? "") : grouped(sessions);
    const place = document.querySelector("[data-agenda]");
    // What the server drew of an empty agenda is what would be drawn here.
    if (sessions.length || !place.querySelector(".empty")) place.replaceChildren(...(sessions.length ? [...days].map(([day, among]) => element("section", {},
      element("h2", {}, day ? programme.days[day] : say("day")),
      element("ol", { class: "route", role: "list" }, ...among.map((session) => element("li", { class: `stop ${session.starts ? "done" : "open"}` },
        element("p", { class: "stop-date" }, ...span(session)),
        element("div", { class: "stop-body" },
          star(session),
          element("p", { class: "stop-title" }, element("a", { href: `${settings.addresses.session}${session.code}/` }, session.title)),
          element("p", { class: "stop-text" }, room(session)),
          ...(told.get(session.code) ?? []).map((note) => element("p", { class: "agenda-note" }, note)))))),
    )) : [element("div", { class: "empty" }, element("p", { class: "empty-title" }, say("empty")), element("p", {}, say("empty_text")))]));
    const file = document.querySelector("[data-agenda-calendar]");
    file.hidden = !sessions.length;
    file.href = `${settings.addresses.calendar}?sessions=${[...codes].join(".")}`;
  };
  const grouped = (sessions) => sessions.reduce((days, session) =>
    days.set(session.day ?? "", [...(days.get(session.day ?? "") ?? []), session]), new Map());

  const page = () => {
    const drawn = pages(programme, { element, ends, room, say, settings, span, star, written });
    if (!drawn) return;
    document.querySelector("[data-venue]").replaceChildren(...drawn);
    document.title = `${drawn[0].querySelector("h1").textContent} · Serai`;
    for (const tab of document.querySelectorAll(".tabs a")) if (tab.pathname === location.pathname) tab.ariaCurrent = "page";
    document.dispatchEvent(new CustomEvent("agenda"));
  };

  const draw = () => { if (document.querySelector("[data-agenda]")) agenda(); else page(); };
  draw();
  if (/\/now\/$/.test(location.pathname)) setInterval(draw, 60_000);
  document.addEventListener("programme", async () => {
    programme = await data();
    draw();
    document.dispatchEvent(new CustomEvent("agenda"));
  });
  // Drawing is followed by the stars of what was drawn.
  document.addEventListener("agenda", () => { if (document.querySelector("[data-agenda]")) agenda(); }, { capture: true });
  document.dispatchEvent(new CustomEvent("agenda"));
};
if (settings) begin();
