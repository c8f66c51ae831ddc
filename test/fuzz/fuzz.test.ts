// A few hundred odd inputs of each kind, the same ones in each run; and those that found something once (corpus/).

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { builtProgram } from '../support/run/programs.ts';
import { openPlace, type Place } from './place.ts';
import type { OpenedTarget } from './target.ts';
import { forkShell } from './targets/arguments.ts';
import { TARGET_NAMES, TARGETS, type TargetName } from './targets.ts';

const SEED = 20_261_128;
const RUNS: Readonly<Record<TargetName, number>> = {
  config: 200,
  events: 200,
  rms: 150,
  calendars: 500,
  arguments: 150,
  requests: 300,
};
const LONG_MS = 300_000;

const corpusOf = (name: TargetName): string => join(import.meta.dirname, 'corpus', name);
const kept = (name: TargetName): string[] => (existsSync(corpusOf(name)) ? readdirSync(corpusOf(name)) : []);

describe.each(TARGET_NAMES)('%s', (name) => {
  let place: Place;
  let target: OpenedTarget;
  beforeAll(async () => {
    place = openPlace(inject('postgresUrl'));
    target = await TARGETS[name]({ place, shell: forkShell(builtProgram('test/fuzz/targets/shell-process.ts')) });
  });
  afterAll(async () => {
    await target.close();
    await place.close();
  });

  test('whatever comes, the answer is clear and nothing is half done', { timeout: LONG_MS }, async () => {
    const { found } = await target.fuzz({ seed: SEED, runs: RUNS[name] });
    expect(found).toBeNull();
  });

  test.each(kept(name))('what found something: %s', async (file) => {
    expect(await target.check(JSON.parse(readFileSync(join(corpusOf(name), file), 'utf8')))).toBeNull();
  });
});
