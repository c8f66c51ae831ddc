// One pending step as a row of a mail. What only listed rows need (the receipt, what is left) is computed when it is asked
// for: a summary counts a hundred thousand rows and lists twenty.

import type { ShopConfig } from '../../../config/input/shop-settings.ts';
import type { Calendar } from '../../../core/calendar/calendar.ts';
import type { Instant, Language, Policy, StepLength } from '../../../core/model.ts';
import { CANARY } from '../../../core/shop-id.ts';
import { businessDaysLeft, businessMsBetween } from '../../../core/steps/counting.ts';
import { dayChain, explain } from '../../../core/steps/explain.ts';
import { type LateReason, lateReason } from '../../../core/steps/lateness.ts';
import type { MailRow, MuteNote } from '../../../mail/facts.ts';
import type { PendingStep } from '../../../store/notifications/pending-steps.ts';
import type { Rules } from '../../compiled-calendars.ts';
import type { Service } from '../../service.ts';
import { lateLimits } from '../../steps/late-limits.ts';

export type WithoutStore = Pick<Service, 'clock' | 'config' | 'counting'>;

interface Reading {
  readonly language: Language;
  readonly now: Instant;
}

type RowExtras = Pick<MailRow, 'reminder' | 'muted' | 'notice'> & Partial<Pick<MailRow, 'level'>>;

export function rowOf(
  service: WithoutStore,
  shop: ShopConfig,
  step: Omit<PendingStep, 'step'>,
  reading: Reading,
  extras: RowExtras = {},
): MailRow {
  return new StepRow(service, shop, step, reading, extras);
}

/** Everything is asked of the step when it is needed: a row by itself is next to nothing. */
class StepRow implements MailRow {
  declare readonly reminder?: number;
  declare readonly muted?: MuteNote;
  declare readonly notice?: NonNullable<MailRow['notice']>;
  readonly level: MailRow['level'];
  readonly #service: WithoutStore;
  readonly #shop: ShopConfig;
  readonly #step: Omit<PendingStep, 'step'>;
  readonly #reading: Reading;
  #rules: Rules | null = null;

  constructor(
    service: WithoutStore,
    shop: ShopConfig,
    step: Omit<PendingStep, 'step'>,
    reading: Reading,
    { level = step.breached ? 'breach' : 'owner_alert', ...extras }: RowExtras,
  ) {
    this.#service = service;
    this.#shop = shop;
    this.#step = step;
    this.#reading = reading;
    this.level = level;
    Object.assign(this, extras);
  }

  get #counted(): Rules {
    this.#rules ??= this.#service.counting.rulesOf(this.#shop, this.#step);
    return this.#rules;
  }

  get #inDays(): boolean {
    return 'days' in this.#counted.policy.after.breach;
  }

  get inquiry(): string {
    return this.#step.inquiry;
  }
  get url(): string | null {
    return this.#step.url;
  }
  get detailUrl(): string {
    const shop = pathOfShop(this.#shop);
    const path = shop.startsWith('/shops') ? `${shop}/inquiries/${encodeURIComponent(this.inquiry)}` : shop;
    return pageUrl(this.#service, path, this.#reading.language);
  }
  get type(): string | null {
    return this.#step.type;
  }
  get category(): string | null {
    return this.#step.category;
  }
  get channel(): string {
    return this.#step.channel;
  }
  get item(): string | null {
    return this.#step.item;
  }
  get startedAt(): Instant {
    return this.#step.startedAt;
  }
  get alertAt(): Instant {
    return this.#step.deadlines.at.owner_alert;
  }
  get breachAt(): Instant {
    return this.#step.deadlines.at.breach;
  }
  get businessDaysLeft(): number | null {
    return this.#inDays ? businessDaysLeft(this.#counted.calendar, this.#reading.now, this.breachAt) : null;
  }
  get openMsLeft(): number | null {
    return this.#inDays ? null : businessMsBetween(this.#counted.calendar, this.#reading.now, this.breachAt);
  }
  /** Of what was told before, when that was noticed is no news any more. */
  get late(): LateReason | null {
    return this.reminder === undefined ? lateReason(this.#step, lateLimits(this.#service.clock)) : null;
  }
  get provisional(): boolean {
    return this.#step.deadlines.provisional;
  }
  get chain(): readonly string[] {
    const { calendar, policy } = this.#counted;
    return receiptOf(calendar, policy, this.startedAt, this.#reading.language);
  }
  get answeredAt(): Instant | null {
    return this.#step.endedAt;
  }
  get alertAfter(): StepLength {
    return this.#counted.policy.after.owner_alert;
  }
}

/** The address of a page, in the language of whoever is told; Japanese is what one gets without asking. */
/** Where a shop is shown; of the canary's, which no page knows, what became of it. */
export const pathOfShop = ({ id }: Pick<ShopConfig, 'id'>): string => (id === CANARY ? '/system' : `/shops/${id}`);

export function pageUrl(service: Pick<Service, 'config'>, path: string, language: Language): string {
  return `${service.config.service.publicUrl}${path}${language === 'en' ? '?lang=en' : ''}`;
}

/** Receipts by calendar and policy, as compiled: an edit makes new ones, and these go with the old. */
const receipts = new WeakMap<Calendar, WeakMap<Policy, Map<string, readonly string[]>>>();
/** Of one calendar and policy; beyond it they are made anew. */
const MOST_RECEIPTS = 2_000;

/** The day-by-day lines of an episode, made once for each language: mail, summary and retry show the same. */
function receiptOf(calendar: Calendar, policy: Policy, startedAt: Instant, language: Language): readonly string[] {
  const ofCalendar = receipts.get(calendar) ?? new WeakMap<Policy, Map<string, readonly string[]>>();
  receipts.set(calendar, ofCalendar);
  const known = ofCalendar.get(policy) ?? new Map<string, readonly string[]>();
  ofCalendar.set(policy, known);
  const key = `${startedAt} ${language}`;
  const made = known.get(key) ?? dayChain(explain(calendar, policy, startedAt), language);
  if (known.size >= MOST_RECEIPTS) known.clear();
  known.set(key, made);
  return made;
}
