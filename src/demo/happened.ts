// What happened, as the database tells it: episodes with their steps, and mails with what they told. Reads only.

import type { Instant, Step } from '../core/model.ts';
import type { Db, Schema } from '../store/schema.ts';
import { time } from '../store/sql-parameters.ts';
import type { MailKind } from '../store/tables/notifications-tables.ts';

export interface HappenedStep {
  readonly episodeId: number;
  readonly step: Step;
  readonly dueAt: Instant;
  readonly detectedAt: Instant;
  readonly notifiedAt: Instant | null;
  readonly opsNotifiedAt: Instant | null;
  /** Told twice perhaps, and nobody knows whether once: told for ever. */
  readonly ownerGivenUp: 'refused' | 'unknown' | null;
  readonly opsGivenUp: 'refused' | 'unknown' | null;
  readonly loweredAt: Instant | null;
  readonly withdrawnAt: Instant | null;
  readonly whileCompleted: boolean;
}

export interface HappenedEpisode {
  readonly id: number;
  readonly shop: string;
  readonly inquiry: string;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  readonly endedBy: string | null;
  readonly steps: readonly HappenedStep[];
}

export interface HappenedMail {
  readonly id: number;
  readonly kind: MailKind;
  readonly shop: string;
  readonly cause: string;
  readonly slotAt: Instant;
  readonly state: Schema['outbox']['state'];
  readonly possiblyTwice: boolean;
  readonly items: readonly { readonly episodeId: number; readonly step: Step }[];
}

/** A notice as planned, and what became of it. */
export interface HappenedNotice {
  readonly episodeId: number;
  readonly key: string;
  readonly contact: string;
  readonly toldAt: Instant | null;
  readonly droppedWhy: string | null;
  /** The message that tells it, or was to. */
  readonly outboxId: number | null;
}

export interface Happened {
  readonly episodes: readonly HappenedEpisode[];
  readonly mails: readonly HappenedMail[];
  readonly notices: readonly HappenedNotice[];
  /** When each reopening counts, by shop and inquiry. */
  readonly reopenings: ReadonlyMap<string, readonly Instant[]>;
  /** Why something was not taken in. */
  readonly refusals: readonly string[];
}

/** Everything that happened so far. */
export async function readHappened(db: Db): Promise<Happened> {
  const [episodes, mails, notices, reopened, refusals] = await Promise.all([
    readEpisodes(db),
    readMails(db),
    readNotices(db),
    db
      .selectFrom('event')
      .innerJoin('inquiry', 'inquiry.id', 'event.inquiry_id')
      .select(['inquiry.shop', 'inquiry.external_id as inquiry', 'event.at'])
      .where('event.type', '=', 'reopened')
      .orderBy('event.at')
      .execute(),
    db.selectFrom('refusal').select(['inquiry', 'code']).execute(),
  ]);
  const reopenings = new Map<string, Instant[]>();
  for (const { shop, inquiry, at } of reopened) {
    const key = inquiryKey(shop, inquiry);
    reopenings.set(key, [...(reopenings.get(key) ?? []), at]);
  }
  return { episodes, mails, notices, reopenings, refusals: refusals.map(({ inquiry, code }) => `${inquiry} ${code}`) };
}

/**
 * The oldest thing that the service has not done yet: a step to raise, a mail to send, a source to read. Trap: a mail that
 * missed its window waits for the next one, which never comes on a clock that waits for the mail.
 */
