// Every route × every scope × own shop, foreign shop and every shop, by bearer token and by session: who is let through
// is what the route says it needs. New routes are found by themselves.

import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { SCOPES, type Scope, scopesOf } from '../../../src/core/scopes.ts';
import { type GuardedRoute, guardedRoutes } from '../../../src/http/access/needs.ts';
import { mute } from '../../../src/service/actions/mute.ts';
import { recordRefusals } from '../../../src/store/intake/refusals.ts';
import { line } from '../support.ts';
import { accessStage, bearer, FOREIGN, FOREIGN_NAME, logIn, OWN, tokenFor } from './desk.ts';
import { type Outcome, outcomeOf, pathOf } from './routes.ts';

const on = accessStage();
const LONG_MS = 300_000;
const FOREIGN_INQUIRY = 'foreign-inquiry-1';
let asked = 0;

beforeEach(async () => {
  for (const [shop, inquiry] of [
    [OWN, 'q1'],
    [FOREIGN, FOREIGN_INQUIRY],
  ] as const)
    await on.take({ ...line(inquiry, 'customer_message', '2026-11-20T10:00:00+09:00'), shop });
});
afterAll(() => process.stdout.write(`route matrix: ${asked} combinations asked\n`));

const routes = (): readonly GuardedRoute[] => guardedRoutes(on.app);

async function ask(route: GuardedRoute, shop: string, headers: Record<string, string>): Promise<Outcome> {
  asked++;
  const answer = await on.ask(pathOf(route, shop), { method: route.method, headers });
  expect(answer.status, `${route.method} ${route.path}`).not.toBe(500);
  await answer.body?.cancel();
  return outcomeOf(answer);
}

/** What access.ts promises, worked out anew from the need alone. */
function expected({ need }: GuardedRoute, scope: Scope, shops: 'own' | 'every', shop: string): Outcome {
  if (need === null) throw new Error('a route without needs');
  if (need.scope === null) return 'through';
  if (!scopesOf([scope]).has(need.scope)) return 'refused';
  if (shops === 'every' || need.over === 'own-shops') return 'through';
  return need.over === 'the-shop' && shop === OWN ? 'through' : 'refused';
}

/** Only the routes that do not do as they say, so that a fault is read at a glance. */
async function faults(
  headersFor: (route: GuardedRoute) => Promise<Record<string, string>>,
  rule: (route: GuardedRoute, shop: string) => Outcome,
): Promise<string[]> {
  const wrong: string[] = [];
  for (const route of routes())
    for (const shop of route.path.includes(':shop') ? [OWN, FOREIGN] : [OWN]) {
      const outcome = await ask(route, shop, await headersFor(route));
      if (outcome !== rule(route, shop)) wrong.push(`${route.method} ${pathOf(route, shop)}: ${outcome}`);
    }
  return wrong;
}

describe('the route matrix', () => {
  test('there are routes, and those about a shop ask for that shop', () => {
    expect(routes().length).toBeGreaterThan(20);
    const odd = routes().filter(({ path, need }) => path.includes(':shop') !== (need?.over === 'the-shop'));
    expect(odd).toEqual([]);
  });

  test('without a token only what needs nobody is open', { timeout: LONG_MS }, async () => {
    await tokenFor(on);
    const nobody = async () => ({});
    expect(await faults(nobody, ({ need }) => (need?.scope === null ? 'through' : 'refused'))).toEqual([]);
  });

  test('without any token in the database all of it is open to this machine', { timeout: LONG_MS }, async () => {
    expect(
      await faults(
        async () => ({}),
        () => 'through',
      ),
    ).toEqual([]);
  });

  describe.each(SCOPES)('with the scope %s', (scope) => {
    test.each(['own', 'every'] as const)(
      'for %s shop(s), by token and by session',
      { timeout: LONG_MS },
      async (of) => {
        const secret = await tokenFor(on, { scope, shop: of === 'own' ? OWN : undefined });
        const rule = (route: GuardedRoute, shop: string) => expected(route, scope, of, shop);
        expect(await faults(async () => bearer(secret), rule)).toEqual([]);
        const { headers } = await logIn(on, secret);
        // Logging out is a route too.
        const session = async ({ need }: GuardedRoute) =>
          need?.scope === null ? (await logIn(on, secret)).headers : headers;
        expect(await faults(session, rule)).toEqual([]);
      },
    );
  });

  test('a session changes nothing without its form token, on any route', { timeout: LONG_MS }, async () => {
    const { cookie } = await logIn(on, await tokenFor(on, { scope: 'ingest,admin' }));
    const changing = routes().filter(({ method, need }) => method !== 'GET' && need?.scope !== null);
    expect(changing.length).toBeGreaterThan(0);
    for (const route of changing)
      expect([route.path, await ask(route, OWN, { cookie })]).toEqual([route.path, 'refused']);
  });

  test('a token for one shop reads no name of another anywhere', { timeout: LONG_MS }, async () => {
    await leaveTraces();
    const [own, every] = [await tokenFor(on, { scope: 'admin', shop: OWN }), await tokenFor(on, { scope: 'admin' })];
    expect(await tellingOfForeign(own)).toEqual([]);
    expect(await tellingOfForeign(every)).toEqual(expect.arrayContaining(['/', '/mails']));
  });
});

/** The routes whose answer to this token names the foreign shop or something of it. */
async function tellingOfForeign(secret: string): Promise<string[]> {
  const telling: string[] = [];
  for (const route of routes().filter(({ method }) => method === 'GET')) {
    const answer = await on.ask(pathOf(route, OWN), { headers: bearer(secret) });
    const text = isStream(answer) ? '' : await answer.text();
    if (isStream(answer)) await answer.body?.cancel();
    if (text.includes(FOREIGN_NAME) || text.includes(FOREIGN_INQUIRY)) telling.push(route.path);
  }
  return telling;
}

/** A mail, a refusal and a mute of the foreign shop, for lists that show those of all shops. */
async function leaveTraces(): Promise<void> {
  const { service } = on;
  const slot = new Date(on.clock.now());
  const bodies = { subject: FOREIGN_NAME, body_text: FOREIGN_NAME, body_html: FOREIGN_NAME };
  await service.db
    .insertInto('outbox')
    .values({ kind: 'owner', shop: FOREIGN, slot_at: slot, state: 'sent', sent_at: slot, ...bodies })
    .execute();
  const refusal = { source: 'api', shop: FOREIGN, inquiry: FOREIGN_INQUIRY, event: 'e', code: 'c', message: 'm' };
  await recordRefusals(service.db, [refusal], on.clock.now());
  await mute(service, { kind: 'mute', target: FOREIGN, until: '1d', why: FOREIGN_NAME, by: FOREIGN_NAME });
}

const isStream = (answer: Response): boolean =>
  answer.headers.get('content-type')?.startsWith('text/event-stream') === true;
