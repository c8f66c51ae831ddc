// Documentation cannot lie: every documented GET is asked on a filled database, and its answer has the documented fields,
// all of them and no other.

import type { z } from '@hono/zod-openapi';
import { describe, expect, test } from 'vitest';
import { apiRoutes } from '../../../src/http/api/api.ts';
import { markNoReplyNeeded } from '../../../src/service/actions/mark-no-reply-needed.ts';
import { mute } from '../../../src/service/actions/mute.ts';
import { promiseAnswer } from '../../../src/service/actions/promise-answer.ts';
import { takeInHand } from '../../../src/service/actions/take-in-hand.ts';
import { acceptLines } from '../../../src/service/intake/intake-lines.ts';
import { readMails } from '../../../src/service/notifications/read-mails.ts';
import type { Service } from '../../../src/service/service.ts';
import { createHealthReader } from '../../../src/service/status/health/read-health.ts';
import { recordFailure, recordLicence, syncSources } from '../../../src/store/status/sources.ts';
import { at, shopOf } from '../../support/service.ts';
import { tickWorker } from '../../support/tick.ts';
import { type Fixture, fixture, HEALTHY, line, NOW, RMS } from '../support.ts';

const ID = '373343-20261119-00000001o';

/** One address for each documented GET; a new route is asked for here. */
const ASKED: Readonly<Record<string, string>> = {
  '/healthz': '/healthz',
  '/readyz': '/readyz',
  '/v1/openapi.json': '/v1/openapi.json',
  '/v1/shops': '/v1/shops?limit=1',
  '/v1/groups': '/v1/groups',
  '/v1/audit': '/v1/audit',
  '/v1/shops/{shop}/people': '/v1/shops/sample-tea/people',
  '/v1/shops/{shop}/summary': '/v1/shops/sample-tea/summary',
  '/v1/coming': '/v1/coming',
  '/v1/shops/{shop}/coming': '/v1/shops/sample-tea/coming',
  '/v1/shops/{shop}/inquiries': '/v1/shops/sample-tea/inquiries',
  '/v1/shops/{shop}/inquiries/{id}': `/v1/shops/sample-tea/inquiries/${ID}`,
  '/v1/shops/{shop}/calendar': '/v1/shops/sample-tea/calendar?from=2026-11&months=3',
  '/v1/shops/{shop}/calendar/notices': '/v1/shops/sample-tea/calendar/notices',
  '/v1/shops/{shop}/reports/{month}': '/v1/shops/sample-tea/reports/2026-11',
  '/v1/shops/{shop}/presence': '/v1/shops/desk/presence',
  '/v1/shops/{shop}/reports/{month}/asked': '/v1/shops/sample-tea/reports/2026-11/asked',
  '/v1/shops/{shop}/reports/{month}/episodes': '/v1/shops/sample-tea/reports/2026-11/episodes?limit=3',
  '/v1/shops/{shop}/inquiry-kinds': '/v1/shops/sample-tea/inquiry-kinds',
  '/v1/shops/{shop}/promises': '/v1/shops/sample-tea/promises',
  '/v1/reports/{month}': '/v1/reports/2026-11',
  '/v1/mails': '/v1/mails',
  '/v1/mails/{id}': '/v1/mails/MAIL',
  '/v1/mutes': '/v1/mutes',
  '/v1/system': '/v1/system',
  '/v1/refusals': '/v1/refusals',
};

const shops = () => [
  shopOf('sample-tea', {
    group: 'tokyo-team',
    rms: RMS,
    calendar: {
      rms: true,
      hours: ['09:00-12:00', '13:00-18:00'],
      closed: [{ every: '12-29..01-03', name: '年末年始' }],
      open: [{ on: '2026-11-28', name: '創業祭', hours: ['10:00-14:00'] }],
    },
  }),
  shopOf('desk', {
    presence: { chat: 'hours' },
    policies: [{ channel: 'chat', flagAfter: '5m', mailOwnerAfter: '30m', breachAfter: '1h' }],
    calendar: { hours: ['09:00-18:00'] },
  }),
];

const message = (inquiry: string, when: string, more: object = {}) => line(inquiry, 'customer_message', when, more);

