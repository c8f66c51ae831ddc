// ics: the entries of a calendar as the library's objects, each with its line, and changed occurrences tied to theirs.

import ICAL from 'ical.js';
import { openZone } from '../core/zone.ts';
import { FeedError } from './errors.ts';
import { type ContentLine, component, contentLines } from './lines.ts';

export interface ReadEvent {
  readonly event: ICAL.Event;
  /** Where its BEGIN stands. */
  readonly line: number;
}

export interface Components {
  readonly events: readonly ReadEvent[];
  /** Entries by themselves. */
  readonly masters: readonly ReadEvent[];
  /** Changed occurrences of entries that the calendar does not have. */
  readonly orphans: readonly ReadEvent[];
}

const DATED = /^(DTSTART|DTEND|EXDATE|RDATE|RECURRENCE-ID)$/;

/** Parses the text. @throws FeedError `broken` with its line */
export function readComponents(bytes: Uint8Array): Components {
  const lines = contentLines(bytes);
  const blocks = blocksOf(lines, 'VEVENT');
  const zones = blocksOf(lines, 'VTIMEZONE').filter((block) => !isKnownZone(block));
  const events = parseAll(blocks, zones);
  const masters = events.filter(({ event }) => !event.isRecurrenceException());
  const orphans: ReadEvent[] = [];
  for (const changed of events.filter(({ event }) => event.isRecurrenceException())) {
    const master = masters.find(({ event }) => event.uid === changed.event.uid);
    if (master === undefined) orphans.push(changed);
    else master.event.relateException(changed.event);
  }
  return { events, masters, orphans };
}

function parseAll(blocks: readonly ContentLine[][], zones: readonly ContentLine[][]): ReadEvent[] {
  try {
    return eventsOf(blocks, zones);
  } catch {
    // Which one is it? Alone, each fails with its own line.
    for (const block of blocks) parseOne(block, zones);
    for (const zone of zones) parseOne(zone, []);
    return eventsOf(blocks, []);
  }
}

function parseOne(block: readonly ContentLine[], zones: readonly ContentLine[][]): void {
  try {
    eventsOf([block], zones);
  } catch (error) {
    if (error instanceof FeedError) throw error;
    throw new FeedError('broken', `found a ${component(block[0]!)} that cannot be read`, block[0]!.number);
  }
}

function eventsOf(
  blocks: readonly (readonly ContentLine[])[],
  zones: readonly (readonly ContentLine[])[],
): ReadEvent[] {
  const text = ['BEGIN:VCALENDAR', 'VERSION:2.0', ...[...zones, ...blocks].flat().map(written), 'END:VCALENDAR'];
  const calendar = new ICAL.Component(ICAL.parse(text.join('\r\n')));
  const found = calendar.getAllSubcomponents('vevent');
  return found.map((one, at) => {
    const line = blocks[at]![0]!.number;
    if (!one.hasProperty('dtstart')) throw new FeedError('broken', 'found an entry without DTSTART', line);
    const event = new ICAL.Event(one, { strictExceptions: false });
    // Values are read when they are asked for: now, where the line is known.
    if (event.endDate.compare(event.startDate) < 0)
      throw new FeedError('broken', 'found an entry that ends before it begins', line);
    for (const property of one.getAllProperties()) property.getValues();
    return { event, line };
  });
}

/** The lines of each component of a name, BEGIN and END included. */
function blocksOf(lines: readonly ContentLine[], name: string): ContentLine[][] {
  const blocks: ContentLine[][] = [];
  let inside = false;
  for (const line of lines) {
    if (line.name === 'BEGIN' && component(line) === name) {
      inside = true;
      blocks.push([]);
    }
    if (inside) blocks.at(-1)!.push(line);
    if (line.name === 'END' && component(line) === name) inside = false;
  }
  return blocks;
}

/** A date written without saying so is a date all the same. */
function written({ name, rest }: ContentLine): string {
  return DATED.test(name) && /^:\d{8}(,|$)/.test(rest.trimEnd()) ? `${name};VALUE=DATE${rest}` : `${name}${rest}`;
}

/** Zones of the IANA database are known here; what the calendar says of them is not needed. */
function isKnownZone(block: readonly ContentLine[]): boolean {
  const id =
    block
      .find(({ name }) => name === 'TZID')
      ?.rest.slice(1)
      .trim() ?? '';
  return ianaZone(id) !== null;
}

/** The IANA zone that a TZID names, also behind a prefix (`/freeassociation.sourceforge.net/Asia/Tokyo`); null for none. */
export function ianaZone(id: string): ReturnType<typeof openZone> | null {
  for (const name of [id, id.split('/').slice(-2).join('/')]) {
    try {
      return openZone(name);
    } catch {
      // The next spelling, or none.
    }
  }
  return null;
}