export async function readOldestUndone(db: Db, now: Instant, sendableFor: number): Promise<Instant | null> {
  const [due, pending, read, waiting, told] = await Promise.all([
    db.selectFrom('episode').select('next_due_at as at').where('next_due_at', 'is not', null).execute(),
    db
      .selectFrom('step')
      .select(['slot_at as at', 'shop', 'owner_owed as owner', 'ops_owed as ops'])
      .where(({ or, eb }) => or([eb('owner_owed', '=', true), eb('ops_owed', '=', true)]))
      .execute(),
    db.selectFrom('source').select('last_complete_at as at').execute(),
    db
      .selectFrom('outbox')
      .select(['kind', 'shop'])
      .where('state', '=', 'pending')
      .where('next_attempt_at', '>', time(now))
      .execute(),
    readUntold(db),
  ]);
  const waits = {
    owner: (shop: string) => waiting.some((mail) => mail.kind === 'owner' && mail.shop === shop),
    ops: waiting.some(({ kind }) => kind === 'ops'),
  };
  const sendable = pending.filter(
    ({ at, shop, owner, ops }) =>
      at !== null && at > now - sendableFor && ((owner && !waits.owner(shop)) || (ops && !waits.ops)),
  );
  const lists = told.filter(({ at }) => at !== null && at > now - sendableFor);
  const instants = [...due, ...sendable, ...lists, ...read].flatMap(({ at }) => (at === null || at > now ? [] : [at]));
  return instants.length === 0 ? null : Math.min(...instants);
}

export const inquiryKey = (shop: string, inquiry: string): string => `${shop}\n${inquiry}`;

/** All episodes but those that later knowledge joined to another, with all their steps. */
export async function readEpisodes(db: Db): Promise<HappenedEpisode[]> {
  const steps = await db
    .selectFrom('step')
    .select([
      'episode_id as episodeId',
      'step',
      'due_at as dueAt',
      'detected_at as detectedAt',
      'notified_at as notifiedAt',
      'ops_notified_at as opsNotifiedAt',
      'owner_given_up as ownerGivenUp',
      'ops_given_up as opsGivenUp',
      'lowered_at as loweredAt',
      'withdrawn_at as withdrawnAt',
      'while_completed as whileCompleted',
    ])
    .execute();
  const episodes = await db
    .selectFrom('episode')
    .innerJoin('inquiry', 'inquiry.id', 'episode.inquiry_id')
    .select([
      'episode.id',
      'episode.shop',
      'inquiry.external_id as inquiry',
      'episode.started_at as startedAt',
      'episode.ended_at as endedAt',
      'episode.ended_by as endedBy',
    ])
    .orderBy('episode.started_at')
    .execute();
  return episodes
    .filter(({ endedBy }) => endedBy !== 'superseded')
    .map((episode) => ({ ...episode, steps: steps.filter(({ episodeId }) => episodeId === episode.id) }));
}

/** Notices and lists whose time has come, or comes. */
async function readUntold(db: Db): Promise<{ readonly at: Instant | null }[]> {
  const [notices, slots, lists] = await Promise.all([
    db
      .selectFrom('notice')
      .innerJoin('episode', 'episode.id', 'notice.episode_id')
      .select('send_at as at')
      .where('owed', '=', true)
      .where('episode.ended_at', 'is', null)
      .execute(),
    db.selectFrom('list_slot').select('next_at as at').execute(),
    db
      .selectFrom('outbox')
      .select('slot_at as at')
      .where('kind', 'in', ['morning', 'weekly'])
      .where('state', 'in', ['pending', 'sending'])
      .execute(),
  ]);
  return [...notices, ...slots, ...lists];
}

function readNotices(db: Db): Promise<HappenedNotice[]> {
  return db
    .selectFrom('notice')
    .select([
      'episode_id as episodeId',
      'key',
      'contact',
      'told_at as toldAt',
      'dropped_why as droppedWhy',
      'outbox_id as outboxId',
    ])
    .where('withdrawn_at', 'is', null)
    .execute();
}

async function readMails(db: Db): Promise<HappenedMail[]> {
  const items = await db
    .selectFrom('mail_item')
    .select(['outbox_id as outboxId', 'episode_id as episodeId', 'step'])
    .execute();
  const mails = await db
    .selectFrom('outbox')
    .select(['id', 'kind', 'shop', 'cause', 'slot_at as slotAt', 'state', 'possibly_twice as possiblyTwice'])
    .orderBy('id')
    .execute();
  return mails.map((mail) => ({ ...mail, items: items.filter(({ outboxId }) => outboxId === mail.id) }));
}