/** A fortnight: every level, an answered one, one in hours, mails sent, mutes, a mark, refusals. */
async function fill(on: Fixture): Promise<void> {
  const { service, clock } = on;
  await syncSources(service.db, ['sample-tea'], at('2026-11-12T00:00:00+09:00'));
  const moments: [string, ...object[]][] = [
    ['2026-11-12T10:00:00+09:00', message('answered', '2026-11-12T09:00:00+09:00', { category: 'サイズ' })],
    ['2026-11-16T10:00:00+09:00', line('answered', 'shop_reply', '2026-11-16T09:30:00+09:00')],
    ['2026-11-19T10:00:00+09:00', message(ID, '2026-11-19T09:00:00+09:00', { item: '煎茶', order: '1-67890' })],
    ['2026-11-24T12:00:00+09:00', message('flagged', '2026-11-24T11:00:00+09:00', { type: '商品' })],
    ['2026-11-25T12:00:00+09:00', message('thanks', '2026-11-25T11:00:00+09:00')],
    ['2026-11-26T09:40:00+09:00', message('c', '2026-11-26T09:10:00+09:00', { shop: 'desk', channel: 'chat' })],
    [NOW],
  ];
  for (const [when, ...events] of moments) {
    clock.set(at(when));
    await on.take(...events);
    await tickWorker(service);
  }
  await people(service);
  await recordFailure(service.db, 'sample-tea', { kind: 'auth-expired', message: 'x' }, at(NOW), at(NOW) + 300_000);
  await recordLicence(service.db, 'sample-tea', { expiresAt: at('2026-12-01T00:00:00+09:00'), warned: null }, at(NOW));
  await acceptLines(service, [{ line: 1, fault: 'the line is no JSON' }], 'api');
}

async function people(service: Service): Promise<void> {
  const done = [
    await takeInHand(service, { shop: 'sample-tea', inquiry: ID, by: '佐藤', until: '3h' }),
    await promiseAnswer(service, {
      shop: 'sample-tea',
      inquiry: ID,
      by: '佐藤',
      until: '2d',
      reason: 'maker',
      told: 'phone',
    }),
    await markNoReplyNeeded(service, { shop: 'sample-tea', inquiry: 'thanks', by: '佐藤' }),
    await mute(service, { kind: 'mute', target: `sample-tea/flagged`, until: '1d', why: '確認中', by: '佐藤' }),
    await mute(service, { kind: 'mute', target: 'desk', until: '1d', why: '移転', by: '佐藤' }),
  ];
  expect(done.filter((one) => 'refused' in one)).toEqual([]);
}

interface Described {
  readonly path: string;
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: z.ZodType }>> }>
  >;
}

function describedGets(service: Service): Described[] {
  return apiRoutes({
    service,
    health: HEALTHY,
    reader: createHealthReader(service, HEALTHY),
  }).openAPIRegistry.definitions.flatMap((definition) =>
    definition.type === 'route' && definition.route.method === 'get' ? [definition.route as unknown as Described] : [],
  );
}

describe('a documented GET', () => {
  const on = fixture(shops);
  const ask = async (path: string) => {
    const [mail] = (await readMails(on.service, { shops: null, filter: { kind: 'owner' } })).items;
    return on.ask(ASKED[path]!.replace('MAIL', String(mail?.id)));
  };

  test('is asked here, each of them', () => {
    expect(
      describedGets(on.service)
        .map(({ path }) => path)
        .sort(),
    ).toEqual(Object.keys(ASKED).sort());
  });

  test('answers what its schema says, neither more nor less', async () => {
    await fill(on);
    for (const { path, responses } of describedGets(on.service)) {
      const answer = await ask(path);
      const body: unknown = await answer.json();
      expect([path, answer.status]).toEqual([path, 200]);
      const { schema } = responses['200']!.content!['application/json']!;
      const read = schema.safeParse(body);
      expect([path, read.error?.issues]).toEqual([path, undefined]);
      // Reading drops fields that are not described; the rest is written as it was.
      expect([path, schema.encode(read.data)]).toEqual([path, body]);
    }
  });

  test('shows something: the database is full', async () => {
    await fill(on);
    const body = async (path: string) => (await (await ask(path)).json()) as Record<string, unknown>;
    const inquiry = await body('/v1/shops/{shop}/inquiries/{id}');
    expect(inquiry).toMatchObject({
      inHand: { by: '佐藤' },
      episodes: [{ steps: [{}, {}, {}], otherRules: [{}, {}] }],
    });
    expect((inquiry as { episodes: { mails: object[] }[] }).episodes[0]!.mails).not.toEqual([]);
    expect(await body('/v1/mails/{id}')).toMatchObject({ deliveries: [{}], told: [{}] });
    expect((await body('/v1/mutes')).items).toHaveLength(3);
    expect((await body('/v1/refusals')).items).toHaveLength(1);
    expect(await body('/v1/system')).toMatchObject({ licences: { ending: 1 }, sources: { failing: 1 } });
    expect(await body('/v1/shops/{shop}/reports/{month}')).toMatchObject({ total: { episodes: 4 } });
  });
});
