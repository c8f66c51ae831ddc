// Into whose hand something is given: the names that a shop's people go by (CONTRACT.md, `people`).

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import { didYouMean } from '../../config/values/did-you-mean.ts';
import { quoted } from '../../config/values/faults.ts';
import { readName } from './mute.ts';
import type { ActionRefusal } from './refuse-action.ts';

/**
 * Whom `to` names: one of the shop's people, any name where its file has none, or whoever presses, for whom it may be left out or
 * empty.
 */
export function readHolder(
  { people }: Pick<ShopConfig, 'people'>,
  to: string | undefined,
  by: string,
): string | ActionRefusal {
  if (to === undefined || to.trim() === '') return by;
  const name = readName(to);
  const known = people === undefined ? null : Object.keys(people);
  if (typeof name === 'string' && (name === by || known === null || known.includes(name))) return name;
  const hint = known === null ? undefined : didYouMean(to, known);
  const names = known === null ? 'a name on one line, at most 80 characters' : known.join(', ');
  const allowed = hint === undefined ? names : `${names}; ${hint}`;
  return { refused: 'usage', field: 'to', allowed, message: `to: found ${quoted(to)}; allowed: ${allowed}` };
}

/** The terms of whoever pressed, as those of whom they gave it to. */
export const inHandOf = <T extends { readonly by: string }>(
  to: string,
  terms: T,
): T & { readonly givenBy: string | null } => ({
  ...terms,
  by: to,
  givenBy: to === terms.by ? null : terms.by,
});
