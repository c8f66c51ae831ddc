// Bearer tokens over HTTP: when they are needed, what ends them, and what is told of them.

import { sql } from 'kysely';
import pino from 'pino';
import { describe, expect, test } from 'vitest';
import { readTokens, revokeToken } from '../../../src/service/access/tokens.ts';
import { bodyOf, line, ndjson } from '../support.ts';
import { accessStage, bearer, FOREIGN, logIn, OWN, tokenFor } from './desk.ts';

const SUMMARY = `/v1/shops/${OWN}/summary`;
const MINUTE = 60_000;
const said: string[] = [];
const logger = pino({ level: 'trace' }, { write: (text: string) => void said.push(text) });
const on = accessStage({ logger });

const status = async (path: string, headers: Record<string, string> = {}) => (await on.ask(path, { headers })).status;

describe('a bearer token', () => {
  test('nobody needs one before there is one, everybody afterwards', async () => {
    expect(await status(SUMMARY)).toBe(200);
    const secret = await tokenFor(on);
    const refused = await on.ask(SUMMARY);
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toContain('Bearer');
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
    expect(await refused.json()).toMatchObject({ status: 401, code: 'no-token' });
    expect(await status(SUMMARY, bearer(secret))).toBe(200);
  });

  test('that is revoked ends with the next request, and the service stays closed', async () => {
    const secret = await tokenFor(on);
    await revokeToken(on.service, 1);
    const answer = await on.ask(SUMMARY, { headers: bearer(secret) });
    expect([answer.status, await answer.json()]).toEqual([401, expect.objectContaining({ code: 'revoked-token' })]);
    expect(await status(SUMMARY)).toBe(401);
    expect(await status('/', { host: 'localhost' })).toBe(303);
  });

  test('ends at the instant of its end', async () => {
    const secret = await tokenFor(on, { expires: '4h' });
    await on.clock.advance(4 * 60 * MINUTE - 1);
    expect(await status(SUMMARY, bearer(secret))).toBe(200);
    await on.clock.advance(1);
    const answer = await on.ask(SUMMARY, { headers: bearer(secret) });
    expect([answer.status, await answer.json()]).toEqual([401, expect.objectContaining({ code: 'expired-token' })]);
  });

  test.each(['Bearer isla_wrong', 'bearer', 'Bearer a b'])('that is %j is refused', async (authorization) => {
    await tokenFor(on);
    const answer = await on.ask(SUMMARY, { headers: { authorization } });
    expect([answer.status, await answer.json()]).toEqual([401, expect.objectContaining({ code: 'unknown-token' })]);
  });

  test('is not what a login of the proxy’s own sends on', async () => {
    const { cookie } = await logIn(on, await tokenFor(on));
    const authorization = 'Basic c3RhZmY6c2VjcmV0';
    expect(await status(SUMMARY, { cookie, authorization })).toBe(200);
    const answer = await on.ask('/', { headers: { authorization } });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/login?next=%2F']);
  });

  test('in the header is believed before the cookie', async () => {
    const { cookie } = await logIn(on, await tokenFor(on));
    expect(await status(SUMMARY, { cookie })).toBe(200);
    expect(await status(SUMMARY, { cookie, ...bearer('isla_wrong') })).toBe(401);
  });

  test('shows when it was used last, to the minute', async () => {
    const secret = await tokenFor(on);
    const lastUsed = async () => (await readTokens(on.service))[0]!.lastUsedAt;
    const first = on.clock.now();
    await status(SUMMARY, bearer(secret));
    await on.clock.advance(MINUTE - 1);
    await status(SUMMARY, bearer(secret));
    expect(await lastUsed()).toBe(first);
    await on.clock.advance(1);
    await status(SUMMARY, bearer(secret));
    expect(await lastUsed()).toBe(first + MINUTE);
  });

  test('lets any Host in, because a scraper knows us by another name', async () => {
    expect((await on.ask('http://inquiry-sla:8080/healthz')).status).toBe(421);
    const secret = await tokenFor(on);
    expect((await on.ask(`http://inquiry-sla:8080${SUMMARY}`, { headers: bearer(secret) })).status).toBe(200);
    expect((await on.ask(`http://inquiry-sla:8080${SUMMARY}`)).status).toBe(401);
  });
});

describe('a token for some shops', () => {
  test('sees them, and learns nothing of others', async () => {
    const secret = await tokenFor(on, { shop: OWN });
    expect(await status(SUMMARY, bearer(secret))).toBe(200);
    const answers = await Promise.all(
      [FOREIGN, 'no-such-shop'].map((shop) => on.ask(`/v1/shops/${shop}/summary`, { headers: bearer(secret) })),
    );
    expect(answers.map((answer) => answer.status)).toEqual([403, 403]);
    const [foreign, unknown] = await Promise.all(answers.map((answer) => answer.json()));
    expect(foreign).toEqual(unknown);
  });

  test('sends events for them; lines for others are refused one by one and kept under no shop’s name', async () => {
    const secret = await tokenFor(on, { scope: 'ingest', shop: OWN });
    const message = (shop: string) => ({ ...line('q1', 'customer_message', '2026-11-26T09:00:00+09:00'), shop });
    const body = ndjson(message(OWN), message(FOREIGN), message('no-such-shop'), { shop: FOREIGN, inquiry: 7 });
    const answer = await on.ask('/v1/events', { method: 'POST', body, headers: bearer(secret) });
    expect(answer.status).toBe(200);
    const { accepted, refused } = await bodyOf(answer);
    expect([accepted, refused.map(({ line: number, code }) => [number, code])]).toEqual([
      1,
      [2, 3, 4].map((number) => [number, 'foreign-shop']),
    ]);
    const { rows } = await sql<{ shop: string; code: string }>`select shop, code from refusal`.execute(on.service.db);
    expect(rows).toEqual([{ shop: '', code: 'foreign-shop' }]);
  });

  test('gets readiness without names and reasons, as a stranger does', async () => {
    const [some, all] = [await tokenFor(on, { shop: OWN }), await tokenFor(on)];
    const brief = {
      ready: true,
      parts: Object.fromEntries(
        ['database', 'tick', 'queue', 'mail', 'config', 'sources'].map((part) => [part, { ok: true }]),
      ),
      matters: [],
    };
    for (const headers of [{}, bearer(some), bearer('isla_wrong')])
      expect(await (await on.ask('/readyz', { headers })).json()).toEqual(brief);
    expect(await (await on.ask('/readyz', { headers: bearer(all) })).json()).toMatchObject({
      parts: { config: { shops: 2 }, sources: { unknownSince: [] } },
    });
  });
});

describe('a secret', () => {
  test('is in no table and in no log', async () => {
    Object.assign(on.service, { logger });
    const secret = await tokenFor(on);
    const { cookie } = await logIn(on, secret);
    await status(SUMMARY, bearer(secret));
    await status('/', { cookie });
    await status(SUMMARY, bearer(`${secret}x`));
    await revokeToken(on.service, 1);
    await status(SUMMARY, bearer(secret));
    const { rows } = await sql<{ row: string }>`
      select token::text as row from token union all select session::text from session`.execute(on.service.db);
    expect(rows).toHaveLength(2);
    expect(said.join('')).toContain('token made');
    const sessionSecret = cookie.split('=')[1]!;
    for (const text of [...rows.map(({ row }) => row), ...said])
      for (const word of [secret, sessionSecret, Buffer.from(secret).toString('hex')]) expect(text).not.toContain(word);
  });
});
