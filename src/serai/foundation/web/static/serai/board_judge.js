// What a place means for a session: free, a warning or a conflict, with the reasons in words.
// Everything is worked out here, from what the server has sent once (serai.convene.timetable.state).

import { Interpreting, boothsOf } from "./board_interpreting.js";

const RANK = { free: 0, warning: 1, conflict: 2 };
const LEVELS = { must: "conflict", should: "warning" };

/** What begins a conference and what ends it, among all the rest. */
const ENDS = { first: -1, "": 0, last: 1 };

/** By so many sessions one day may be fuller than another. */
const TOLERANCE = 1;

/** Who has no more than so many minutes between two rooms is in a hurry: fifteen, and one that ends them. */
const HURRY = 16;

/** How many minutes a session takes, or is taken to last. */
const lengthOf = (session) => session.minutes ?? 60;

const DAY = 1440;
/** Minutes at the midnight before a day, so that moments of several days compare. */
const midnights = new Map();
export function midnightOf(day) {
  if (!midnights.has(day)) midnights.set(day, Date.parse(`${day}T00:00Z`) / 60000);
  return midnights.get(day);
}
const dayAfter = (day, count) => new Date((midnightOf(day) + count * DAY) * 60000).toISOString().slice(0, 10);

export const overlaps = (a, from, to) => a.start < to && a.start + lengthOf(a) > from;
const isBefore = (a, b) => midnightOf(a.day) + a.start < midnightOf(b.day) + b.start + lengthOf(b);

const why = (time) => (time.note ? ` (${time.note})` : "");
const isIn = (time, from, to) => time.start < to && time.end > from;

