// What a place means for a session: free, a warning or a conflict, with the reasons in words.
// Everything is worked out here, from what the server has sent once (serai.convene.timetable.state).

const RANK = { free: 0, warning: 1, conflict: 2 };
const LEVELS = { must: "conflict", should: "warning" };

/** What begins a conference and what ends it, among all the rest. */
const ENDS = { first: -1, "": 0, last: 1 };

const overlaps = (a, from, to) => a.start < to && a.start + a.minutes > from;
const isBefore = (a, b) => a.day < b.day || (a.day === b.day && a.start < b.start + b.minutes);

export class Judge {
  constructor(state, words) {
    this.words = words;
    this.step = state.step;
    this.opens = state.opens;
    this.closes = state.closes;
    this.walking = state.walking;
    this.rules = state.rules;
    this.people = state.people;
    this.days = state.days.map((day) => day.date);
    this.rooms = new Map(state.rooms.map((room) => [room.id, room]));
    this.venueOf = (code) => this.rooms.get(code)?.venue ?? "";
    this.times = new Map();
    for (const time of state.times) {
      const mine = this.times.get(time.of) ?? [];
      mine.push(time);
      this.times.set(time.of, mine);
    }
    this.read(state.sessions);
  }

  /** Takes notice of where the sessions are now. */
  read(sessions) {
    this.byDay = new Map();
    this.byActivity = new Map();
    for (const session of sessions) {
      if (session.start === null) continue;
      for (const [map, key] of [[this.byDay, session.day], [this.byActivity, session.activity]]) {
        if (!map.has(key)) map.set(key, []);
        map.get(key).push(session);
      }
    }
  }

  /** The verdict on a session at a place: `{level, reasons}`. */
  at(session, place) {
    const minutes = place.minutes ?? session.minutes ?? 60;
    return this.sum([...this.ofTime(session, place.day, place.start, minutes), ...this.ofRoom(session, place, minutes)]);
  }

  /** The verdict on every place: a map from `day|room|start`, for all rooms given. */
  everywhere(session, rooms) {
    const minutes = session.minutes ?? 60;
    const found = new Map();
    for (const day of this.days) {
      for (let start = this.opens; start + this.step <= this.closes; start += this.step) {
        const ofTime = this.ofTime(session, day, start, minutes);
        for (const room of rooms) {
          const place = { day, start, room };
          found.set(`${day}|${room ?? ""}|${start}`, this.sum([...ofTime, ...this.ofRoom(session, place, minutes)]));
        }
      }
    }
    return found;
  }

  sum(reasons) {
    const told = reasons.filter(([rule]) => this.rules[rule].level in LEVELS)
      .map(([rule, text]) => ({ rule, text, level: LEVELS[this.rules[rule].level] }));
    told.sort((a, b) => RANK[b.level] - RANK[a.level]);
    return { level: told[0]?.level ?? "free", reasons: told };
  }

  say(name, values) {
    return this.words[name].replace(/%\((\w+)\)s/g, (_all, key) => values[key]);
  }

  /** What holds at a time in whatever room. */
  ofTime(session, day, start, minutes) {
    const end = start + minutes;
    const reasons = [];
    const others = (this.byDay.get(day) ?? []).filter((other) => other.id !== session.id);
    for (const other of others) {
      if (!overlaps(other, start, end)) continue;
      const shared = session.people.filter((person) => other.people.includes(person));
      for (const person of shared) reasons.push(["person_once", this.say("person_twice", { who: this.people[person], session: other.title })]);
      if ((other.exclusive || session.exclusive) && !other.beside && !session.beside) reasons.push(["exclusive", this.say("beside_exclusive", { session: other.exclusive ? other.title : session.title })]);
      else if (session.section && other.section === session.section) reasons.push(["section_apart", this.say("beside_section", { session: other.title })]);
    }
    for (const person of session.people) {
      const about = this.whenOf(person, day, start, end);
      const values = { who: this.people[person], why: about?.note ? ` (${about.note})` : "" };
      if (about?.presence === "unwanted") reasons.push(["wanted", this.say("person_unwilling", values)]);
      else if (about) reasons.push(["person_there", this.say("person_away", values)]);
    }
    for (const other of [...this.byDay.values()].flat()) {
      const turn = ENDS[session.end] - ENDS[other.end];
      if (other.id === session.id || !turn) continue;
      const here = { day, start, minutes, title: session.title };
      const [first, second] = turn < 0 ? [here, other] : [other, here];
      if (isBefore(second, first)) reasons.push(["ends", this.say("out_of_turn", { first: first.title, second: second.title })]);
    }
    for (const other of this.byActivity.get(session.activity) ?? []) {
      if (other.id === session.id || other.order === session.order) continue;
      const isBefore = other.day < day || (other.day === day && other.start < start);
      const isAfter = other.day > day || (other.day === day && other.start > start);
      if (other.order < session.order ? isAfter : isBefore) reasons.push(["order", this.say("out_of_order", { session: other.title })]);
    }
    return reasons;
  }

  /** What holds in a room at a time. */
  ofRoom(session, { day, start, room: code }, minutes) {
    const room = this.rooms.get(code);
    if (!room) return [];
    const end = start + minutes;
    const reasons = [];
    for (const other of this.byDay.get(day) ?? []) {
      if (other.id === session.id) continue;
      if (other.room === code && overlaps(other, start, end)) reasons.push(["room_once", this.say("room_taken", { session: other.title })]);
      if (this.walking && other.room && this.venueOf(other.room) !== room.venue && !overlaps(other, start, end)
        && overlaps(other, start - this.walking, end + this.walking)) {
        const person = session.people.find((each) => other.people.includes(each));
        if (person) reasons.push(["walking", this.say("too_far", { who: this.people[person], session: other.title })]);
      }
    }
    const about = this.whenOf(code, day, start, end);
    const why = about?.note ? ` (${about.note})` : "";
    if (about) reasons.push([about.presence === "unwanted" ? "wanted" : "room_open", this.say("room_closed", { why })]);
    if (session.expected && room.seats !== null && session.expected > room.seats) {
      reasons.push(["seats", this.say("too_small", { seats: room.seats, expected: session.expected })]);
    }
    const lacking = session.equipment.filter((each) => !room.equipment.includes(each));
    if (lacking.length) reasons.push(["equipment", this.say("lacking", { equipment: lacking.map((each) => this.words.equipment[each]).join(", ") })]);
    return reasons;
  }

  /** The time of a person or room that stands against a span, if one does. */
  whenOf(code, day, from, to) {
    const times = this.times.get(code);
    if (!times) return null;
    const away = times.find((time) => time.presence === "away" && time.day === day && time.start < to && time.end > from);
    if (away) return away;
    const there = times.filter((time) => time.presence === "there");
    if (there.length && !there.some((time) => time.day === day && time.start <= from && time.end >= to)) return there[0];
    return times.find((time) => time.presence === "unwanted" && time.day === day && time.start < to && time.end > from) ?? null;
  }
}
