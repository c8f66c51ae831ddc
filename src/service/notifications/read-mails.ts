// Mails and refusals for people to look at. Whoever is limited to some shops sees the mails of those alone.

import { type Instant, STEPS, type Step, type StepLength } from '../../core/model.ts';
import { type KeptRefusal, latestRefusals } from '../../store/intake/refusals.ts';
import {
  findMail,
  type ListedMail,
  type MailFilter,
  mailLines,
  mailsByState,
  type StoredMail,
} from '../../store/notifications/outbox-queries.ts';
import type { OutboxState } from '../../store/tables/notifications-tables.ts';
import type { Service } from '../service.ts';

export type { KeptRefusal } from '../../store/intake/refusals.ts';
export type { ListedMail, MailFilter, MailLine, StoredMail } from '../../store/notifications/outbox-queries.ts';
export type { OutboxState } from '../../store/tables/notifications-tables.ts';

export const MAIL_KINDS = [
  'owner',
  'ops',
  'contact',
  'person',
  'chat',
  'morning',
  'morning_chat',
  'weekly',
  'weekly_chat',
  'group',
  'blind',
  'season',
  'digest',
  'calendar',
  'clear',
  'goal',
  'hook',
] as const;
export const MAIL_STATES = ['pending', 'sending', 'unknown', 'sent', 'filed', 'empty', 'undeliverable'] as const;

export interface MailPage {
  readonly now: Instant;
  /** The newest first. */
  readonly items: readonly ListedMail[];
  /** The id to bring back as `before`; null on the last page. */
  readonly next: number | null;
  /** How many are in each state but `sent` and `filed`, over all that may be seen. */
  readonly counts: Readonly<Partial<Record<OutboxState, number>>>;
}

/**
 * A page of the outbox. `shops`: the only ones that may be seen, null for all and for ops. `before`: the id where the
 * page before ended. The order is stable: a cursor never skips or repeats a mail.
 */
export async function readMails(
  { db, clock }: Pick<Service, 'db' | 'clock'>,
  query: {
    readonly shops: readonly string[] | null;
    readonly filter?: MailFilter;
    readonly before?: number | null;
    readonly limit?: number;
  },
): Promise<MailPage> {
  const { shops, filter = {}, before = null, limit = 50 } = query;
  const rows = await mailLines(db, { ...filter, shops, before, limit: limit + 1 });
  const items = rows.slice(0, limit);
  const next = rows.length > limit ? (items.at(-1)?.id ?? null) : null;
  return { now: clock.now(), items, next, counts: await mailsByState(db, shops) };
}

/** One mail as stored, with the outcome per recipient; null when there is none. Whether it may be seen: ask `shop`. */
export function readMail({ db }: Pick<Service, 'db'>, id: number): Promise<StoredMail | null> {
  return findMail(db, id);
}

/** An inquiry that a mail told. */
export interface ToldInquiry {
  readonly shop: string;
  readonly inquiry: string;
  readonly channel: string;
  /** The strongest first, with how long each waits by the policy in force; null where the shop is no longer configured. */
  readonly steps: readonly { readonly step: Step; readonly length: StepLength | null }[];
}

/** What a mail told, inquiry by inquiry in the order of `told`. */
export function toldInquiries(
  { config, counting }: Pick<Service, 'config' | 'counting'>,
  { told }: Pick<StoredMail, 'told'>,
): ToldInquiry[] {
  const found = new Map<string, ToldInquiry & { steps: ToldInquiry['steps'][number][] }>();
  for (const { step, ...kind } of told) {
    const { shop: id, inquiry, channel } = kind;
    const shop = config.shops.get(id);
    const key = JSON.stringify([id, inquiry]);
    const one = found.get(key) ?? { shop: id, inquiry, channel, steps: [] };
    one.steps.push({ step, length: shop === undefined ? null : counting.rulesOf(shop, kind).policy.after[step] });
    one.steps.sort((a, b) => STEPS.indexOf(b.step) - STEPS.indexOf(a.step));
    found.set(key, one);
  }
  return [...found.values()];
}

/** How many refusals are shown. */
const SHOWN = 200;

/** What was not taken in, the newest first. */
export function readRefusals({ db }: Pick<Service, 'db'>): Promise<KeptRefusal[]> {
  return latestRefusals(db, SHOWN);
}