/** Whether times leave no gap in a span. */
function cover(times, from, to) {
  let at = from;
  for (const time of [...times].sort((a, b) => a.start - b.start)) if (time.start <= at) at = Math.max(at, time.end);
  return at >= to;
}

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
      const midnight = midnightOf(time.day);
      mine.push({ ...time, start: midnight + time.start, end: midnight + time.end });
      this.times.set(time.of, mine);
    }
    this.sections = new Map(state.sections.map((section) => [section.id, section.name]));
    this.interpreting = state.interpreting && new Interpreting(state.interpreting, this);
    this.read(state.sessions);
  }

  /** Takes notice of where the sessions are now. */
  read(sessions) {
    this.byDay = new Map();
    this.bySection = new Map();
    this.byActivity = new Map();
    const put = (map, key, session) => { if (map.has(key)) map.get(key).push(session); else map.set(key, [session]); };
    for (const session of sessions) {
      put(this.byActivity, session.activity, session);
      if (session.start === null) continue;
      put(this.byDay, session.day, session);
      if (session.section && session.room) put(this.bySection, session.section, session);
    }
    this.near = this.withNights(sessions);
    this.interpreting?.read(this.near);
  }

  /** The sessions of each day, and those of the days beside it that come near it across midnight. */
  withNights(sessions) {
    const margin = Math.max(HURRY, this.walking);
    const longest = Math.max(0, ...sessions.map(lengthOf));
    const found = new Map([...this.byDay].map(([day, those]) => [day, [...those]]));
    for (const session of [...this.byDay.values()].flat()) {
      for (const count of [-1, 1]) {
        const start = session.start - count * DAY;
        if (start - margin >= this.closes + longest || start + lengthOf(session) + margin <= this.opens) continue;
        const day = dayAfter(session.day, count);
        if (!found.has(day)) found.set(day, []);
        found.get(day).push({ ...session, day, start });
      }
    }
    return found;
  }

  /** The verdict on a session at a place: `{level, reasons}`. */
  at(session, place) {
    const minutes = place.minutes ?? lengthOf(session);
    return this.sum([...this.ofTime(session, place.day, place.start, minutes), ...this.ofRoom(session, place, minutes)]);
  }

  /** The verdict on every place: a map from `day|room|start`, for all rooms given. */
  everywhere(session, rooms) {
    const minutes = lengthOf(session);
    const found = new Map();
    for (const day of this.days) {
      const uneven = this.unevenWith(session, day);
      for (let start = this.opens; start + this.step <= this.closes; start += this.step) {
        const ofTime = [...this.ofTime(session, day, start, minutes), ...uneven];
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
      .map(([rule, text, sessions = []]) => ({ rule, text, sessions, level: LEVELS[this.rules[rule].level] }));
    told.sort((a, b) => RANK[b.level] - RANK[a.level]);
    return { level: told[0]?.level ?? "free", reasons: told };
  }

  /** What is broken by many sessions together, wherever each of them stands. */
  whole() {
    const reasons = [];
    for (const [section, sessions] of this.bySection) {
      const rooms = this.roomNames(sessions);
      if (rooms.length > 1) reasons.push(["section_room", this.say("section_rooms", { section: this.sections.get(section), rooms: rooms.join(", ") }), sessions.map((each) => each.id)]);
    }
    const { most, fewest } = this.fullness();
    if (most - fewest > TOLERANCE) reasons.push(["balance", this.say("uneven", { most, fewest })]);
    return this.sum(reasons).reasons;
  }

  roomNames(sessions) {
    return [...new Set(sessions.map((each) => each.room))].map((code) => this.rooms.get(code)?.name ?? "");
  }

  /** How many sessions the fullest and the emptiest day have, but for one and with one more on a day. */
  fullness(without = null, day = null) {
    const counts = this.days.map((date) => (date === day) + (this.byDay.get(date) ?? []).filter((each) => each.room && each.id !== without?.id).length);
    return { most: Math.max(...counts), fewest: Math.min(...counts) };
  }

  /** What the days would be like with a session on one of them, if that is not as it should be. */
  unevenWith(session, day) {
    const { most, fewest } = this.fullness(session, day);
    const before = this.fullness(session);
    const isWorse = most - fewest > Math.max(TOLERANCE, before.most - before.fewest);
    return isWorse ? [["balance", this.say("uneven", { most, fewest })]] : [];
  }

  say(name, values) {
    return this.words[name].replace(/%\((\w+)\)s/g, (_all, key) => values[key]);
  }

  /** What holds at a time in whatever room. */
  ofTime(session, day, start, minutes) {
    const end = start + minutes;
    const reasons = [];
    const others = (this.near.get(day) ?? []).filter((other) => other.id !== session.id);
    for (const other of others) {
      if (!overlaps(other, start, end)) continue;
      const shared = session.people.filter((person) => other.people.includes(person));
      for (const person of shared) reasons.push(["person_once", this.say("person_twice", { who: this.people[person], session: other.title })]);
      if ((other.exclusive || session.exclusive) && !other.beside && !session.beside) reasons.push(["exclusive", this.say("beside_exclusive", { session: other.exclusive ? other.title : session.title })]);
      if (session.section && other.section === session.section) reasons.push(["section_apart", this.say("beside_section", { session: other.title })]);
    }
    for (const person of session.people) {
      const { away, unwanted } = this.whenOf(person, day, start, end);
      if (away) reasons.push(["person_there", this.say("person_away", { who: this.people[person], why: why(away) })]);
      if (unwanted) reasons.push(["wanted", this.say("person_unwilling", { who: this.people[person], why: why(unwanted) })]);
    }
    for (const other of [...this.byDay.values()].flat()) {
      const turn = ENDS[session.end] - ENDS[other.end];
      if (other.id === session.id || !turn) continue;
      const here = { day, start, minutes, title: session.title };
      const [first, second] = turn < 0 ? [here, other] : [other, here];
      if (isBefore(second, first)) reasons.push(["ends", this.say("out_of_turn", { first: first.title, second: second.title })]);
    }
    for (const other of this.neighbours(session)) {
      const here = { day, start, minutes, title: session.title };
      const [first, second] = session.order < other.order ? [here, other] : [other, here];
      if (isBefore(second, first)) reasons.push(["order", this.say("out_of_turn", { first: first.title, second: second.title })]);
    }
    const missing = this.interpreting?.missing(session, day, start, end);
    if (missing) reasons.push(["interpreters", this.say("no_interpreters", { count: missing })]);
    return reasons;
  }

  /** The sessions of the same activity that come just before it and just after. */
  neighbours(session) {
    const others = (this.byActivity.get(session.activity) ?? []).filter((each) => each.order !== session.order);
    const before = Math.max(...others.map((each) => each.order).filter((order) => order < session.order));
    const after = Math.min(...others.map((each) => each.order).filter((order) => order > session.order));
    return others.filter((each) => each.start !== null && [before, after].includes(each.order));
  }

  /** What holds in a room at a time. */
  ofRoom(session, { day, start, room: code }, minutes) {
    const room = this.rooms.get(code);
    if (!room) return [];
    const end = start + minutes;
    const reasons = [];
    for (const other of this.near.get(day) ?? []) {
      if (other.id === session.id) continue;
      if (other.room === code && overlaps(other, start, end)) reasons.push(["room_once", this.say("room_taken", { session: other.title })]);
      if (other.room && other.room !== code && !overlaps(other, start, end) && overlaps(other, start - HURRY, end + HURRY)) {
        const person = session.people.find((each) => other.people.includes(each));
        if (person) reasons.push(["room_changes", this.say("changes_room", { who: this.people[person], session: other.title })]);
      }
      if (this.walking && other.room && this.venueOf(other.room) !== room.venue && !overlaps(other, start, end)
        && overlaps(other, start - this.walking, end + this.walking)) {
        const person = session.people.find((each) => other.people.includes(each));
        if (person) reasons.push(["walking", this.say("too_far", { who: this.people[person], session: other.title })]);
      }
    }
    const { away, unwanted } = this.whenOf(code, day, start, end);
    if (away) reasons.push(["room_open", this.say("room_closed", { why: why(away) })]);
    if (unwanted) reasons.push(["wanted", this.say("room_unwilling", { why: why(unwanted) })]);
    const section = (this.bySection.get(session.section) ?? []).filter((each) => each.id !== session.id);
    if (section.length && !section.some((each) => each.room === code)) {
      reasons.push(["section_room", this.say("section_elsewhere", { rooms: this.roomNames(section).join(", ") })]);
    }
    const booths = boothsOf(session).length;
    if (room.booths !== null && booths > room.booths) reasons.push(["booths", this.say("too_few_booths", { needed: booths, booths: room.booths })]);
    if (session.expected && room.seats !== null && session.expected > room.seats) {
      reasons.push(["seats", this.say("too_small", { seats: room.seats, expected: session.expected })]);
    }
    const lacking = session.equipment.filter((each) => !room.equipment.includes(each));
    if (lacking.length) reasons.push(["equipment", this.say("lacking", { equipment: lacking.map((each) => this.words.equipment[each]).join(", ") })]);
    return reasons;
  }

  /** The times of a person or room that stand against a span: `away` and `unwanted`, or null. */
  whenOf(code, day, from, to) {
    const times = this.times.get(code) ?? [];
    const midnight = midnightOf(day);
    [from, to] = [midnight + from, midnight + to];
    const [away, there, unwanted] = ["away", "there", "unwanted"].map((presence) => times.filter((time) => time.presence === presence));
    const isMissed = there.length && !cover(there.filter((time) => isIn(time, from, to)), from, to);
    return {
      away: away.find((time) => isIn(time, from, to)) ?? (isMissed ? there[0] : null),
      unwanted: unwanted.find((time) => isIn(time, from, to)) ?? null,
    };
  }
}
