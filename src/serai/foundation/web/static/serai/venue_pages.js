// Pages of the programme on a device without network, drawn from the programme that the device has:
// a session, an activity, a speaker, all speakers, what runs now, and what was searched for.

export const pages = (programme, { element, ends, room, say, settings, span, star, written }) => {
  const link = (path, text) => element("a", { href: settings.addresses.scope + path }, text);
  const header = (title, kicker, lead) => element("header", { class: "page-header" },
    ...(kicker ? [element("p", { class: "kicker" }, kicker)] : []), element("h1", {}, title), ...(lead ? [element("p", { class: "lead" }, lead)] : []));
  const fact = (name, ...value) => element("div", { class: "fact" }, element("dt", {}, name), element("dd", {}, ...value));
  const facts = (...known) => (known.length ? [element("dl", { class: "facts" }, ...known)] : []);
  const list = (title, ...items) => (items.length ? [element("section", {}, element("h2", {}, title), element("ul", { role: "list", class: "programme-lines" }, ...items))] : []);
  const prose = (text) => (text ? [element("p", {}, text)] : []);

  const isSpeaker = new Set(programme.speakers);
  const who = ([code, ...said]) => [
    isSpeaker.has(code) ? link(`speakers/${code}/`, programme.people[code]) : programme.people[code],
    ...said.map((each) => ` · ${each}`),
  ];
  const people = (whole) => list(say("people"), ...(whole.people ?? []).map((part) => element("li", { class: "programme-line" }, ...who(part))));
  const talks = (whole) => list(say("contributions"), ...(whole.talks ?? []).map((talk) => element("li", { class: "programme-contribution" },
    element("h3", {}, talk.title), ...prose(talk.abstract),
    ...(talk.people ?? []).map((part) => element("p", { class: "muted" }, ...who(part))))));
  const shared = ({ access, languages }) => [
    ...(access ? [fact(say("access"), access)] : []),
    ...(languages ? [fact(say("languages"), languages.join(", "))] : []),
  ];
  const day = (session) => programme.days[session.day] ?? say("day");
  const line = (held, ...said) => element("li", { class: "programme-line" }, star(held),
    link(`sessions/${held.code}/`, held.title),
    element("p", { class: "muted" }, `${day(held)}, `, ...span(held), ` · ${room(held)}`, ...said.map((each) => ` · ${each}`)));

  const session = (code) => {
    const found = programme.sessions.find((each) => each.code === code);
    if (!found) return null;
    const activity = programme.activities[found.activity];
    const { access, languages } = { ...activity, ...found };
    return [
      header(found.title, activity.kind, found.summary ?? activity.section),
      element("p", { class: "session-actions" }, star(found, say("agenda"))),
      ...facts(
        fact(day(found), ...span(found)),
        fact(say("room_label"), room(found)),
        ...(activity.title === found.title ? [] : [fact(say("activity"), link(`activities/${found.activity}/`, activity.title))]),
        ...shared({ access, languages })),
      ...people(found),
      ...talks(found),
    ];
  };

  const activity = (code) => {
    const found = programme.activities[code];
    return found && [
      header(found.title, found.kind, found.section),
      ...prose(found.summary),
      ...facts(...shared(found)),
      ...list(say("sessions"), ...programme.sessions.filter((each) => each.activity === code).map((each) => line(each))),
      ...people(found),
      ...talks(found),
    ];
  };

  const roles = (whole, code) => [whole, ...(whole.talks ?? [])].flatMap(({ people: taking = [] }) =>
    taking.filter(([person]) => person === code).map(([, role]) => role));
  const speaker = (code) => isSpeaker.has(code) ? [
    header(programme.people[code], say("speakers")),
    ...list(say("sessions"), ...programme.sessions.map((each) => [each, roles(each, code)])
      .filter(([, found]) => found.length).map(([each, found]) => line(each, ...new Set(found)))),
    ...list(say("activity"), ...Object.entries(programme.activities).map(([key, each]) => [key, each, roles(each, code)])
      .filter(([, , found]) => found.length).map(([key, each, found]) => element("li", { class: "programme-line" },
        link(`activities/${key}/`, each.title), ...[...new Set(found)].map((role) => ` · ${role}`)))),
  ] : null;

  const speakers = () => {
    if (!programme.speakers.length) return [header(say("speakers")), element("div", { class: "empty" }, element("p", { class: "empty-title" }, say("people_unknown")))];
    const wholes = [...programme.sessions, ...Object.values(programme.activities)].flatMap((each) => [each, ...(each.talks ?? [])]);
    const held = new Map(wholes.flatMap(({ people: taking = [] }) => taking.map(([code, , position]) => [code, position])).filter(([, position]) => position));
    const box = element("input", { type: "search" });
    const listed = element("ul", { role: "list", class: "listing speakers" });
    const show = () => {
      const words = box.value.toLocaleLowerCase().split(/\s+/);
      listed.replaceChildren(...programme.speakers.filter((code) => {
        const said = `${programme.people[code]} ${held.get(code) ?? ""}`.toLocaleLowerCase();
        return words.every((word) => said.includes(word));
      }).map((code) => element("li", { class: "listing-item" }, link(`speakers/${code}/`, programme.people[code]),
        ...(held.has(code) ? [element("p", { class: "muted" }, held.get(code))] : []))));
    };
    box.addEventListener("input", show);
    show();
    return [
      header(say("speakers")),
      element("div", { class: "search-form" }, element("label", { class: "field" }, element("span", { class: "field-label" }, say("find_speaker")), box)),
      listed,
    ];
  };

  const now = () => {
    const asked = new URLSearchParams(location.search);
    const wall = new Date().toLocaleString("sv", { timeZone: programme.zone }).slice(0, 16).replace(" ", "T");
    const at = asked.has("live") ? wall : asked.get("at") ?? wall;
    const timed = programme.sessions.filter((each) => each.starts);
    // Of which only the start is known lasts half an hour here as everywhere.
    const minute = (written_) => Date.parse(`${written_}Z`) / 60_000;
    const starts = (each) => minute(each.starts.slice(0, 16));
    const until = (each) => starts(each) + ends(each) - Date.parse(each.starts) / 60_000;
    const cards = [...Object.keys(programme.rooms), undefined].flatMap((place) => {
      const here = timed.filter((each) => each.room === place).sort((one, other) => starts(one) - starts(other));
      const running = here.filter((each) => starts(each) <= minute(at) && minute(at) < until(each));
      const next = here.find((each) => starts(each) > minute(at) && each.day === at.slice(0, 10));
      if (!running.length && !next) return [];
      return [element("li", { class: "now-room" }, element("h2", {}, programme.rooms[place] ?? say("room_unknown")),
        ...(running.length ? running.map((each) => element("div", { class: "now-running" },
          element("p", { class: "kicker" }, say("now"), ...(each.ends ? [`, ${say("until", { time: each.ends.slice(11, 16) })}`] : [])),
          star(each), element("p", { class: "now-title" }, link(`sessions/${each.code}/`, each.title))))
          : [element("div", { class: "now-free" }, element("p", { class: "muted" }, say("free")))]),
        ...(next ? [element("div", { class: "now-following" }, element("p", { class: "kicker" }, `${say("next")}, ${next.starts.slice(11, 16)}`),
          element("p", {}, link(`sessions/${next.code}/`, next.title)))] : []))];
    });
    const [date, time] = at.split("T");
    return [
      header(say("now_and_next")),
      element("p", { class: "now-clock" }, `${programme.days[date] ?? ""} `, element("strong", {}, time)),
      cards.length ? element("ul", { role: "list", class: "now-rooms" }, ...cards)
        : element("div", { class: "empty" }, element("p", { class: "empty-title" }, say("nothing_now")),
          ...timed.filter((each) => starts(each) > minute(at)).slice(0, 1).map((each) => element("p", {}, `${say("next")}: ${written(each.starts, programme.days)}, `, link(`sessions/${each.code}/`, each.title)))),
    ];
  };

  // What was searched or filtered for, by the values that stand in the address.
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
  const words = (whole) => [whole.title, whole.summary ?? "", whole.abstract ?? "",
    ...(whole.people ?? []).map(([code]) => programme.people[code]), ...(whole.talks ?? []).flatMap(words)];
  const found = () => {
    const asked = new URLSearchParams(location.search);
    const names = new Set(programme.sessions.flatMap(({ values }) => values.map((each) => each.split("=")[0])));
    const wanted = [...asked].filter(([name, value]) => value && names.has(name)).map((each) => each.join("="));
    const sought = folded(asked.get("q") ?? "").replace(/"/g, " ").split(/\s+/).filter((word) => word && word !== "-");
    const answers = (each) => {
      const text = folded([...words(each), ...words(programme.activities[each.activity]), room(each)].join(" "));
      return sought.every((word) => (word[0] === "-" ? !text.includes(word.slice(1)) : text.includes(word)));
    };
    const sessions = programme.sessions.filter((each) => wanted.every((one) => each.values.includes(one)) && answers(each));
    const others = [...asked].filter(([name]) => names.has(name)).map(([name, value]) => element("input", { type: "hidden", name, value }));
    return [
      header(say("programme")),
      element("form", { class: "search-form", role: "search" }, ...others,
        element("label", { class: "field" }, element("span", { class: "field-label" }, say("search")), element("input", { type: "search", name: "q", value: asked.get("q") ?? "" })),
        element("button", { class: "button" }, say("search"))),
      element("p", {}, link("programme/", say("clear"))),
      sessions.length ? element("ul", { role: "list", class: "programme-lines" }, ...sessions.map((each) => line(each)))
        : element("div", { class: "empty" }, element("p", { class: "empty-title" }, say("nothing_found"))),
    ];
  };

  const kinds = { programme: (rest) => (rest ? null : found()), sessions: session, activities: activity, speakers: (code) => (code ? speaker(code) : speakers()), now };
  const [kind, code] = location.pathname.slice(settings.addresses.scope.length).split("/");
  return kinds[kind]?.(code) ?? null;
};
