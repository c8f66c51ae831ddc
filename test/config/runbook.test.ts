// Every alert rule, every kind of incident and every matter has its entry in the runbook, and nothing else has one.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { WORDS } from '../../src/mail/words/languages.ts';
import { MATTERS } from '../../src/service/status/health/matters.ts';

const read = (name: string) => readFileSync(new URL(`../../config/monitoring/${name}`, import.meta.url), 'utf8');
const RUNBOOK = read('RUNBOOK.md');
const entries = new Map(
  RUNBOOK.split(/^### /m)
    .slice(1)
    .map((text) => [text.slice(0, text.indexOf('\n')), text.split(/^## /m)[0]!] as const),
);

function alerts(): string[] {
  const { groups } = parse(read('alert-rules.yaml')) as { groups: { rules: { alert: string }[] }[] };
  return groups.flatMap(({ rules }) => rules.map(({ alert }) => alert));
}

/** As the codes of causes are written; those about the service itself, and about its files, by their own names. */
function incidents(): string[] {
  const { silent, service, config, hook, chat, ...others } = WORDS.en.causes;
  const under = (name: string, some: object) => Object.keys(some).map((one) => `${name}:${one}`);
  return [
    ...under('silent', silent),
    ...under('hook', hook),
    ...under('chat', chat),
    ...Object.keys(service),
    ...Object.keys(config),
    ...Object.keys(others),
  ];
}

describe('the runbook', () => {
  test('has an entry for every alert rule and every kind of incident, and no other', () => {
    expect([...entries.keys()].sort()).toEqual([...alerts(), ...incidents()].sort());
  });

  test.each([...entries])('%s: what it means, what to do, how to see that it is over', (_, text) => {
    expect([...text.matchAll(/^- \*\*(\w+)\*\*: \S/gm)].map(([, label]) => label)).toEqual(['Means', 'Do', 'Over']);
  });

  test('names every matter of the header', () => {
    const text = entries.get('InquirySlaNotWell')!;
    expect(MATTERS.filter((matter) => !text.includes(`\`${matter}\``))).toEqual([]);
  });
});
