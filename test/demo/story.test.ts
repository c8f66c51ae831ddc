// The story itself, against dates written down by hand, and the margins that keep its verdict apart from a machine's speed.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Step } from '../../src/core/model.ts';
import { formatDate } from '../../src/core/time/civil-date.ts';
import { formatDue } from '../../src/core/time/format.ts';
import { type RuledEpisode, ruleStory } from '../../src/demo/judge/rules.ts';
import { ruleLists, ruleWarnings } from '../../src/demo/judge/rules-lists.ts';
import { NEW_YEAR } from '../../src/demo/story.ts';
import { writeStoryConfig } from '../../src/demo/story-shops.ts';

const HOUR_MS = 3_600_000;
const folder = mkdtempSync(join(tmpdir(), 'story-'));
afterAll(() => rmSync(folder, { recursive: true }));
const config = writeStoryConfig(folder);
const ruled = ruleStory(NEW_YEAR, config);

const dueOf = ({ calendar, steps }: RuledEpisode, step: Step): string | null => {
  const found = steps.find((one) => one.step === step);
  return found === undefined ? null : formatDue(found.dueAt, calendar.zone, 'ja');
};

describe('what the rules say about the story', () => {
  test.each([
    ['0101o', null, null, null],
    ['0102o', '12/25(金) 24:00', null, null],
    ['0103o', '12/25(金) 24:00', '1/5(火) 10:30', null],
    ['0104o', '12/25(金) 24:00', '12/28(月) 24:00', null],
    ['0105o', '12/28(月) 24:00', '1/4(月) 24:00', '1/5(火) 24:00'],
    ['0106o', '1/4(月) 24:00', null, null],
    ['0107o', '12/28(月) 24:00', '1/4(月) 24:00', null],
    ['0109o', '1/4(月) 24:00', '1/5(火) 24:00', '1/6(水) 24:00'],
    ['0201c', null, null, null],
    ['0202c', '12/29(火) 19:00', '12/31(木) 12:00', '12/31(木) 17:00'],
  ])('inquiry …%s: flag %s, alert %s, breach %s', (tail, flag, alert, breach) => {
    const [episode, ...others] = ruled.filter(({ thread }) => thread.inquiry.endsWith(tail));
    expect(others).toEqual([]);
    expect([dueOf(episode!, 'flag'), dueOf(episode!, 'owner_alert'), dueOf(episode!, 'breach')]).toEqual([
      flag,
      alert,
      breach,
    ]);
  });

  test('the follow-up is an episode of its own that inherits nothing', () => {
    const [first, second, ...others] = ruled.filter(({ thread }) => thread.inquiry.endsWith('0108o'));
    expect(others).toEqual([]);
    expect(first!.steps).toEqual([]);
    expect([dueOf(second!, 'flag'), dueOf(second!, 'owner_alert'), dueOf(second!, 'breach')]).toEqual([
      '1/4(月) 24:00',
      '1/5(火) 24:00',
      null,
    ]);
  });

  test('only the thread that was completed for a while has a breach that is not counted', () => {
    expect(ruled.filter((one) => one.breachedWhileCompleted).map(({ thread }) => thread.inquiry.slice(-5))).toEqual([
      '0103o',
    ]);
  });

  test('every kind of fate occurs: unflagged, flagged, told to the owner, breached, still open', () => {
    const all = ruled.flatMap(({ steps }) => steps);
    expect(all.filter(({ step }) => step === 'flag').length).toBeGreaterThan(5);
    expect(all.filter(({ ownerTold }) => ownerTold).length).toBeGreaterThan(3);
    expect(all.filter(({ step }) => step === 'breach').length).toBe(3);
    expect(ruled.filter(({ flagUp }) => flagUp).length).toBe(1);
  });
});

describe('what the rules say of notices, mornings and goals', () => {
  test('every kind of fate occurs: told, answered before, and a warning', () => {
    const fates = ruled.flatMap(({ notices }) => notices.map(({ key, told }) => `${key} ${told}`));
    expect(fates).toEqual(expect.arrayContaining(['at:flag must', 'at:flag never', 'before:3h:breach may']));
  });

  test('the staff have a list on every business day on which something waits', () => {
    const mornings = ruleLists(NEW_YEAR, config, ruled, []).filter(({ kind }) => kind === 'morning');
    expect(mornings.map(({ day, sent }) => [formatDate(day), sent])).toEqual([
      ['2026-12-24', 'never'],
      ['2026-12-25', 'must'],
      ['2026-12-28', 'must'],
      ['2027-01-04', 'must'],
      ['2027-01-05', 'must'],
      ['2027-01-06', 'must'],
      ['2027-01-07', 'must'],
      ['2027-01-08', 'must'],
    ]);
  });

  test('owners have a summary on Mondays, with what was late in the week before; of nothing there is none', () => {
    const weeklies = ruleLists(NEW_YEAR, config, ruled, []).filter(({ kind }) => kind === 'weekly');
    expect(
      weeklies.map(({ shop, day, sent, at, lists }) => [
        shop.id,
        formatDate(day),
        sent,
        lists(at).map(({ thread }) => thread.inquiry.slice(-5)),
      ]),
    ).toEqual([
      ['midori-tea', '2026-12-28', 'must', []],
      ['midori-tea', '2027-01-04', 'must', []],
      ['tea-chat', '2026-12-28', 'never', []],
      ['tea-chat', '2027-01-04', 'must', ['0202c']],
    ]);
  });

  test('the owner is warned of the goal', () => {
    const warnings = ruleWarnings(NEW_YEAR, config, ruled, ({ events }) => events);
    expect(warnings.map(({ shop, told }) => [shop.id, told])).toEqual([['midori-tea', 'must']]);
  });
});

describe('the margins of the story', () => {
  test('an answer keeps ten hours from when a notice is told, but for warnings', () => {
    for (const { episode, notices, thread } of ruled)
      for (const { sendAt, untilAt } of notices)
        if (untilAt === null && episode.endedAt !== null)
          expect(Math.abs(episode.endedAt - sendAt), thread.inquiry).toBeGreaterThanOrEqual(10 * HOUR_MS);
  });

  test('an answer keeps ten hours from the slot of every mail that it decides about', () => {
    for (const { episode, steps, thread } of ruled)
      for (const { slotAt } of steps)
        if (slotAt !== null && episode.endedAt !== null)
          expect(Math.abs(episode.endedAt - slotAt), thread.inquiry).toBeGreaterThanOrEqual(10 * HOUR_MS);
  });

  test('an answer that prevents a mail comes ten hours before the window opens', () => {
    for (const { episode, steps, thread } of ruled)
      for (const { slotAt, ownerTold, step } of steps)
        if (step === 'owner_alert' && !ownerTold && slotAt !== null)
          expect(slotAt - (episode.endedAt ?? 0), thread.inquiry).toBeGreaterThanOrEqual(10 * HOUR_MS);
  });

  test('everything is over half a day before the story ends', () => {
    const last = Math.max(
      ...NEW_YEAR.threads.flatMap(({ events }) => events.map(({ at }) => at)),
      ...ruled.flatMap(({ steps }) => steps.map(({ slotAt, dueAt }) => slotAt ?? dueAt)),
    );
    expect(NEW_YEAR.endsAt - last).toBeGreaterThan(12 * HOUR_MS);
  });

  test('the last five characters of every inquiry are its own', () => {
    const tails = NEW_YEAR.threads.map(({ inquiry }) => inquiry.slice(-5));
    expect(new Set(tails).size).toBe(tails.length);
  });
});
