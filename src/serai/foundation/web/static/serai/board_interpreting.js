// Whether there are interpreters for all that is spoken at once, as the engine's rule `interpreters` asks.

import { midnightOf, overlaps } from "./board_judge.js";

/** The booths of a session: the language that each interprets into, and those it interprets from. */
export function boothsOf({ languages }) {
  return languages.length < 2 ? [] : languages.map((into) => ({ into, from: languages.filter((each) => each !== into) }));
}

const nameOf = ({ into, from }) => `${into}<${[...from].sort()}`;

export class Interpreting {
  /** `judge` knows who is there when. */
  constructor({ team, pivot, interpreters }, judge) {
    Object.assign(this, { team, pivot, interpreters, judge });
    this.lacks = new Map();
    this.able = new Map();
  }

  /** Takes notice of where the sessions are now. */
  read(byDay) {
    this.byDay = new Map([...byDay].map(([day, sessions]) => [day, sessions.filter((each) => boothsOf(each).length)]));
    this.present = new Map();
  }

  /** How many interpreters would be missing in a span because of a session, at the worst moment. */
  missing(session, day, from, to) {
    const booths = boothsOf(session);
    if (!booths.length) return 0;
    const others = (this.byDay.get(day) ?? []).filter((each) => each.id !== session.id && overlaps(each, from, to));
    let most = 0;
    for (const at of this.moments(others, day, from, to)) {
      const taken = others.filter((each) => overlaps(each, at, at + 1)).flatMap(boothsOf);
      const there = this.thereAt(day, at);
      most = Math.max(most, this.lack([...taken, ...booths], there) - this.lack(taken, there));
    }
    return most;
  }

  /** When in a span something begins to be asked for, or somebody comes or goes. */
  moments(others, day, from, to) {
    const marks = others.map((each) => each.start);
    const midnight = midnightOf(day);
    for (const { id } of this.interpreters) for (const time of this.judge.times.get(id) ?? []) marks.push(time.start - midnight, time.end - midnight);
    return new Set([from, ...marks.filter((mark) => mark > from && mark < to)]);
  }

  thereAt(day, at) {
    const key = `${day}|${at}`;
    if (!this.present.has(key)) this.present.set(key, this.interpreters.filter((each) => !this.judge.whenOf(each.id, day, at, at + 1).away));
    return this.present.get(key);
  }

  /** Who can work in a booth: from every language there is, or from the pivot if that is one. */
  workIn(booth, name) {
    if (!this.able.has(name)) {
      this.able.set(name, new Set(this.interpreters.filter(({ pairs }) => {
        const known = pairs.filter((pair) => pair[1] === booth.into).map((pair) => pair[0]);
        return booth.from.every((each) => known.includes(each)) || (booth.from.includes(this.pivot) && known.includes(this.pivot));
      }).map((each) => each.id)));
    }
    return this.able.get(name);
  }

  /** How many seats stay empty when as many as can be are filled (a matching). */
  lack(booths, there) {
    const names = booths.map(nameOf);
    const key = `${[...names].sort().join("|")}/${there.map((each) => each.id)}`;
    if (this.lacks.has(key)) return this.lacks.get(key);
    const seats = names.flatMap((name, place) => {
      const able = this.workIn(booths[place], name);
      return Array(this.team).fill(there.filter((each) => able.has(each.id)).map((each) => each.id));
    });
    const holder = new Map();
    const seat = (place, tried) => seats[place].some((who) => {
      if (tried.has(who)) return false;
      tried.add(who);
      if (holder.has(who) && !seat(holder.get(who), tried)) return false;
      holder.set(who, place);
      return true;
    });
    const lack = seats.filter((_able, place) => !seat(place, new Set())).length;
    this.lacks.set(key, lack);
    return lack;
  }
}
