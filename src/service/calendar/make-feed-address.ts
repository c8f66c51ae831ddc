// Addresses of iCalendar feeds for calendar programs, which bring no token: a secret of the shop stands in them. Made once,
// shown once, known again by their hash, like tokens. Who has the address reads the shop's deadlines, nothing else.

import { createHash, randomBytes } from 'node:crypto';
import type { Instant } from '../../core/model.ts';
import { noteDone } from '../../store/audit/audit-entries.ts';
import {
  dropFeedAddress,
  type FeedAddress,
  feedAddressBy,
  feedAddressOf,
  markFeedUsed,
  putFeedAddress,
} from '../../store/calendar/feed-addresses.ts';
import type { Service } from '../service.ts';

export type { FeedAddress } from '../../store/calendar/feed-addresses.ts';

type Parts = Pick<Service, 'db' | 'clock' | 'logger'>;

const SECRET_BYTES = 32;
const USE_NOTED_MS = 60 * 60_000;
const SECRET = /^[\w-]{43}$/;

export const FEED_FILES = ['calendar.ics', 'deadlines.ics'] as const;
export type FeedFile = (typeof FEED_FILES)[number];

/** Makes the secret of a shop's feeds, which nobody can read again; one made before ends now. */
export async function makeFeedAddress({ db, clock, logger }: Parts, shop: string, by: string): Promise<string> {
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  await db.transaction().execute(async (trx) => {
    await putFeedAddress(trx, { shop, hash: hashOf(secret), by }, clock.now());
    await noteDone(trx, { who: by, what: 'feed_made', shop }, clock.now());
  });
  logger.info({ shop, by }, 'feed address made');
  return secret;
}

/** Ends the address of a shop's feeds now; false when there was none. */
export async function revokeFeedAddress({ db, clock, logger }: Parts, shop: string, by: string): Promise<boolean> {
  const revoked = await db.transaction().execute(async (trx) => {
    const dropped = await dropFeedAddress(trx, shop);
    if (dropped) await noteDone(trx, { who: by, what: 'feed_revoked', shop }, clock.now());
    return dropped;
  });
  if (revoked) logger.info({ shop, by }, 'feed address revoked');
  return revoked;
}

export function readFeedAddress({ db }: Pick<Service, 'db'>, shop: string): Promise<FeedAddress | null> {
  return feedAddressOf(db, shop);
}

/**
 * The shop whose feeds have this secret, or null. The database is asked for the hash alone: how long that takes says
 * nothing about the secret, whatever is guessed.
 */
export async function shopOfFeed({ db, clock }: Pick<Service, 'db' | 'clock'>, secret: string): Promise<string | null> {
  if (!SECRET.test(secret)) return null;
  const address = await feedAddressBy(db, hashOf(secret));
  if (address === null) return null;
  const now: Instant = clock.now();
  if (now - (address.lastUsedAt ?? Number.NEGATIVE_INFINITY) >= USE_NOTED_MS) await markFeedUsed(db, address.shop, now);
  return address.shop;
}

/** Where a feed is read: below the service's public address. */
export const feedUrl = (publicUrl: string, secret: string, file: FeedFile): string =>
  `${publicUrl}/feeds/${secret}/${file}`;

const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();
