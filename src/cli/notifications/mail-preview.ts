// cli: the owner's mail of a shop, made of what is pending, else of what is open, else of a sample.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { Config } from '../../config/load.ts';
import type { Clock } from '../../core/clock.ts';
import type { Instant } from '../../core/model.ts';
import { DAY_MS } from '../../core/time/civil-date.ts';
import type { RenderedMail } from '../../mail/facts.ts';
import { renderOwnerMail } from '../../mail/render/render-owner.ts';
import { createCounting } from '../../service/compiled-calendars.ts';
import { ownerFacts, ownerFactsOf } from '../../service/notifications/render/mail-facts.ts';
import type { Service } from '../../service/service.ts';
import { type OpenInquiryRow, openInquiries } from '../../store/board/open-inquiries.ts';
import type { Database } from '../../store/database.ts';
import { openDatabaseClock, systemClock } from '../../store/database-clock.ts';
import { type PendingStep, pendingForOwners } from '../../store/notifications/pending-steps.ts';

export interface PreviewParts {
  readonly db: Database;
  readonly config: Config;
  readonly shop: ShopConfig;
}

export interface Preview {
  readonly rendered: RenderedMail;
  readonly source: 'pending' | 'open' | 'sample';
}

export const SAMPLE_KIND = { channel: 'r-messe', type: '受注問い合わせ', category: '配送' };
const SAMPLE_DAYS = 60;

/** The mail as it would go out now; reads only. */
export async function previewOwnerMail({ db, ...parts }: PreviewParts): Promise<Preview> {
  const { shop } = parts;
  const clock = await openDatabaseClock(db);
  const now = clock.now();
  const service = { db, ...readingParts(parts, clock) };
  const render = async (source: Preview['source'], steps: readonly PendingStep[]) => ({
    rendered: renderOwnerMail(await ownerFacts(service, shop, steps, now)),
    source,
  });
  const pending = await pendingForOwners(db, [shop.id], now);
  if (pending.length > 0) return render('pending', pending);
  const open = (await openInquiries(db, shop.id, null, 100)).flatMap((row) => asPending(row, shop, now));
  if (open.length > 0) return render('open', open);
  return sampleOwnerMail(parts);
}

/** A mail about inquiries that do not exist; needs no database. */
export function sampleOwnerMail(parts: Omit<PreviewParts, 'db'>): Preview {
  const service = readingParts(parts, systemClock);
  const now = systemClock.now();
  const known = { alreadyTold: 0, muted: 0, dataAsOf: parts.shop.rms === null ? ('pushed' as const) : now };
  const facts = ownerFactsOf(service, parts.shop, sampleSteps(service, parts.shop, now), now, known);
  return { rendered: renderOwnerMail(facts), source: 'sample' };
}

/** What reading and counting need. */
export function readingParts(
  { config }: Pick<PreviewParts, 'config'>,
  clock: Clock,
): Pick<Service, 'clock' | 'config' | 'counting'> {
  return { clock, config, counting: createCounting(() => config) };
}

/** A preview shows mails as they are when nothing is late. */
const IN_TIME = { cause: 'due', learnedAt: null, watchedFrom: null, awayUntil: null } as const;

function asPending(row: OpenInquiryRow, shop: ShopConfig, now: Instant): PendingStep[] {
  const { deadlines, due } = row;
  if (deadlines === null) return [];
  const dueAt = due.owner_alert ?? deadlines.at.owner_alert;
  const facts = { step: 'owner_alert', shop: shop.id, endedAt: null, dueAt, detectedAt: dueAt, ...IN_TIME } as const;
  return [{ ...row, ...facts, deadlines, breached: deadlines.at.breach <= now }];
}

/** One inquiry past its alert and, where the calendar has such a day, one past its breach. */
function sampleSteps(service: Pick<Service, 'counting'>, shop: ShopConfig, now: Instant): PendingStep[] {
  const steps: PendingStep[] = [];
  for (let days = 1; days <= SAMPLE_DAYS && steps.length < 2; days++) {
    const startedAt = now - days * DAY_MS;
    const deadlines = service.counting.deadlines(shop, SAMPLE_KIND, { startedAt, isFirst: true });
    if (deadlines === null || deadlines.at.owner_alert > now) continue;
    const breached = deadlines.at.breach <= now;
    if (steps.length === 0 ? breached : !breached) continue;
    steps.push(sampleStep(shop, steps.length + 1, { startedAt, deadlines, breached }));
  }
  if (steps.length > 0) return steps;
  const deadlines = { at: { flag: now, owner_alert: now, breach: now + DAY_MS }, provisional: false };
  return [sampleStep(shop, 1, { startedAt: now - DAY_MS, deadlines, breached: false })];
}

function sampleStep(
  shop: ShopConfig,
  number: number,
  facts: Pick<PendingStep, 'startedAt' | 'deadlines' | 'breached'>,
): PendingStep {
  return {
    ...SAMPLE_KIND,
    ...facts,
    episodeId: number,
    step: 'owner_alert',
    shop: shop.id,
    inquiry: `sample-0000${number}o`,
    item: null,
    orderTail: null,
    url: null,
    endedAt: null,
    dueAt: facts.deadlines.at.owner_alert,
    detectedAt: facts.deadlines.at.owner_alert,
    ...IN_TIME,
  };
}
