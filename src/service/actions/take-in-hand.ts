// In hand (対応中): who is answering an inquiry, until when, for all to see at once, so that no customer gets two answers.
// Whoever presses takes it themselves, or gives it to a colleague.
// Two people press in the same second. Each says who they saw; the second learns who was first, nothing is lost.

import { addMute, liftMute, type Mute, standingMutes } from '../../store/actions/mutes.ts';
import { lockInquiry } from '../../store/intake/inquiries.ts';
import type { Trx } from '../../store/schema.ts';
import { type NamedInquiry, namedInquiry, pressOf } from './find-inquiry.ts';
import { inHandOf, readHolder } from './hold.ts';
import { type Muting, readTerms } from './mute.ts';
import { type ActionRefusal, conflict } from './refuse-action.ts';

export interface TakeInHand {
  readonly shop: string;
  /** The whole number. */
  readonly inquiry: string;
  readonly by: string | undefined;
  /** Into whose hand; left out or empty: that of whoever presses. */
  readonly to?: string | undefined;
  /** As for a mute: a date, an instant, or 3h from now. */
  readonly until: string | undefined;
  /** One line, if there is something to say, such as that the maker is being asked. */
  readonly why?: string | undefined;
  /** The id of the one the asker saw and wants to take over from; null or left out: nobody. */
  readonly expected?: number | null | undefined;
}

/** Takes an inquiry in hand; refused as a conflict when somebody has it whom the asker did not see. */
export async function takeInHand(service: Muting, request: TakeInHand): Promise<{ mute: Mute } | ActionRefusal> {
  const named = await namedInquiry(service, request.shop, request.inquiry);
  if ('refused' in named) return named;
  const now = service.clock.now();
  const terms = readTerms(request, now, named.shop, { whyIsOptional: true });
  if ('refused' in terms) return terms;
  const to = readHolder(named.shop, request.to, terms.by);
  if (typeof to !== 'string') return to;
  const done = await service.db.transaction().execute(async (trx) => {
    const standing = await lockedInHand(trx, named, now);
    if (standing !== null && standing.id !== (request.expected ?? null)) return isInHand(standing);
    const given = {
      kind: 'in_hand' as const,
      shop: named.shop.id,
      inquiryId: named.inquiry.id,
      ...inHandOf(to, terms),
    };
    return { mute: await addMute(trx, given, now) };
  });
  if ('mute' in done) service.logger.info({ mute: done.mute.id, ...keyOf(named) }, 'taken in hand');
  return done;
}

export interface GiveBack {
  readonly shop: string;
  readonly inquiry: string;
  readonly by: string | undefined;
  /** The id of the one the asker saw; left out: whichever stands. */
  readonly expected?: number | undefined;
}

/** Ends that an inquiry is in hand. */
export async function giveBack(service: Muting, request: GiveBack): Promise<{ mute: Mute } | ActionRefusal> {
  const named = await pressOf(service, request);
  if ('refused' in named) return named;
  const { by } = named;
  const now = service.clock.now();
  const done = await service.db.transaction().execute(async (trx) => {
    const standing = await lockedInHand(trx, named, now);
    if (standing === null) return conflict('not-in-hand', 'nobody has it in hand any more');
    if (request.expected !== undefined && standing.id !== request.expected) return isInHand(standing);
    const ended = await liftMute(trx, standing.id, by, now);
    return ended === null ? conflict('not-in-hand', 'nobody has it in hand any more') : { mute: ended };
  });
  if ('mute' in done) service.logger.info({ mute: done.mute.id, ...keyOf(named) }, 'given back');
  return done;
}

async function lockedInHand(trx: Trx, { shop, inquiry }: NamedInquiry, now: number): Promise<Mute | null> {
  await lockInquiry(trx, inquiry.id);
  const all = await standingMutes(trx, shop.id, [inquiry.inquiry], now);
  return all.find((one) => one.kind === 'in_hand') ?? null;
}

const isInHand = (standing: Mute): ActionRefusal =>
  conflict('in-hand', `${standing.by} has it in hand since ${new Date(standing.madeAt).toISOString()}`, standing);

const keyOf = ({ shop, inquiry }: NamedInquiry) => ({ shop: shop.id, inquiry: inquiry.inquiry });
