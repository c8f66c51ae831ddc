// config: until when somebody is away, and who stands in for them (RULES.md 9.4).

import type { Away } from '../../../core/notifications/notice-rule.ts';
import { oneDate } from '../../values/dates.ts';
import { didYouMean } from '../../values/did-you-mean.ts';
import { describe } from '../../values/faults.ts';
import { idOfText, inside, orNull, type Place, type Reader, readMap, refuse, required } from '../../values/readers.ts';

const LAST_DAY = 'the last day away, a date such as 2026-12-10';

const AWAY_SHAPE = { until: required(oneDate(LAST_DAY), LAST_DAY), standIn: orNull(idOfText()) };

/** Until the end of which local date somebody is away; without a stand-in what would go to them goes to staff. */
export const away: Reader<Away> = (value, at) => {
  const read = readMap(AWAY_SHAPE, value, at);
  if (read?.until === undefined || read.standIn === undefined) return undefined;
  return { until: read.until, standIn: read.standIn };
};

type People = Readonly<Record<string, { readonly away?: Away }>>;

/** Reports stand-ins whom nobody knows, and those who in turn are stood in for by whoever named them. */
export function refuseUnfitStandIns(people: People, at: Place): void {
  const known = Object.keys(people);
  for (const [name, { away: its }] of Object.entries(people)) {
    if (its === undefined || its.standIn === null) continue;
    const here = inside(inside(inside(at, name), 'away'), 'standIn');
    const others = known.filter((one) => one !== name);
    if (!known.includes(its.standIn))
      refuse(here, describe(its.standIn), others.join(', ') || 'another of people', didYouMean(its.standIn, others));
    else {
      const circle = circleFrom(name, people);
      if (circle !== null)
        refuse(here, `the circle ${circle.join(' → ')}`, `a stand-in who does not lead back to ${name}`);
    }
  }
}

/** From this person by stand-ins back to them; null when it ends elsewhere. */
function circleFrom(name: string, people: People): string[] | null {
  const passed = [name];
  for (;;) {
    const next = people[passed.at(-1)!]?.away?.standIn ?? null;
    if (next === name) return [...passed, name];
    if (next === null || passed.includes(next)) return null;
    passed.push(next);
  }
}
