// Goals of a shop file, over those of service.yaml; what is refused stands in mistakes/goals.yaml.txt.

import { expect, test } from 'vitest';
import { loadConfig } from '../../../src/config/load.ts';
import { configFolder, SERVICE } from '../folder.ts';
import { shopOf } from '../shop-of.ts';

test('goals within a step, and by an average time on the clock', () => {
  const goals = [
    { within: 'flag', percent: 95, days: 30 },
    { within: 'breach', percent: 100, days: 90 },
    { average: '12h', days: 30 },
    { average: '90m', days: 7 },
  ];
  expect(shopOf('a', { goals }).goals).toEqual([
    { within: 'flag', percent: 95, days: 30 },
    { within: 'breach', percent: 100, days: 90 },
    { averageMs: 12 * 3_600_000, days: 30 },
    { averageMs: 90 * 60_000, days: 7 },
  ]);
});

test('they count nothing anew: the revision that deadlines are counted with stays', () => {
  const goals = [{ average: '12h', days: 30 }];
  expect(shopOf('a', { goals }).revision).toBe(shopOf('a').revision);
  expect(shopOf('a', { goals: [] })).not.toHaveProperty('goals');
});

test('service.yaml may give them for all shops; a shop’s own list replaces them', () => {
  const dir = configFolder({
    'service.yaml': `${SERVICE}defaults:\n  goals: [{ within: flag, percent: 95, days: 30 }]\n`,
    'shops/a.yaml': 'name: A\nowner: [a@example.jp]\n',
    'shops/b.yaml': 'name: B\nowner: [b@example.jp]\ngoals: [{ average: 12h, days: 30 }]\n',
  });
  const read = loadConfig(dir);
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  const goalsOf = (id: string) => read.config.shops.get(id)?.goals;
  expect(goalsOf('a')).toEqual([{ within: 'flag', percent: 95, days: 30 }]);
  expect(goalsOf('b')).toEqual([{ averageMs: 12 * 3_600_000, days: 30 }]);
});

test('a fault in the defaults is said once, where it stands', () => {
  const dir = configFolder({
    'service.yaml': `${SERVICE}defaults:\n  goals: [{ within: flags, percent: 95, days: 30 }]\n`,
    'shops/a.yaml': 'name: A\nowner: [a@example.jp]\n',
  });
  const read = loadConfig(dir);
  if (!('faults' in read)) throw new Error('no fault');
  expect(read.faults.map(({ path, hint }) => [path.join('.'), hint])).toEqual([
    ['defaults.goals.0.within', 'did you mean "flag"?'],
  ]);
});
