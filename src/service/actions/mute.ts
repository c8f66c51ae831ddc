// Mutes (MAIL.md 7): who holds the owner's mails about an inquiry or a shop back, why, and until when. Steps are
// raised and breaches recorded all the same, and ops are told of both.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import { quoted } from '../../config/values/faults.ts';
import type { Instant } from '../../core/model.ts';
import { nameOf } from '../../core/text.ts';
import { parseMuteEnd } from '../../core/time/end-time.ts';
import { openZone } from '../../core/time/zone.ts';
import { addMute, liftMute, listMutes, type Mute, standingMutes } from '../../store/actions/mutes.ts';
import { findInquiry } from '../../store/board/inquiry-history.ts';
import type { MuteKind } from '../../store/tables/actions-tables.ts';
import type { Service } from '../service.ts';
import { type ActionRefusal, conflict } from './refuse-action.ts';

export type { Mute } from '../../store/actions/mutes.ts';

/** What muting needs of a service; the command line has no more. */
export type Muting = Pick<Service, 'db' | 'clock' | 'config' | 'logger'>;

export interface MuteRequest {
  readonly kind: MuteKind;
  /** `<shop>`, or `<shop>/<inquiry>` with the inquiry's whole number. */
  readonly target: string;
  readonly until: string | undefined;
  readonly why: string | undefined;
  readonly by: string | undefined;
}

/** `usage`: the request is wrong, `field` says where. `unknown`: there is no such shop or inquiry. */
export interface MuteRefusal {
  readonly refused: 'usage' | 'unknown';
  readonly field?: 'until' | 'why' | 'by';
  readonly message: string;
}

/** What stands for an inquiry. */
export interface Standing {
  readonly inHand: Mute | null;
  /** Of the inquiry itself or, when there is none, of its whole shop. */
  readonly muted: Mute | null;
}

const LONGEST_WHY = 200;
const LONGEST_BY = 80;

/** Mutes from now on; what stood for the same target ends. */
export async function mute(service: Muting, request: MuteRequest): Promise<{ mute: Mute } | MuteRefusal> {
  const now = service.clock.now();
  const [shopId = '', ...rest] = request.target.split('/');
  const inquiry = rest.length === 0 ? null : rest.join('/');
  const shop = service.config.shops.get(shopId);
  if (shop === undefined) return { refused: 'unknown', message: `found the unknown shop "${shopId}"` };
  const terms = readTerms(request, now, shop);
  if ('refused' in terms) return terms;
  if (inquiry === null && request.kind === 'in_hand')
    return { refused: 'usage', message: 'only an inquiry can be in hand; allowed: <shop>/<inquiry>' };
  const inquiryId = inquiry === null ? null : ((await findInquiry(service.db, shop.id, inquiry))?.id ?? 'none');
  if (inquiryId === 'none') return unknownInquiry(shop, inquiry!);
  const given = { kind: request.kind, shop: shop.id, inquiryId, ...terms };
  const made = await service.db.transaction().execute((trx) => addMute(trx, given, now));
  service.logger.info({ mute: made.id, shop: shop.id, inquiry: made.inquiry, until: made.until }, 'muted');
  return { mute: made };
}

/** Ends a standing mute now; null when none of this id stands. What it held back is pending from now on. */
export async function lift(service: Omit<Muting, 'config'>, id: number, by: string): Promise<Mute | null> {
  const lifted = await liftMute(service.db, id, by, service.clock.now());
  if (lifted !== null) service.logger.info({ mute: id, shop: lifted.shop, inquiry: lifted.inquiry }, 'mute lifted');
  return lifted;
}

export interface LiftRequest {
  readonly shop: string;
  readonly inquiry: string;
  readonly by: string | undefined;
  /** The id of the mute that the asker saw; left out: the one that stands. */
  readonly mute?: number | undefined;
}

/** Ends the mute of one inquiry; that of its whole shop is not this one's to end. */
export async function liftOne(service: Muting, request: LiftRequest): Promise<{ mute: Mute } | ActionRefusal> {
  const { shop, inquiry } = request;
  const by = readName(request.by);
  if (typeof by !== 'string') return by;
  const standing = (await standingFor(service, shop, [inquiry])).get(inquiry)!.muted;
  const seen = request.mute ?? standing?.id;
  const isIts = standing !== null && standing.inquiry === inquiry && standing.id === seen;
  const lifted = isIts ? await lift(service, standing.id, by) : null;
  return lifted === null ? conflict('not-muted', 'no such mute of this inquiry stands') : { mute: lifted };
}

/** The mutes that stand now; with `past` all there ever were. */
export function readMutes(service: Pick<Service, 'db' | 'clock'>, options: { past?: boolean } = {}): Promise<Mute[]> {
  return listMutes(service.db, service.clock.now(), options);
}

/** What stands now for these of a shop's inquiries (external ids); all of them are in the answer. */
export async function standingFor(
  { db, clock }: Pick<Service, 'db' | 'clock'>,
  shop: string,
  inquiries: readonly string[],
): Promise<Map<string, Standing>> {
  const all = await standingMutes(db, shop, inquiries, clock.now());
  const find = (kind: MuteKind, inquiry: string | null) =>
    all.find((one) => one.kind === kind && one.inquiry === inquiry) ?? null;
  const ofShop = find('mute', null);
  return new Map(
    inquiries.map((id) => [id, { inHand: find('in_hand', id), muted: find('mute', id) ?? ofShop }] as const),
  );
}

export interface Terms {
  readonly until: Instant;
  readonly why: string;
  readonly by: string;
}

/** Until when (in the shop's zone), why and by whom, checked. Only what is in hand may go without a reason. */
export function readTerms(
  request: { readonly [K in 'until' | 'why' | 'by']?: string | undefined },
  now: Instant,
  shop: Pick<ShopConfig, 'timeZone'>,
  options = { whyIsOptional: false },
): Terms | MuteRefusal {
  const until = parseMuteEnd(request.until ?? '', now, openZone(shop.timeZone));
  if ('fault' in until) return usage('until', request.until, until.fault);
  const why = readWhy(request.why, options.whyIsOptional);
  if (typeof why !== 'string') return why;
  const by = readName(request.by);
  return typeof by === 'string' ? { until: until.end, why, by } : by;
}

/** Why something is done; '' where it may be left out and is. */
export function readWhy(why: string | undefined, isOptional = true): string | MuteRefusal {
  if (isOptional && (why ?? '').trim() === '') return '';
  const allowed = `allowed: a reason on one line, at most ${LONGEST_WHY} characters`;
  return lineOf(why, LONGEST_WHY) ?? usage('why', why, allowed);
}

/** Who does something, as typed or as the token says. */
export function readName(by: string | undefined): string | MuteRefusal {
  const name = lineOf(by, LONGEST_BY);
  return name ?? usage('by', by, `allowed: a name on one line, at most ${LONGEST_BY} characters`);
}

function usage(field: 'until' | 'why' | 'by', found: string | undefined, fault: string): MuteRefusal {
  const what = found === undefined ? 'nothing' : quoted(found);
  return { refused: 'usage', field, message: `${field}: found ${what}; ${fault}` };
}

function unknownInquiry({ id }: ShopConfig, inquiry: string): MuteRefusal {
  return { refused: 'unknown', message: `${id} has no inquiry ${quoted(inquiry)}` };
}

function lineOf(text: string | undefined, most: number): string | null {
  return text === undefined ? null : nameOf(text, most);
}
