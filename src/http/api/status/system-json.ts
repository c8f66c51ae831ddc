// api: what the monitoring says of itself. Counts are whole, lists are cut.

import { z } from '@hono/zod-openapi';
import { openZone, type Zone } from '../../../core/time/zone.ts';
import { countOf, gravityOf, MATTERS, type Matter } from '../../../service/status/health/matters.ts';
import { matterInWords } from '../../../service/status/health/words.ts';
import type { SystemReport } from '../../../service/status/read-system.ts';
import { MuteJson } from '../actions/mute-json.ts';
import { StepName } from '../board/episode-json.ts';
import { count, FirstReadJson } from '../board/shop-json.ts';
import { AsOf, Instant, InstantOrNull, LocalDate, listOf, orNull } from '../shapes.ts';

const NAMED_SHOPS = 50;

const MatterJson = z
  .object({
    kind: z.enum(MATTERS),
    gravity: z
      .enum(['stopped', 'untold', 'look'])
      .describe('Nothing is watched; nobody is told; a person should look.'),
    since: InstantOrNull,
    count: count('How many there are of what it counts.'),
    shops: listOf(z.string()).describe('At most fifty; empty when it is about the service. An empty name is ops.'),
    words: z.object({ ja: z.string(), en: z.string() }),
  })
  .openapi('Matter', { description: 'Something that is not well.' });

const Sources = z.object({
  polled: count('Sources that are read.'),
  unknown: count('Failing, never read, or not read for a while.'),
  failing: count('Failing.'),
  oldestReadAt: InstantOrNull.describe('Null: one was never read, or there is none.'),
  newestReadAt: InstantOrNull,
  worst: listOf(
    z.object({
      shop: z.string(),
      lastCompleteAt: InstantOrNull,
      failingSince: InstantOrNull,
      failureKind: z.string().nullable(),
      firstRead: FirstReadJson,
    }),
  ).describe('Those unread for longest, at most fifty.'),
  failures: listOf(z.object({ kind: z.string(), sources: count('How many.') })),
});

const Licences = z.object({
  known: count('Licence keys whose end is known.'),
  unreadable: count('Asked, and the answer held no date.'),
  ending: count('Ending within fourteen days.'),
  soonest: listOf(z.object({ shop: z.string(), endsAt: Instant })),
});

const Queue = z.object({
  connected: z.boolean(),
  error: z.string().nullable(),
  since: InstantOrNull,
  depth: z
    .record(z.string(), z.object({ waiting: count('Jobs.'), active: count('Jobs.'), delayed: count('Jobs.') }))
    .nullable()
    .describe('By queue; null when it does not answer.'),
});

const Files = z.object({
  since: Instant,
  brokenSince: InstantOrNull,
  faults: listOf(z.string()),
  heldSince: InstantOrNull,
  held: orNull(z.object({ shops: listOf(z.string()), inquiries: z.int(), confirmAbove: z.int() })),
  kept: listOf(z.string()).describe('Shops that a start with broken files gave their last good revision.'),
  leftOut: listOf(z.string()).describe('Shops whose file was never good: nobody watches them.'),
});

const Revision = z.object({
  number: z.int(),
  shop: z.string().describe('Empty for service.yaml.'),
  at: Instant,
  who: z.string().nullable(),
  cause: z.enum(['start', 'edit', 'apply', 'source']),
  difference: z.object({ en: listOf(z.string()), ja: listOf(z.string()) }),
});

const Calendars = z.object({
  calendars: count('Calendars read elsewhere.'),
  failing: count('Failing.'),
  held: count('Waiting for a person’s word.'),
  drifting: count('Shops whose own calendar differs from RMS.'),
  troubled: listOf(
    z.object({
      shop: z.string(),
      name: z.string().describe('The feed’s name; empty for RMS.'),
      failingSince: InstantOrNull,
      heldSince: InstantOrNull,
      heldWhy: z.enum(['wipe', 'many', 'unread']).nullable(),
    }),
  ),
  drift: listOf(z.object({ shop: z.string(), since: Instant })),
});

