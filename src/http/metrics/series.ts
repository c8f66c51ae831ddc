// The series of /metrics that come from the database: each with its name, what it means and how it is read off.
// Labels are kinds, steps and states, never a shop, an inquiry or an address: there are too many, and they tell.

import { STEPS } from '../../core/model.ts';
import { LATENESS_BOUNDS } from '../../service/counters.ts';
import { MATTERS } from '../../service/status/health/matters.ts';
import type { Measures } from '../../service/status/measure-service.ts';

export interface Sample {
  /** Left out: the series' own. */
  readonly metricName?: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

export interface Series {
  readonly name: string;
  readonly help: string;
  readonly type: 'gauge' | 'counter' | 'histogram';
  readonly read: (measures: Measures) => readonly Sample[];
}

const one = (value: number | null, labels: Sample['labels'] = {}): Sample[] =>
  value === null ? [] : [{ labels, value }];
const seconds = (ms: number): number => Math.max(0, ms) / 1_000;
const age = (now: number, at: number | null): Sample[] => one(at === null ? null : seconds(now - at));
const gauge = (name: string, help: string, read: Series['read']): Series => ({
  name: `inquiry_sla_${name}`,
  help,
  type: 'gauge',
  read,
});
const counter = (name: string, help: string, read: Series['read']): Series => ({
  ...gauge(name, help, read),
  type: 'counter',
});

const STEP_SERIES: readonly Series[] = [
  {
    name: 'inquiry_sla_step_lateness_seconds',
    help: 'Time from when a step was due (and known) until it was noticed, for steps whose instant came.',
    type: 'histogram',
    read: (measures) => STEPS.flatMap((step) => latenessOf(measures, step)),
  },
  counter('steps_raised_total', 'Steps raised because their instant came.', ({ counts }) =>
    STEPS.flatMap((step) => one(sumOf(counts, 'raised', step), { step })),
  ),
  gauge('steps_waiting', 'Open inquiries with a step that is due and not raised yet.', ({ backlog }) =>
    one(backlog.steps),
  ),
  gauge('steps_waiting_seconds', 'How long the longest of those has been due; 0 when there is none.', (m) =>
    one(m.backlog.stepsSince === null ? 0 : seconds(m.now - m.backlog.stepsSince)),
  ),
  gauge('open_inquiries', 'Open inquiries by what they have passed; a breached one is also flagged.', ({ open }) => [
    ...one(open.unanswered, { passed: 'none_or_more' }),
    ...one(open.flagged, { passed: 'flag' }),
    ...one(open.ownerAlertDue, { passed: 'owner_alert' }),
    ...one(open.breached, { passed: 'breach' }),
  ]),
  gauge('promises', 'Promised answers that were not given yet, by whether their date has passed.', ({ promises }) => [
    ...one(promises.standing, { state: 'standing' }),
    ...one(promises.broken, { state: 'broken' }),
  ]),
  gauge('promises_waiting', 'Promises whose date has passed and that are not recorded as broken yet.', (m) =>
    one(m.promises.waiting),
  ),
  gauge('goals_at_risk', 'Goals whose budget is spent, or is being spent too fast; one may be both.', ({ goals }) => [
    ...one(goals.spent, { warning: 'spent' }),
    ...one(goals.fast, { warning: 'fast' }),
  ]),
];

const MAIL_SERIES: readonly Series[] = [
  counter('mails_total', 'Attempts at mails and webhook messages by kind and outcome.', ({ counts }) =>
    counts
      .filter(({ name }) => name === 'mails')
      .map(({ kind, detail, value }) => ({ labels: { kind, outcome: detail }, value })),
  ),
  gauge('outbox_mails', 'Mails of the outbox by state, but those sent.', ({ outbox }) =>
    (['pending', 'sending', 'unknown', 'undeliverable', 'empty'] as const).flatMap((state) =>
      one(outbox[state] ?? 0, { state }),
    ),
  ),
  gauge('mails_waiting_seconds', 'How long the mail that may be tried for longest has waited; 0 when none.', (m) =>
    one(m.backlog.mailsSince === null ? 0 : seconds(m.now - m.backlog.mailsSince)),
  ),
  gauge(
    'mail_transport_ok',
    '1 when mails can be sent as far as this process knows; 0 also when they only go to files.',
    ({ mail }) => one(Number(mail.ok)),
  ),
];

const SIGHT_SERIES: readonly Series[] = [
  gauge('sources', 'Shops read from RMS, by whether they are known to be read.', ({ sources }) => [
    ...one(sources.polled - sources.unknown, { state: 'read' }),
    ...one(sources.unknown, { state: 'unknown' }),
  ]),
  gauge('sources_failing', 'Shops whose last read failed, by the kind of failure.', ({ failures }) =>
    failures.map(({ kind, sources }) => ({ labels: { kind }, value: sources })),
  ),
  gauge('source_age_max_seconds', 'Age of the oldest complete read of any shop that was ever read.', (m) =>
    age(m.now, m.sources.oldestReadAt),
  ),
  gauge('sweep_age_seconds', 'Time since any shop was last read completely.', (m) =>
    age(m.now, m.sources.newestReadAt),
  ),
  gauge('licences_ending', 'Licence keys that end within fourteen days or have ended.', ({ licences }) =>
    one(licences.ending),
  ),
  gauge('licences_unreadable', 'Licence keys whose end cannot be read.', ({ licences }) => one(licences.unreadable)),
  gauge('licence_soonest_end_seconds', 'Time until the first licence key ends; negative once it has.', (m) =>
    m.licences.soonest.flatMap(({ endsAt }) => one((endsAt - m.now) / 1_000)),
  ),
  gauge('calendars', 'Calendars outside the files, by trouble; a shop that drifts is told once.', ({ calendars }) => [
    ...one(calendars.calendars, { state: 'all' }),
    ...one(calendars.failing, { state: 'failing' }),
    ...one(calendars.held, { state: 'held' }),
    ...one(calendars.drifting, { state: 'drifting' }),
  ]),
  gauge('refusals', 'Kinds of refused data that are kept.', ({ refusals }) => one(refusals.kept)),
];

const SELF_SERIES: readonly Series[] = [
  gauge('matters', 'What is not well, as the header of every page says it: 1 for each kind.', ({ matters }) =>
    MATTERS.flatMap((matter) => one(Number(matters.some(({ kind }) => kind === matter)), { matter })),
  ),
  gauge('worker_tick_age_seconds', 'Time since any worker ended its tick; absent: none ever did.', (m) =>
    age(m.now, m.workerTickAt),
  ),
  gauge('source_tick_age_seconds', 'Time since any process that reads ended its round; absent: none ever did.', (m) =>
    age(m.now, m.sourceTickAt),
  ),
  gauge(
    'process_tick_age_seconds',
    'Time since the slowest loop of this process ended; absent: it has none, or none has ended.',
    ({ hereMs }) => one(hereMs === null ? null : seconds(hereMs)),
  ),
  gauge('queue_connected', '1 while the queue answers; without it the tick does the work.', ({ queue }) =>
    one(Number(queue.connected)),
  ),
  gauge('queue_jobs', 'Jobs of all processes by queue and state.', ({ queue }) =>
    Object.entries(queue.depth ?? {}).flatMap(([name, states]) =>
      Object.entries(states).map(([state, value]) => ({ labels: { queue: name, state }, value })),
    ),
  ),
  gauge('config_info', 'The revision in force in this process; always 1.', ({ config }) =>
    one(1, { revision: config.revision }),
  ),
  gauge('shops', 'Shops that are configured.', ({ config }) => one(config.shops)),
  gauge('config_broken', '1 while the files are broken and the last good configuration stays in force.', ({ config }) =>
    one(Number((config.files?.brokenSince ?? null) !== null)),
  ),
  gauge('config_held', '1 while an edit waits for apply --yes.', ({ config }) =>
    one(Number((config.files?.heldSince ?? null) !== null)),
  ),
  gauge('daily_proof_steps', 'The last daily proof: steps by what was found of them.', ({ proof }) =>
    proof === null
      ? []
      : (['expected', 'raised', 'late', 'missing', 'surplus', 'learnedLate', 'recounted'] as const).flatMap((found) =>
          one(proof[found], { found: found === 'learnedLate' ? 'learned_late' : found }),
        ),
  ),
  gauge('daily_proof_age_seconds', 'Time since the last daily proof was made.', (m) =>
    age(m.now, m.proof?.madeAt ?? null),
  ),
  gauge('daily_proof_slowest_seconds', 'The slowest step of the last daily proof.', ({ proof }) =>
    one(proof === null ? null : seconds(proof.slowestMs)),
  ),
  gauge(
    'canary_latency_seconds',
    'From when the last canary was due until a mail server took its mail; absent: none.',
    ({ canary }) =>
      one(canary === null || canary.acceptedAt === null ? null : seconds(canary.acceptedAt - canary.dueAt)),
  ),
  gauge('canary_age_seconds', 'Time since a canary last went all the way; absent: none ever did.', (m) =>
    age(m.now, m.canary?.arrivedAt ?? null),
  ),
];

/** Every series that is read from the database or the parts of the process. */
export const SERIES: readonly Series[] = [...STEP_SERIES, ...MAIL_SERIES, ...SIGHT_SERIES, ...SELF_SERIES];

function latenessOf({ counts }: Measures, step: string): Sample[] {
  const inBucket = (bound: string) => sumOf(counts, 'lateness', step, bound);
  const metricName = 'inquiry_sla_step_lateness_seconds';
  let below = 0;
  const buckets = [...LATENESS_BOUNDS.map(String), '+Inf'].map((le) => {
    below += inBucket(le);
    return { metricName: `${metricName}_bucket`, labels: { step, le }, value: below };
  });
  return [
    ...buckets,
    { metricName: `${metricName}_sum`, labels: { step }, value: sumOf(counts, 'lateness-ms', step) / 1_000 },
    { metricName: `${metricName}_count`, labels: { step }, value: below },
  ];
}

function sumOf(counts: Measures['counts'], name: string, kind: string, detail = ''): number {
  return counts.find((count) => count.name === name && count.kind === kind && count.detail === detail)?.value ?? 0;
}
