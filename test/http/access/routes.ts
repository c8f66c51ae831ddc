// Paths that can be asked, from the patterns of routes; and whether an answer let the asker through.

import type { GuardedRoute } from '../../../src/http/access/needs.ts';

const PARAMETER = /:(\w+)(?:\{((?:[^{}]|\{[^{}]*\})+)\})?\??/g;
/** Tried in turn against the pattern of a parameter. */
const VALUES = ['1', 'q1', '2026', '2026-11', '2026-11-26', 'abc', 'x.csv', 'x.json'];

/** The path of a route, about the shop where it names one. Throws when no value fits a parameter. */
export function pathOf({ path }: GuardedRoute, shop: string): string {
  return path.replaceAll('*', 'x').replaceAll(PARAMETER, (_, name: string, pattern: string = '.+') => {
    const value = VALUES.find((one) => new RegExp(`^(?:${pattern})$`).test(one));
    if (value === undefined) throw new Error(`${path}: add a value that fits ${pattern} to VALUES`);
    return name === 'shop' ? shop : value;
  });
}

export type Outcome = 'through' | 'refused';

/** Refused is 401, 403, or the way to the login page; anything else was decided by the route itself. */
export function outcomeOf(answer: Response): Outcome {
  const toLogin = answer.status === 303 && answer.headers.get('location')?.startsWith('/login?next=') === true;
  return toLogin || answer.status === 401 || answer.status === 403 ? 'refused' : 'through';
}
