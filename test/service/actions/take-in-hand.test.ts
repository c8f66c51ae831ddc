import { beforeEach, expect, test } from 'vitest';
import { mute, readMutes, standingFor } from '../../../src/service/actions/mute.ts';
import { giveBack, type TakeInHand, takeInHand } from '../../../src/service/actions/take-in-hand.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { at, eventOf, shopOf, type TestService, testService } from '../../support/service.ts';

const NOW = '2026-06-01T10:00:00+09:00';
const database = testDatabase();
let it: TestService;

beforeEach(async () => {
  await emptyTables(database.db);
  it = await testService({ db: database.db, shops: [shopOf('sample-tea'), shopOf('other')], now: NOW });
  await intake(it.service, [eventOf('customer_message', 'm1', NOW)], 'api');
  await intake(it.service, [eventOf('customer_message', 'm2', NOW, { inquiry: 'q2' })], 'api');
});

const take = (by: string, more: Partial<TakeInHand> = {}) =>
  takeInHand(it.service, { shop: 'sample-tea', inquiry: 'q1', by, until: '1h', ...more });
const give = (more: object = {}) => giveBack(it.service, { shop: 'sample-tea', inquiry: 'q1', by: '田中', ...more });
const standing = async () => (await standingFor(it.service, 'sample-tea', ['q1'])).get('q1')!;
const taken = async (by: string) => {
  const done = await take(by);
  if ('refused' in done) throw new Error(done.message);
  return done.mute;
};

test('everybody sees at once who has it, until when, and what for', async () => {
  await take('田中', { why: 'メーカーに確認中' });
  expect(await standing()).toMatchObject({
    inHand: { by: '田中', until: at('2026-06-01T11:00:00+09:00'), why: 'メーカーに確認中' },
    muted: null,
  });
  it.clock.set(at('2026-06-01T11:00:00+09:00'));
  expect((await standing()).inHand).toBeNull();
});

test('of two who press in the same second, the second learns who was first', async () => {
  const answers = await Promise.all([take('田中'), take('佐藤')]);
  const first = (await standing()).inHand!;
  expect(answers.filter((answer) => 'mute' in answer)).toHaveLength(1);
  expect(answers.find((answer) => 'refused' in answer)).toMatchObject({
    refused: 'conflict',
    cause: 'in-hand',
    standing: { id: first.id, by: first.by },
  });
  expect(await readMutes(it.service, { past: true })).toHaveLength(1);
});

test('is taken over only from the one that was seen', async () => {
  const first = await taken('田中');
  expect(await take('佐藤', { expected: first.id })).toMatchObject({ mute: { by: '佐藤' } });
  expect(await take('鈴木', { expected: first.id })).toMatchObject({ cause: 'in-hand', standing: { by: '佐藤' } });
});

test('one that ran out meanwhile is no conflict', async () => {
  const first = await taken('田中');
  it.clock.set(at('2026-06-01T11:00:00+09:00'));
  expect(await take('佐藤', { expected: first.id })).toMatchObject({ mute: { by: '佐藤' } });
});

test('is given back once, and not in the name of another', async () => {
  const first = await taken('田中');
  const second = await take('佐藤', { expected: first.id });
  expect(await give({ expected: first.id })).toMatchObject({ cause: 'in-hand', standing: { by: '佐藤' } });
  expect(await give({ expected: 'mute' in second ? second.mute.id : 0 })).toMatchObject({ mute: { liftedBy: '田中' } });
  expect(await give()).toMatchObject({ refused: 'conflict', cause: 'not-in-hand' });
});

test.each<[what: string, more: Partial<TakeInHand>, answer: object]>([
  ['an unknown shop', { shop: 'nowhere' }, { refused: 'unknown' }],
  ['an inquiry of another shop', { shop: 'other' }, { refused: 'unknown' }],
  ['nobody', { by: '' }, { refused: 'usage', field: 'by' }],
  ['no end', { until: undefined }, { refused: 'usage', field: 'until' }],
  ['an end that is past', { until: '2026-05-31' }, { refused: 'usage', field: 'until' }],
])('refuses %s', async (_what, more, answer) => {
  expect(await take('田中', more)).toMatchObject(answer);
  expect((await standing()).inHand).toBeNull();
});

test('a set of inquiries tells of each what stands: its own mute before the shop’s', async () => {
  await take('田中');
  const muted = { kind: 'mute' as const, until: '3d', why: '棚卸し', by: '店長' };
  await mute(it.service, { ...muted, target: 'sample-tea' });
  await mute(it.service, { ...muted, target: 'sample-tea/q2', why: '返品待ち' });
  await mute(it.service, { ...muted, target: 'other' });
  const all = await standingFor(it.service, 'sample-tea', ['q1', 'q2', 'unknown']);
  expect([...all].map(([id, one]) => [id, one.inHand?.by ?? null, one.muted?.why ?? null])).toEqual([
    ['q1', '田中', '棚卸し'],
    ['q2', null, '返品待ち'],
    ['unknown', null, '棚卸し'],
  ]);
});
