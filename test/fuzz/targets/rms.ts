// Answers of RMS that are not as they should be, JSON and XML: a read is complete or failed with a reason, all or nothing;
// what was known stays known, and what RMS closed stays closed.

import fc from 'fast-check';
import type { Clock } from '../../../src/core/clock.ts';
import { startFakeRms } from '../../../src/demo/fake-rms/fake-rms.ts';
import { type Endpoint, type Fault, faults } from '../../../src/demo/fake-rms/injected-faults.ts';
import type { FakeAnswer } from '../../../src/demo/fake-rms/wire-format.ts';
import { createWorld } from '../../../src/demo/fake-rms/world.ts';
import { createRmsClient, type RmsClient } from '../../../src/rms/client.ts';
import { applyRevisions } from '../../../src/service/configuration/register-revisions.ts';
import type { Service } from '../../../src/service/service.ts';
import { sourceStates } from '../../../src/store/status/sources.ts';
import { RMS } from '../../http/support.ts';
import { unpaced } from '../../rms/unpaced.ts';
import { emptyTables } from '../../support/database.ts';
import { readSource } from '../../support/read-source.ts';
import { at, shopOf, testService } from '../../support/service.ts';
import { firstOf, unclearLine } from '../answers.ts';
import { changed, edited, oddText } from '../odd.ts';
import type { Place } from '../place.ts';
import { type OpenedTarget, opened } from '../target.ts';

/** One answer of an endpoint, instead of the one that it would give, or what becomes of that. */
interface Spoiled {
  readonly endpoint: Endpoint;
  readonly status: number;
  readonly type: FakeAnswer['type'];
  readonly body: string;
  readonly retryAfter: string | null;
  readonly wire: 'cut' | null;
}

const SHOP = 'sample-tea';
const KEY = { secret: 'SP123456_secretSecretSecret', key: 'SL123456_currentKeyCurrent' };
const NOW = at('2026-11-26T10:00:00+09:00');
const DAY_MS = 86_400_000;

function worldAt(now: number) {
  const world = createWorld();
  const shop = world.addShop({
    shopId: RMS.shopId,
    serviceSecret: KEY.secret,
    keys: [{ key: KEY.key, endsAt: now + 60 * DAY_MS }],
    calendar: { businessHoliday: { weekdays: ['SAT', 'SUN', 'HOLIDAY'], eventDates: ['20261230', '20261231'] } },
  });
  shop.customerWrites('100-1', now - 3 * DAY_MS, { text: '本文', category: '配送', itemName: '煎茶' });
  shop.shopWrites('100-1', now - 2 * DAY_MS, { text: '返信' });
  shop.customerWrites('100-2', now - DAY_MS, { text: '本文' });
  shop.customerWrites('100-3', now - 40 * DAY_MS, { text: '本文' });
  return world;
}

/** What RMS really answers, one of each endpoint. */
async function goodAnswers(): Promise<ReadonlyMap<Endpoint, string>> {
  const good = new Map<Endpoint, string>();
  const keep = (endpoint: Endpoint): Fault => ({
    kind: 'after',
    change: (answer) => {
      good.set(endpoint, answer.body);
      return answer;
    },
  });
  const rms = await startFakeRms({ world: worldAt(NOW), clock: steppingClock(NOW) });
  for (const endpoint of ENDPOINTS) rms.faults.add(keep(endpoint), { on: endpoint, times: 100 });
  const authorization = `ESA ${Buffer.from(`${KEY.secret}:${KEY.key}`).toString('base64')}`;
  for (const path of PATHS) await fetch(`${rms.url}${path}`, { headers: { authorization } }).then((a) => a.text());
  await rms.close();
  return good;
}

const ENDPOINTS = ['list', 'one', 'calendar', 'expiry'] as const;
const INQUIRIES = '/es/1.0/inquirymng-api';
const PATHS = [
  `${INQUIRIES}/inquiries?fromDate=2026-10-01T00:00:00&toDate=2026-11-26T10:00:00&limit=100&page=1`,
  `${INQUIRIES}/inquiry/100-1`,
  '/es/1.0/shop/shopCalendar?fromDate=2026-11-26&period=90',
  `/es/1.0/license-management/license-key/expiry-date?licenseKey=${KEY.key}`,
];

const asJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // The calendar is XML.
    return text;
  }
};

