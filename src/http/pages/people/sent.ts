// The form of several inquiries at once: what it sends, what is done of it, and what is said where it cannot be.

import type { Context } from 'hono';
import { handOver } from '../../../service/actions/hand-over.ts';
import { promiseAnswers } from '../../../service/actions/promise-answers.ts';
import type { ActionRefusal } from '../../../service/actions/refuse-action.ts';
import { markSeveral, takeSeveral } from '../../../service/actions/several.ts';
import type { Service } from '../../../service/service.ts';
import { principalOf } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { INQUIRY_WORDS } from '../inquiry/words.ts';
import type { SeveralDone } from '../list/several.tsx';
import type { View } from '../view.ts';

/** The fields of the form. */
export interface Sent {
  /** The values of the ticked boxes. */
  readonly boxes: readonly string[];
  readonly by: string | undefined;
  text(name: string): string | undefined;
}

/** Reads the body of a posted form. */
export async function readForm(c: Context<AccessEnv>): Promise<Sent> {
  const body = await c.req.parseBody({ all: true });
  const text = (name: string) => {
    const value = body[name];
    return typeof value === 'string' ? value : undefined;
  };
  const boxes = [body.inquiry ?? []].flat().filter((one) => typeof one === 'string');
  return { boxes, by: principalOf(c).person ?? text('by'), text };
}

/** What was done, and how many were not. */
export interface Done {
  readonly done: SeveralDone;
  readonly count: number;
  readonly left: number;
  /** By which it can be taken back; null where it cannot. */
  readonly ids: readonly number[] | null;
  /** Into whose hand. */
  readonly to?: string;
}

const DONE_BY: Readonly<Record<string, SeveralDone>> = {
  take: 'took',
  mark: 'marked',
  promise: 'promised',
  free: 'freed',
};

/** What the pressed button does. */
export const doneBy = (sent: Sent): SeveralDone => DONE_BY[sent.text('do') ?? ''] ?? 'handed';

/** Does what was asked for with these inquiries of a shop. */
export async function doAsked(
  service: Service,
  sent: Sent,
  { shop, inquiries }: { readonly shop: string; readonly inquiries: readonly string[] },
): Promise<Done | ActionRefusal> {
  const { by } = sent;
  const done = doneBy(sent);
  if (done === 'took' || done === 'marked') {
    const seen = sent.text('seen') ?? '';
    const made = await (done === 'took'
      ? takeSeveral(service, { shop, inquiries, by, until: sent.text('hold') })
      : markSeveral(service, { shop, inquiries, by, ...(/^\d{1,14}$/.test(seen) && { seenAt: Number(seen) }) }));
    if ('refused' in made) return made;
    const ids = made.done.map(({ made: { id } }) => id);
    return { done, count: ids.length, left: made.left.length, ids };
  }
  if (done === 'promised') {
    const terms = {
      until: sent.text('on') || sent.text('until'),
      reason: sent.text('reason'),
      told: sent.text('told'),
    };
    const made = await promiseAnswers(service, { shop, inquiries, by, ...terms });
    return 'refused' in made ? made : { done, count: made.promised.length, left: made.left.length, ids: null };
  }
  const made = await handOver(service, {
    ...{ shop, inquiries, by, from: sent.text('from'), until: sent.text('hold'), why: sent.text('why') },
    to: done === 'freed' ? null : (sent.text('to') ?? ''),
  });
  if ('refused' in made) return made;
  const { handed, left } = made;
  const to = done === 'freed' ? {} : { to: handed[0]?.by ?? '' };
  return { done, count: handed.length, left: left.length, ids: null, ...to };
}

/** Why nothing was done, in words. */
export function faultOf(view: View, refusal: ActionRefusal): string {
  const { usage, usageOther } = INQUIRY_WORDS[view.language].refused;
  return refusal.refused === 'usage' && refusal.field !== undefined ? usage[refusal.field] : usageOther;
}

/** The form of the answer holds what was typed. */
export function typed(view: View, sent: Sent): View {
  const [by, why, to] = [sent.by, sent.text('why'), sent.text('to')];
  return {
    ...view,
    saidName: by ?? view.saidName,
    query: { ...view.query, ...(why && { why }), ...(to && { to }) },
  };
}

/** What the list asked for in which the form stood. */
export const listSent = (sent: Sent): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(sent.text('list')));
