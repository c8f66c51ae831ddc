import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { tickDone } from '../../../src/service/monitoring/detect-own-gaps.ts';
import { deliver } from '../../../src/service/notifications/deliver-notification.ts';
import { proveNextDay } from '../../../src/service/proof/prove-days.ts';
import { fireDue } from '../../../src/service/steps/raise-due-steps.ts';
import { dueMails } from '../../../src/store/notifications/outbox.ts';
import { recordComplete, recordFailure, recordLicence, syncSources } from '../../../src/store/status/sources.ts';
import { at, shopOf } from '../../support/service.ts';
import { ringAlarm } from '../../support/tick.ts';
import { fixture, HEALTHY, line, NOW, RMS } from '../support.ts';

const on = fixture(() => [shopOf('sample-tea'), shopOf('polled', { rms: RMS })]);

/** Samples by name and labels as they stand in the text. */
async function scrape(): Promise<Map<string, number>> {
  const answer = await on.ask('/metrics');
  expect(answer.status).toBe(200);
  const lines = (await answer.text()).split('\n').filter((text) => text !== '' && !text.startsWith('#'));
  return new Map(
    lines.map((text) => [text.slice(0, text.lastIndexOf(' ')), Number(text.slice(text.lastIndexOf(' ') + 1))]),
  );
}

const DUE = '2026-11-27T00:00:00+09:00';
const asks = (inquiry: string, when = '2026-11-25T10:00:00+09:00') => on.take(line(inquiry, 'customer_message', when));

async function sendAll(): Promise<void> {
  for (const id of await dueMails(on.service.db, on.clock.now(), 10)) await deliver(on.service, id);
}

/** Everything there is to measure has happened at least once. */
async function liveADay(): Promise<void> {
  const { db } = on.service;
  await syncSources(db, ['polled'], at(NOW));
  await recordComplete(db, 'polled', at('2026-11-26T09:00:00+09:00'), at(NOW));
  await recordLicence(db, 'polled', { expiresAt: at('2026-12-01T10:00:00+09:00'), warned: null }, at(NOW));
  await recordFailure(db, 'polled', { kind: 'auth-expired', message: 'x' }, at(NOW), at(NOW));
  await asks('early', '2026-11-19T10:00:00+09:00');
  await ringAlarm(on.service);
  await sendAll();
  await asks('q1');
  on.clock.set(at(DUE) + 400);
  await fireDue(on.service);
  await tickDone(on.service);
  on.clock.set(at('2026-11-28T00:05:00+09:00'));
  await proveNextDay(on.service);
  const depth = { alarm: { waiting: 0, active: 0, delayed: 3 } };
  on.health = { ...HEALTHY, queueDepth: async () => depth };
  await on.ask('/mails');
}

