// What a mail says, part by part, read from its text as people read it. Where a line was broken does not matter.

export interface Letter {
  /** Everything above the first part and below the last. */
  readonly rest: string;
  /** By heading, in what stands under it each point of the list. Points under none stand under ''. */
  readonly points: ReadonlyMap<string, readonly string[]>;
}

/** `・` or `12)` */
const POINT = /^(?:・|\d+\))/;

/** Without spaces: a line may have been broken at one, or between two letters. Where one begins further in, it still does. */
export function readLetter(text: string): Letter {
  const points = new Map<string, string[]>();
  let [heading, rest] = ['', ''];
  let isPoint = false;
  for (const written of text.split('\n')) {
    const line = written.replace(/\s/g, '');
    if (line.startsWith('■')) {
      heading = line.slice(1);
      points.set(heading, []);
      isPoint = false;
    } else if (POINT.test(line)) {
      points.set(heading, [...(points.get(heading) ?? []), line.replace(POINT, '')]);
      isPoint = true;
    } else if (line === '') isPoint = false;
    else if (isPoint)
      points.get(heading)!.push(`${points.get(heading)!.pop()}${/^ /.test(written) ? '\n' : ''}${line}`);
    else rest += line;
  }
  return { rest, points };
}

/** The points under the heading that begins so. */
export const pointsUnder = ({ points }: Letter, heading: string): readonly string[] =>
  [...points].find(([name]) => name.startsWith(heading))?.[1] ?? [];

/** What the first match caught, without what was not there. */
export const caught = (text: string, pattern: RegExp): string[] =>
  (pattern.exec(text) ?? []).slice(1).map((one) => one ?? '0');

/** `1/2(土)〜1/3(日)、1/6(水)` as so many dates. */
export function datesIn(text: string): string[] {
  return [...text.matchAll(/(\d+)\/(\d+)\(.\)(?:〜(\d+)\/(\d+)\(.\))?/g)].flatMap(([, month, day, toMonth, toDay]) => {
    const from = Date.UTC(2026, Number(month) - 1, Number(day));
    const to = toMonth === undefined ? from : Date.UTC(2026, Number(toMonth) - 1, Number(toDay));
    return Array.from({ length: (to - from) / 86_400_000 + 1 }, (_, nth) => {
      const date = new Date(from + nth * 86_400_000);
      return `${date.getUTCMonth() + 1}/${date.getUTCDate()}`;
    });
  });
}