function spoiledOf(good: ReadonlyMap<Endpoint, string>): fc.Arbitrary<Spoiled> {
  const ofEndpoint = (endpoint: Endpoint): fc.Arbitrary<Spoiled> => {
    const whole = fc.constant(good.get(endpoint)!);
    const value = changed(whole.map(asJson)).map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
    return fc.record({
      endpoint: fc.constant(endpoint),
      status: fc.oneof(
        { weight: 6, arbitrary: fc.constant(200) },
        { weight: 1, arbitrary: fc.constantFrom(201, 204, 206, 302, 400, 401, 403, 404, 405, 429, 500, 502, 503, 599) },
      ),
      type: fc.constantFrom('application/json', 'application/xml', 'text/html'),
      body: fc.oneof({ weight: 6, arbitrary: value }, { weight: 6, arbitrary: edited(whole) }, oddText),
      retryAfter: fc.constantFrom(null, null, '0', '5', '-1', '99999999999', 'soon', 'Wed, 21 Oct 2015 07:28:00 GMT'),
      wire: fc.constantFrom(null, null, null, null, 'cut'),
    });
  };
  return fc.oneof(...ENDPOINTS.map(ofEndpoint));
}

interface SteppingClock extends Clock {
  set(now: number): void;
}

/** Time passes by sleeping, at once. */
function steppingClock(start: number): SteppingClock {
  let now = start;
  return {
    now: () => now,
    realMs: (ms) => ms,
    sleep: async (ms) => {
      now += ms;
    },
    set: (next) => {
      now = next;
    },
  };
}

export async function openRmsTarget(place: Place): Promise<OpenedTarget> {
  const { db } = await place.database();
  const shops = [shopOf(SHOP, { rms: RMS, calendar: { rms: true } })];
  const clock = steppingClock(NOW);
  let client: RmsClient | null = null;
  const rmsClient = () => client!;
  const { service: parts } = await testService({ db, shops, now: '2026-11-26T10:00:00+09:00', rmsClient });
  const service: Service = { ...parts, clock };
  const good = await goodAnswers();

  async function check({ endpoint, status, type, body, retryAfter, wire }: Spoiled): Promise<string | null> {
    await emptyTables(db);
    clock.set(NOW);
    await applyRevisions(service);
    const rms = await startFakeRms({ world: worldAt(NOW), clock });
    client = createRmsClient({
      shopId: RMS.shopId,
      keys: { serviceSecret: KEY.secret, licenseKey: KEY.key, nextLicenseKey: null },
      ...{ clock, pacer: unpaced, baseUrl: rms.url, timeoutMs: 5_000 },
    });
    const headers = retryAfter === null ? {} : { headers: { 'retry-after': retryAfter } };
    const answer: FakeAnswer = { status, type, body, ...headers, ...(wire !== null && { wire }) };
    rms.faults.add(faults.answers(answer), { on: endpoint, times: 1_000 });
    try {
      return wrongWith(await readSource(service, SHOP), await factsOf(service));
    } finally {
      await rms.close();
    }
  }
  return opened({ inputs: spoiledOf(good), check, close: async () => {} });
}

function wrongWith(result: string, { events, reasons, failures }: Facts): string | null {
  if (result === 'not-due') return 'the source was not due';
  if (result === 'failed' && events > 0) return `a failed read left ${events} events`;
  if (failures.includes('unknown')) return 'the read ended with an error of our own';
  return firstOf(reasons.map(unclearLine));
}

interface Facts {
  readonly events: number;
  /** Kinds of what failed. */
  readonly failures: readonly string[];
  /** In words. */
  readonly reasons: readonly string[];
}

async function factsOf({ db }: Service): Promise<Facts> {
  const [stored, state, calendars, refusals] = await Promise.all([
    db.selectFrom('event').select('id').execute(),
    sourceStates(db, [SHOP]),
    db.selectFrom('outside_calendar').select('failure').execute(),
    db.selectFrom('refusal').select('message').execute(),
  ]);
  const { failure = null, failureKind = null } = state.get(SHOP) ?? {};
  return {
    events: stored.length,
    failures: [failureKind, ...calendars.map((one) => one.failure)].filter((kind) => kind !== null),
    reasons: [...(failure === null ? [] : [failure]), ...refusals.map(({ message }) => message)],
  };
}
