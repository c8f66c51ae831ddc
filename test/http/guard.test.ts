import { describe, expect, test } from 'vitest';
import { fixture } from './support.ts';

describe('who may talk to us without tokens', () => {
  const on = fixture();
  const post = (headers: Record<string, string>) => on.ask('/v1/events', { method: 'POST', body: '[]', headers });

  test.each(['localhost', '127.0.0.1:8080', '[::1]:8080', 'sla.example.jp', 'SLA.example.jp:443'])(
    'the host %s is ours',
    async (host) => {
      expect((await on.ask(`http://${host}/healthz`)).status).toBe(200);
    },
  );

  test.each(['evil.example', 'localhost.evil.example', '192.168.0.1:8080', 'sla.example.jp.evil.example'])(
    'the host %s is refused, on pages and API alike',
    async (host) => {
      for (const path of ['/', '/v1/shops/sample-tea/summary', '/healthz']) {
        const answer = await on.ask(`http://${host}${path}`);
        expect(answer.status).toBe(421);
        expect(await answer.json()).toMatchObject({ code: 'foreign-host' });
      }
    },
  );

  test.each<[string, Record<string, string>, number]>([
    ['a program', {}, 200],
    ['our own page', { origin: 'http://localhost:8080', 'sec-fetch-site': 'same-origin' }, 200],
    ['another site’s page', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, 403],
    ['an old browser on another site', { origin: 'https://evil.example' }, 403],
    ['a sandboxed page', { origin: 'null' }, 403],
    ['a sibling site', { 'sec-fetch-site': 'same-site' }, 403],
  ])('a post from %s is answered as it should', async (_, headers, status) => {
    expect((await post(headers)).status).toBe(status);
  });

  test('gives no CORS header to anybody', async () => {
    const answers = [
      await on.ask('/v1/shops/sample-tea/summary', { headers: { origin: 'https://evil.example' } }),
      await on.ask('/v1/events', { method: 'OPTIONS', headers: { origin: 'https://evil.example' } }),
    ];
    for (const { headers } of answers) {
      expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  test('every answer forbids scripts that are not ours, frames around it, and storing', async () => {
    for (const path of ['/', '/mails', '/refusals', '/shops/nobody', '/v1/nothing', '/readyz']) {
      const { headers } = await on.ask(path);
      const csp = headers.get('content-security-policy') ?? '';
      expect(csp).toContain(`default-src 'none'`);
      expect(csp).toContain(`frame-ancestors 'none'`);
      expect(csp).toContain(`script-src 'self';`);
      expect(csp).not.toMatch(/unsafe/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });
});

describe('an address with a NUL in it', () => {
  const on = fixture();

  test.each(['/shops/sample-tea?q=%00', '/shops/sample-tea/inquiries/%00', '/mails?shop=%00', '/v1/shops/%00/summary'])(
    'names nothing: %s',
    async (path) => {
      expect((await on.ask(path)).status).toBe(404);
    },
  );
});

describe('a body that is no form of ours', () => {
  const on = fixture();

  test.each([
    ['a broken multipart body', 'multipart/form-data; boundary=x', '--x\r\nnonsense'],
    ['JSON', 'application/json', '{'],
  ])('is refused by a page, whatever is in it: %s', async (_, type, body) => {
    const paths = ['/login', '/shops/sample-tea/calendar/save', '/shops/sample-tea/inquiries/i1/in-hand'];
    for (const path of paths) {
      const answer = await on.ask(path, { method: 'POST', body, headers: { 'content-type': type } });
      expect([path, answer.status]).toEqual([path, 415]);
    }
  });
});