describe('/metrics', () => {
  test('tells how late steps were noticed, in buckets that add up, whichever process raised them', async () => {
    await asks('q1');
    await asks('q2');
    on.clock.set(at(DUE) + 400);
    await fireDue(on.service);
    const seen = await scrape();
    const name = 'inquiry_sla_step_lateness_seconds';
    expect(seen.get(`${name}_bucket{step="flag",le="0.1"}`)).toBe(0);
    expect(seen.get(`${name}_bucket{step="flag",le="0.5"}`)).toBe(2);
    expect(seen.get(`${name}_bucket{step="flag",le="+Inf"}`)).toBe(2);
    expect(seen.get(`${name}_sum{step="flag"}`)).toBeCloseTo(0.8);
    expect(seen.get('inquiry_sla_steps_raised_total{step="flag"}')).toBe(2);
    expect(seen.get('inquiry_sla_steps_raised_total{step="breach"}')).toBe(0);
  });

  test('tells how many promises stand, are broken, and wait to be recorded as that', async () => {
    const promised = (inquiry: string, until: string) =>
      on.take({
        ...{ shop: 'sample-tea', inquiry, channel: 'r-messe' },
        event: { type: 'promised', id: 'p', at: '2026-11-26T10:00:00+09:00', until },
      });
    for (const [inquiry, until] of [
      ['q1', '2026-11-27'],
      ['q2', '2026-11-27'],
      ['q3', '2026-11-30'],
    ] as const) {
      await asks(inquiry);
      await promised(inquiry, until);
    }
    on.clock.set(at('2026-11-28T00:00:00+09:00'));
    await fireDue(on.service);
    await asks('q4');
    await promised('q4', '2026-11-27T12:00:00+09:00');
    const seen = await scrape();
    expect(seen.get('inquiry_sla_promises{state="standing"}')).toBe(1);
    expect(seen.get('inquiry_sla_promises{state="broken"}')).toBe(3);
    expect(seen.get('inquiry_sla_promises_waiting')).toBe(1);
  });

  test('what was learned late is late only since it was known', async () => {
    on.clock.set(at(DUE) + 3_600_000);
    await asks('q1');
    on.clock.set(at(DUE) + 3_602_000);
    await fireDue(on.service);
    expect((await scrape()).get('inquiry_sla_step_lateness_seconds_sum{step="flag"}')).toBe(2);
  });

  test('tells what is due and not raised, and for how long', async () => {
    await asks('q1');
    on.clock.set(at(DUE) + 90_000);
    const seen = await scrape();
    expect(seen.get('inquiry_sla_steps_waiting')).toBe(1);
    expect(seen.get('inquiry_sla_steps_waiting_seconds')).toBe(90);
    expect(seen.get('inquiry_sla_open_inquiries{passed="flag"}')).toBe(1);
  });

  test('counts mails by kind and outcome', async () => {
    await asks('early', '2026-11-19T10:00:00+09:00');
    on.mail.answers.push(() => ({ kind: 'retry', reason: 'greylisted', refused: [] }));
    await ringAlarm(on.service);
    await sendAll();
    // Ops wait ten minutes at most for the first read of the polled shop.
    on.clock.set(on.clock.now() + 3_600_000);
    await ringAlarm(on.service);
    const seen = await scrape();
    const of = (outcome: string) =>
      [...seen].filter(([name]) => name.includes(`outcome="${outcome}"`)).reduce((sum, [, value]) => sum + value, 0);
    expect([of('retry'), of('sent')]).toEqual([1, 2]);
  });

  test('tells the age of sources, licences and the tick', async () => {
    await liveADay();
    const seen = await scrape();
    expect(seen.get('inquiry_sla_sources{state="unknown"}')).toBe(1);
    expect(seen.get('inquiry_sla_sources_failing{kind="auth-expired"}')).toBe(1);
    expect(seen.get('inquiry_sla_source_age_max_seconds')).toBe(39 * 3_600 + 300);
    expect(seen.get('inquiry_sla_licence_soonest_end_seconds')).toBe(3 * 86_400 + 10 * 3_600 - 300);
    expect(seen.get('inquiry_sla_worker_tick_age_seconds')).toBeCloseTo(86_699.6);
    expect(seen.get('inquiry_sla_daily_proof_steps{found="missing"}')).toBe(0);
    expect(seen.get('inquiry_sla_queue_jobs{queue="alarm",state="delayed"}')).toBe(3);
  });

  test('measures requests by the pattern of their route, never by what is in it', async () => {
    await on.ask('/shops/sample-tea');
    await on.ask('/shops/sample-tea/inquiries/373343-20260617');
    await on.ask('/nothing/373343');
    const names = [...(await scrape()).keys()].filter((name) => name.includes('http_request'));
    expect(names.some((name) => name.includes('route="/shops/:shop"'))).toBe(true);
    expect(names.some((name) => name.includes('route="none"'))).toBe(true);
    expect(names.join('\n')).not.toContain('373343');
  });

  test('no label holds a shop, an inquiry or an address', async () => {
    await liveADay();
    const text = [...(await scrape()).keys()].join('\n');
    for (const word of ['sample-tea', 'polled', 'q1', 'early', '@']) expect(text).not.toContain(word);
  });

  test('asks the database once for all who scrape within ten seconds', async () => {
    await scrape();
    await asks('q1');
    expect((await scrape()).get('inquiry_sla_open_inquiries{passed="none_or_more"}')).toBe(0);
  });
});

describe('what is ready for Prometheus and Grafana', () => {
  const read = (name: string) => readFileSync(new URL(`../../../config/monitoring/${name}`, import.meta.url), 'utf8');
  const namesIn = (expression: string) =>
    expression.replaceAll(/\{[^}]*\}/g, '').match(/\b(inquiry_sla|process|nodejs)_\w+/g) ?? [];
  const dashboard = JSON.parse(read('grafana-dashboard.json')) as {
    panels: { id: number; type: string; title: string; targets?: { expr: string }[]; gridPos: object }[];
  };
  const rules = parse(read('alert-rules.yaml')) as {
    groups: { rules: { alert: string; expr: string; labels: object; annotations: { summary: string } }[] }[];
  };
  const expressions = [
    ...dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
    ...rules.groups.flatMap((group) => group.rules.map(({ expr }) => expr)),
  ];

  test('every name in the dashboard and the rules is in a scrape, and the other way round', async () => {
    await liveADay();
    const names = new Set([...(await scrape()).keys()].map((key) => key.split('{')[0]!));
    const used = new Set(expressions.flatMap(namesIn));
    expect([...used].filter((name) => !names.has(name))).toEqual([]);
    const ours = [...names].filter((name) => name.startsWith('inquiry_sla_') && !/_(sum|count|bucket)$/.test(name));
    expect(ours.filter((name) => !used.has(name))).toEqual([]);
  });

  test('every panel asks for something, stands somewhere and has a number of its own', () => {
    const panels = dashboard.panels.filter(({ type }) => type !== 'row');
    expect(panels.filter(({ targets = [] }) => targets.length === 0)).toEqual([]);
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
    expect(new Set(dashboard.panels.map(({ gridPos }) => JSON.stringify(gridPos))).size).toBe(dashboard.panels.length);
  });

  test('every rule says how grave it is and what it means', () => {
    for (const { rules: list } of rules.groups)
      for (const { alert, labels, annotations } of list)
        expect([alert, labels, annotations.summary]).toEqual([
          alert,
          { severity: expect.any(String) },
          expect.any(String),
        ]);
  });
});