const Proof = z
  .object({
    day: LocalDate,
    expected: count('Steps that raw events say fell due.'),
    raised: count('Of these, recorded.'),
    late: count('Of these, later than they should be.'),
    missing: count('Not recorded.'),
    surplus: count('Recorded and not expected.'),
    learnedLate: count('Known only after they were due.'),
    recounted: count('Due by an edited calendar or policy after their instant had passed.'),
    slowestMs: z.number(),
    canaryMs: z
      .number()
      .nullable()
      .describe("From when the day's canary was due until a mail server took its mail; null: none arrived."),
    madeAt: Instant,
    examples: listOf(
      z.object({
        what: z.enum(['missing', 'late', 'surplus']),
        shop: z.string(),
        inquiry: z.string(),
        step: StepName,
        notice: z.string().optional().describe('The notice, where it is about one.'),
        dueAt: Instant,
      }),
    ),
  })
  .openapi('DailyProof', { description: 'Everything due on a day, counted anew from raw events.' });

export const SystemJson = z
  .object({
    asOf: AsOf,
    matters: listOf(MatterJson).describe('Everything that is not well, the gravest first; empty when all is.'),
    sources: Sources,
    licences: Licences,
    queue: Queue,
    tick: z.object({
      hereMs: z
        .number()
        .nullable()
        .describe('Since the slowest loop of this process last ended well; null: it has none, or none did.'),
      workerAt: InstantOrNull.describe('When any worker last ended its tick.'),
      sourceAt: InstantOrNull.describe('When any process that reads last ended its round.'),
    }),
    config: z.object({
      revision: z.string(),
      shops: count('Shops of the configuration.'),
      files: orNull(Files),
      recent: listOf(Revision),
    }),
    mail: z.object({
      transport: z.enum(['smtp', 'files']),
      ok: z.boolean(),
      reason: z.string().nullable(),
      state: z.literal('files only').optional().describe('Mails are only written to files.'),
      toldNobody: z.boolean().optional().describe('Somebody expects mails that are only written to files.'),
      outbox: z.record(z.string(), z.int()).describe('How many are in each state but `sent` and `filed`.'),
    }),
    calendars: Calendars,
    mutes: z.object({
      shops: count('Muted shops.'),
      inquiries: count('Muted inquiries.'),
      inHand: count('Inquiries in hand.'),
      next: listOf(MuteJson).describe('Those that end first.'),
    }),
    refusals: z.object({ kept: count('Refusals kept.'), recent: count('Of these, within a day.') }),
    proofs: listOf(Proof).describe('The last fourteen days, the newest first.'),
    built: orNull(
      z.object({
        database: z.enum(['embedded', 'given']),
        queue: z.enum(['redis', 'postgresql']),
        version: z.string(),
      }),
    ),
    versions: z.object({ node: z.string(), postgres: z.string() }),
  })
  .openapi('System');

/** `timeZone`: in which times are told in words. */
export function systemJson(report: SystemReport, timeZone: string): z.output<typeof SystemJson> {
  const { now, health, config } = report;
  const reading = { now, zone: openZone(timeZone) };
  return {
    ...report,
    asOf: now,
    matters: health.matters.map((matter) => matterJson(matter, reading)),
    config: { ...config, files: config.files && { kept: [], leftOut: [], ...config.files } },
  };
}

function matterJson(matter: Matter, reading: { now: number; zone: Zone }): z.output<typeof MatterJson> {
  return {
    ...matter,
    gravity: gravityOf(matter.kind),
    count: countOf(matter),
    shops: [...(matter.shops?.keys() ?? [])].slice(0, NAMED_SHOPS),
    words: { ja: matterInWords(matter, 'ja', reading), en: matterInWords(matter, 'en', reading) },
  };
}
