// core tests: a child process that prints deadlines and local times, to be run under several TZ.

import { computeDeadlines, DEFAULT_POLICY } from '../../../src/core/steps/counting.ts';
import { explain, explainInWords } from '../../../src/core/steps/explain.ts';
import { at, hours, policy, shop } from '../shop.ts';

const zones = ['Asia/Tokyo', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia'];
const policies = [DEFAULT_POLICY, policy('elapsed', '1d', '2d', '3d'), policy('day-end', '30m', '5h', '9h')];
const starts = ['2026-03-07T12:00Z', '2026-10-31T23:30Z', '2011-12-29T08:00Z', '1951-05-01T00:00Z'];
for (const zone of zones) {
  const calendar = shop({ hours: hours('01:00-04:00'), cutoff: 1000 }, zone);
  for (const rule of policies) {
    for (const start of starts) {
      const said = explainInWords(explain(calendar, rule, at(start)), 'ja');
      process.stdout.write(`${JSON.stringify([computeDeadlines(calendar, rule, at(start)), said])}\n`);
    }
  }
}
