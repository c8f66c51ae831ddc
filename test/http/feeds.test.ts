// Feeds for calendar programs: the secret in the address is all, made once, shown once, ended at once.

import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { accessStage, bearer, FOREIGN, logIn, OWN, tokenFor } from './access/desk.ts';

const on = accessStage();

/** As the admin's browser: the page that shows the addresses once. */
async function made(shop = OWN): Promise<{ html: string; days: string; deadlines: string }> {
  const { headers } = await logIn(on, await tokenFor(on, { scope: 'admin' }));
  const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await on.ask(`/shops/${shop}/calendar/feed`, { method: 'POST', headers: form, body: 'action=make' });
  expect(answer.status).toBe(200);
  const html = await answer.text();
  const [days, deadlines] = [...html.matchAll(/value="(https:[^"]+\/feeds\/[^"]+)"/g)].map(
    ([, url]) => new URL(url!).pathname,
  );
  return { html, days: days!, deadlines: deadlines! };
}

describe('the secret address of feeds', () => {
  test('is shown once and works without a token; only its hash is kept', async () => {
    const { days, deadlines } = await made();
    for (const path of [days, deadlines]) {
      const answer = await on.ask(path);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8']);
      expect(await answer.text()).toMatch(/^BEGIN:VCALENDAR/);
    }
    const secret = days.split('/')[2]!;
    const { rows } = await sql<{ kept: string }>`
      select f::text || encode(f.hash, 'escape') as kept from feed_address f`.execute(on.service.db);
    expect(rows[0]!.kept).not.toContain(secret);
    const page = await on.ask(`/shops/${OWN}/calendar`, { headers: bearer(await tokenFor(on, { scope: 'admin' })) });
    const html = await page.text();
    expect(html).toContain('専用アドレス: ');
    expect(html).not.toContain(secret);
  });

  test('a new one ends the one before; a wrong one is an address of nothing, however often', async () => {
    const [first, second, foreign] = [await made(), await made(), await made(FOREIGN)];
    expect((await on.ask(first.days)).status).toBe(404);
    expect((await on.ask(second.days)).status).toBe(200);
    expect((await on.ask(foreign.days)).status).toBe(200);
    const [wrong, nothing] = [await on.ask(first.days), await on.ask('/feeds/x/nothing.ics')];
    expect(await wrong.json()).toEqual(await nothing.json());
    for (let i = 0; i < 20; i++) expect((await on.ask(`/feeds/${'x'.repeat(43)}/calendar.ics`)).status).toBe(404);
    expect((await on.ask('/', { headers: bearer(await tokenFor(on, { scope: 'read' })) })).status).toBe(200);
  });

  test('is asked for 600 times a minute at most by one address, right or wrong; others are not held up', async () => {
    const { days } = await made();
    const status = async (path: string, init?: RequestInit) => (await on.ask(path, init)).status;
    const wrong = `/feeds/${'x'.repeat(43)}/calendar.ics`;
    let asked = 0;
    while (asked < 700 && (await status(asked % 100 === 0 ? days : wrong)) !== 429) asked++;
    expect(asked).toBeGreaterThan(590);
    expect(asked).toBeLessThanOrEqual(600);
    const answer = await on.ask(days);
    expect([answer.status, Number(answer.headers.get('retry-after')) > 0]).toEqual([429, true]);
    expect(await status('/', { headers: bearer(await tokenFor(on, { scope: 'read' })) })).toBe(200);
  });
});
