// One entry taken out of a file: every other byte stays, or the edit is refused.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { prepareRemoval, prepareUndo, saveEdit } from '../../../src/config/edit/calendar-edit.ts';
import { formatFault } from '../../../src/config/values/faults.ts';
import { configFolder, SERVICE, SHOP } from '../folder.ts';

const NOW = Date.parse('2026-11-20T03:00:00Z');

function removed(calendar: string, index: number, service = SERVICE): string {
  const dir = configFolder({ 'service.yaml': service, 'shops/a.yaml': SHOP + calendar });
  const prepared = prepareRemoval(dir, 'a', { list: 'closed', index });
  if ('faults' in prepared) return prepared.faults.map(formatFault).join('\n');
  return prepared.edit.text.slice(SHOP.length);
}

const BLOCK = `calendar:
  # ours
  closed:
    # summer
    - { on: 2026-08-12..2026-08-14, name: 夏季休業 } # paid
    - on: 2026-11-30
      name: 棚卸

    - { every: 12-29..01-03 }
  open: [] # none
language: en
`;

describe('an entry is taken out', () => {
  test.each([
    [0, BLOCK.replace(/ {4}- \{ on: 2026-08.*\n/, '')],
    [1, BLOCK.replace(/ {4}- on: 2026-11-30\n {6}name: 棚卸\n/, '')],
    [2, BLOCK.replace(/ {4}- \{ every.*\n/, '')],
  ])('of a block list, number %i', (index, left) => {
    expect(removed(BLOCK, index)).toBe(left);
  });

  test.each([
    [
      'calendar: { closed: [{ on: 2026-08-12 }, { on: 2026-08-13 }] }\n',
      0,
      'calendar: { closed: [{ on: 2026-08-13 }] }\n',
    ],
    [
      'calendar: { closed: [{ on: 2026-08-12 }, { on: 2026-08-13 }] }\n',
      1,
      'calendar: { closed: [{ on: 2026-08-12 }] }\n',
    ],
    ['calendar: { closed: [{ on: 2026-08-12 }] }\n', 0, 'calendar: { closed: [] }\n'],
    [
      'calendar:\n  closed: [\n    { on: 2026-08-12 },\n    { on: 2026-08-13 },\n  ]\n',
      1,
      'calendar:\n  closed: [\n    { on: 2026-08-12 },\n  ]\n',
    ],
  ])('of a flow list %j', (calendar, index, left) => {
    expect(removed(calendar, index)).toBe(left);
  });

  test('the last one leaves an empty list, so that the defaults do not come in its place', () => {
    const service = `${SERVICE}defaults: { calendar: { closed: [{ every: 08-13..08-15 }] } }\n`;
    const calendar = 'calendar:\n  closed: # ours\n    # summer\n    - { on: 2026-08-12 }\n  rms: true\n';
    expect(removed(calendar, 0, service)).toBe('calendar:\n  closed: [] # ours\n    # summer\n  rms: true\n');
  });

  test('a file with line breaks of Windows and none at its end', () => {
    expect(removed('calendar:\r\n  closed:\r\n    - { on: 2026-08-12 }\r\n    - { on: 2026-08-13 }', 1)).toBe(
      'calendar:\r\n  closed:\r\n    - { on: 2026-08-12 }\r\n',
    );
  });

  test('and can be taken back', () => {
    const dir = configFolder({ 'service.yaml': SERVICE, 'shops/a.yaml': SHOP + BLOCK });
    const prepared = prepareRemoval(dir, 'a', { list: 'closed', index: 1 });
    if ('faults' in prepared) throw new Error('not prepared');
    expect(prepared.edit.what).toBe('remove from closed 2026-11-30 棚卸');
    expect(saveEdit(prepared.edit, join(dir, 'data'), NOW, '佐藤')).toBeNull();
    const undo = prepareUndo(dir, join(dir, 'data'), 'a');
    expect('edit' in undo && undo.edit.text).toBe(SHOP + BLOCK);
    expect(readFileSync(join(dir, 'shops', 'a.yaml'), 'utf8')).not.toContain('棚卸');
  });
});

test.each<[string, string, number]>([
  ['an entry that is not there', BLOCK, 3],
  ['a list that comes from the defaults', 'calendar: { rms: true }\n', 0],
  ['no calendar at all', '', 0],
  ['an entry that another place points to', 'calendar: { closed: [&a { on: 2026-08-12 }, *a] }\n', 0],
])('%s is refused', (_, calendar, index) => {
  const service = `${SERVICE}defaults: { calendar: { closed: [{ every: 08-13..08-15 }] } }\n`;
  expect(removed(calendar, index, service)).toContain('has to be edited by hand');
});
