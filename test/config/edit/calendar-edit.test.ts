import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type PreparedEdit, prepareEdit, prepareUndo, saveEdit } from '../../../src/config/edit/calendar-edit.ts';
import { type ChangeRequest, readChange } from '../../../src/config/edit/change.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { formatFault } from '../../../src/config/values/faults.ts';
import { configFolder, SERVICE, SHOP } from '../folder.ts';

const NOW = Date.parse('2026-11-20T03:00:00Z');
const NEW_YEAR: ChangeRequest = { list: 'closed', range: '2026-12-29..2027-01-03', name: '年末年始' };

function folder(shop: string, service = SERVICE): string {
  return configFolder({ 'service.yaml': service, 'shops/a.yaml': shop });
}

function fileOf(dir: string): string {
  return join(dir, 'shops', 'a.yaml');
}

function textOf(dir: string): string {
  return readFileSync(fileOf(dir), 'utf8');
}

function prepare(dir: string, asked: ChangeRequest = NEW_YEAR): PreparedEdit {
  const read = readChange(asked);
  if ('faults' in read) throw new Error(read.faults.map(formatFault).join('\n'));
  return unwrapped(prepareEdit(dir, 'a', read.change));
}

function unwrapped(prepared: ReturnType<typeof prepareEdit>): PreparedEdit {
  if ('faults' in prepared) throw new Error(prepared.faults.map(formatFault).join('\n'));
  return prepared.edit;
}

function refusal(prepared: ReturnType<typeof prepareEdit>, dir: string): string {
  return 'faults' in prepared
    ? prepared.faults.map((fault) => formatFault(fault).replaceAll(`${dir}/`, '')).join('\n')
    : 'was prepared';
}

function save(dir: string, asked: ChangeRequest = NEW_YEAR, now = NOW): void {
  expect(saveEdit(prepare(dir, asked), join(dir, 'data'), now)).toBeNull();
}

describe('what was asked', () => {
  test.each<[Partial<ChangeRequest>, object]>([
    [{ range: '2026-10-17' }, { on: '2026-10-17', name: '年末年始' }],
    [{}, { on: '2026-12-29..2027-01-03', name: '年末年始' }],
    [{ every: true }, { every: '12-29..01-03', name: '年末年始' }],
    [
      { every: true, range: '12-29..01-03' },
      { every: '12-29..01-03', name: '年末年始' },
    ],
    [{ every: true, range: '2026-08-13', name: undefined }, { every: '08-13' }],
    [
      { list: 'open', range: '2026-10-17', hours: '13:00-15:00, 10:00-12:00' },
      { on: '2026-10-17', name: '年末年始', hours: ['10:00-12:00', '13:00-15:00'] },
    ],
  ])('%j', (part, entry) => {
    expect(readChange({ ...NEW_YEAR, ...part })).toMatchObject({ change: { entry } });
  });

  test.each<[Partial<ChangeRequest>, string]>([
    [{ range: '2026-13-01' }, 'range: found "2026-13-01"; allowed: a date that exists'],
    [{ range: '2027-01-03..2026-12-29' }, 'did you mean "2026-12-29..2027-01-03"?'],
    [{ range: '12-29..01-03' }, 'allowed: dates with a year; for every year add --every'],
    [{ every: true, range: '2026-01-01..2026-12-31' }, 'found 365 days'],
    [{ list: 'open', every: true }, '--every: found a yearly open date'],
    [{ name: 'a\nb' }, '--name: found'],
    [{ list: 'open', hours: '9-17' }, '--hours[0]: found "9-17"'],
  ])('%j is refused', (part, says) => {
    const read = readChange({ ...NEW_YEAR, ...part });
    expect('faults' in read && read.faults.map(formatFault).join('\n')).toContain(says);
  });
});

describe('preparing an edit', () => {
  test('gives the new text and the shop before and after, and writes nothing', () => {
    const dir = folder(SHOP);
    const edit = prepare(dir);
    expect(edit.text).toBe(`${SHOP}calendar:\n  closed:\n    - { on: 2026-12-29..2027-01-03, name: 年末年始 }\n`);
    expect(edit.before.shop.calendar.closed).toEqual([]);
    expect(edit.after.shop.calendar.closed).toMatchObject([{ kind: 'on', name: '年末年始' }]);
    expect(textOf(dir)).toBe(SHOP);
  });

  test('a date that is open by name cannot be closed: the fault names both', () => {
    const dir = folder(`${SHOP}calendar:\n  open:\n    - { on: 2026-12-30, name: 福袋 }\n`);
    const read = readChange(NEW_YEAR);
    expect('change' in read && refusal(prepareEdit(dir, 'a', read.change), dir)).toBe(
      'shops/a.yaml:5:13 calendar.open[0].on: found 2026-12-30 open (福袋) and closed in calendar.closed[0] (年末年始); allowed: a date only in one of `open` and one-off `closed`',
    );
  });

  test('closures that came from the defaults are copied, since a list of a shop replaces theirs', () => {
    const service = `${SERVICE}defaults: { calendar: { closed: [{ every: 08-13..08-15, name: お盆 }] } }\n`;
    const dir = folder(SHOP, service);
    const edit = prepare(dir);
    expect(edit.takenOver).toBe(1);
    expect(edit.text).toContain('    - { every: 08-13..08-15, name: お盆 }\n    - { on: 2026-12-29');
    expect(edit.after.shop.calendar.closed.map(({ name }) => name)).toEqual(['お盆', '年末年始']);
  });

  test.each<[string, string, string]>([
    ['an alias', 'x: &l []\ncalendar: { closed: *l }\n', 'unknown key "x"'],
    ['an alias to a list elsewhere', 'calendar: { open: &l [], closed: *l }\n', 'has to be edited by hand'],
    ['an anchored list used elsewhere', 'calendar: { closed: &l [], open: *l }\n', 'has to be edited by hand'],
    ['a file with faults', 'calender: {}\n', 'did you mean "calendar"?'],
    ['no YAML', 'calendar: [\n', 'allowed: the same indentation'],
  ])('%s is refused', (_, lines, says) => {
    const dir = folder(SHOP + lines);
    const read = readChange(NEW_YEAR);
    expect('change' in read && refusal(prepareEdit(dir, 'a', read.change), dir)).toContain(says);
  });

  test('bytes that are no UTF-8 are refused, since writing would lose them', () => {
    const dir = configFolder({ 'service.yaml': SERVICE, 'shops/a.yaml': Buffer.from([0x23, 0xff]) });
    const read = readChange(NEW_YEAR);
    expect('change' in read && refusal(prepareEdit(dir, 'a', read.change), dir)).toContain('no UTF-8');
  });

  test('a byte order mark stays', () => {
    const edit = prepare(folder(`\uFEFF${SHOP}`));
    expect(edit.text.startsWith('\uFEFFname: 茶\n')).toBe(true);
    expect(edit.text.split('\uFEFF')).toHaveLength(2);
  });
});

describe('the commented sample in config/', () => {
  test.each<[ChangeRequest, string]>([
    [NEW_YEAR, '    - { on: 2026-12-29..2027-01-03, name: 年末年始 }'],
    [{ ...NEW_YEAR, list: 'open', range: '2026-11-28' }, '    - { on: 2026-11-28, name: 年末年始 }'],
  ])('%j is one new line behind its neighbours, every other line as it was', (asked, line) => {
    const read = readChange(asked);
    const edit = 'change' in read ? unwrapped(prepareEdit('config', 'sample-tea', read.change)) : null;
    const before = readFileSync('config/shops/sample-tea.yaml', 'utf8').split('\n');
    const after = edit!.text.split('\n');
    const at = after.indexOf(line);
    expect(after.toSpliced(at, 1)).toEqual(before);
    expect(after[at - 1]).toMatch(/^ {4}- \{ (on|every): /);
  });
});

describe('saving an edit', () => {
  test('replaces the file in one step and keeps its mode; nothing else is left in the folder', () => {
    const dir = folder(SHOP);
    chmodSync(fileOf(dir), 0o640);
    save(dir);
    expect(textOf(dir)).toContain('年末年始');
    expect(statSync(fileOf(dir)).mode & 0o777).toBe(0o640);
    expect(readdirSync(join(dir, 'shops'))).toEqual(['a.yaml']);
    expect('config' in loadConfig(dir)).toBe(true);
  });

  test('a link stays a link, and what it leads to is edited', () => {
    const dir = folder(SHOP);
    mkdirSync(join(dir, 'real'));
    renameSync(fileOf(dir), join(dir, 'real', 'tea.yaml'));
    symlinkSync('../real/tea.yaml', fileOf(dir));
    save(dir);
    expect(readlinkSync(fileOf(dir))).toBe('../real/tea.yaml');
    expect(readFileSync(join(dir, 'real', 'tea.yaml'), 'utf8')).toContain('年末年始');
  });

  test('a file that changed since the preview is not written over, and there is nothing to undo', () => {
    const dir = folder(SHOP);
    const edit = prepare(dir);
    writeFileSync(fileOf(dir), `${SHOP}language: en\n`);
    const refused = saveEdit(edit, join(dir, 'data'), NOW);
    expect(refused && formatFault(refused)).toContain('found a file that changed since it was read');
    expect(textOf(dir)).toBe(`${SHOP}language: en\n`);
    expect(readdirSync(join(dir, 'shops'))).toEqual(['a.yaml']);
    expect(refusal(prepareUndo(dir, join(dir, 'data'), 'a'), dir)).toContain('no edit by command');
  });

  test('of two edits at once the second is refused; a lock that a dead process left is not in the way', () => {
    const dir = folder(SHOP);
    const lock = join(dir, 'shops', '.a.yaml.edit');
    writeFileSync(lock, '');
    utimesSync(lock, NOW / 1000, NOW / 1000);
    const refused = saveEdit(prepare(dir), join(dir, 'data'), NOW + 1_000);
    expect(refused?.message).toContain('another edit of this file under way');
    expect(textOf(dir)).toBe(SHOP);
    expect(saveEdit(prepare(dir), join(dir, 'data'), NOW + 61_000)).toBeNull();
    expect(existsSync(lock)).toBe(false);
  });

  test('what cannot be taken back is not done', () => {
    const dir = folder(SHOP);
    writeFileSync(join(dir, 'data'), 'a file where the folder should be');
    expect(saveEdit(prepare(dir), join(dir, 'data'), NOW)?.message).toContain(
      'an edit that cannot be taken back is not made',
    );
    expect(textOf(dir)).toBe(SHOP);
  });
});

describe('taking edits back', () => {
  const undo = (dir: string, shop: string | null = 'a') => {
    const edit = unwrapped(prepareUndo(dir, join(dir, 'data'), shop));
    expect(saveEdit(edit, join(dir, 'data'), NOW)).toBeNull();
    return edit;
  };

  test('one after the other, to the byte, until there is none', () => {
    const before = `# mine\r\n${SHOP.replaceAll('\n', '\r\n')}# end`;
    const dir = folder(before);
    save(dir);
    const between = textOf(dir);
    save(dir, { list: 'open', range: '2026-10-17', name: '創業祭' }, NOW + 1);
    expect(undo(dir).what).toBe('undo open 2026-10-17 創業祭');
    expect(textOf(dir)).toBe(between);
    undo(dir, null);
    expect(textOf(dir)).toBe(before);
    expect(refusal(prepareUndo(dir, join(dir, 'data'), null), dir)).toContain('found no edit by command of any shop');
  });

  test('notes that are there and cannot be read are not called none', () => {
    const dir = folder(SHOP);
    mkdirSync(join(dir, 'data/edits'), { recursive: true });
    symlinkSync('a', join(dir, 'data/edits/a'));
    expect(() => prepareUndo(dir, join(dir, 'data'), 'a')).toThrow('ELOOP');
  });

  test('a note whose text is broken is left out, one that cannot be read is not', () => {
    const dir = folder(SHOP);
    save(dir);
    writeFileSync(join(dir, 'data/edits/a/000002.json'), '{"shop');
    expect(unwrapped(prepareUndo(dir, join(dir, 'data'), 'a')).text).toBe(SHOP);
    mkdirSync(join(dir, 'data/edits/a/000003.json'));
    expect(() => prepareUndo(dir, join(dir, 'data'), 'a')).toThrow('EISDIR');
  });

  test('not when the file changed since', () => {
    const dir = folder(SHOP);
    save(dir);
    writeFileSync(fileOf(dir), `${textOf(dir)}language: en\n`);
    expect(refusal(prepareUndo(dir, join(dir, 'data'), 'a'), dir)).toBe(
      'shops/a.yaml found a file that changed after the last edit by command (close 2026-12-29..2027-01-03 年末年始); allowed: the file as that edit left it; nothing was written',
    );
  });

  test('an edit that was noted but never written does not hide the one before', () => {
    const dir = folder(SHOP);
    save(dir);
    const written = textOf(dir);
    save(dir, { list: 'open', range: '2026-10-17', name: '創業祭' }, NOW + 1);
    writeFileSync(fileOf(dir), written);
    expect(unwrapped(prepareUndo(dir, join(dir, 'data'), 'a')).text).toBe(SHOP);
  });

  test('notes are kept for their owner only, and not without end', () => {
    const dir = folder(SHOP);
    for (let i = 0; i < 103; i++) {
      save(dir, { list: 'closed', range: `2026-${String(1 + (i % 12)).padStart(2, '0')}-15` }, NOW + i);
      if (i > 0) writeFileSync(fileOf(dir), SHOP);
    }
    const notes = readdirSync(join(dir, 'data', 'edits', 'a'));
    expect([notes.length, notes[0], notes.at(-1)]).toEqual([100, '000004.json', '000103.json']);
    expect(statSync(join(dir, 'data', 'edits', 'a', notes[0]!)).mode & 0o777).toBe(0o600);
    expect(statSync(join(dir, 'data', 'edits', 'a')).mode & 0o777).toBe(0o700);
  });

  test('notes of another config folder are not ours', () => {
    const [dir, other] = [folder(SHOP), folder(SHOP)];
    save(dir);
    expect(refusal(prepareUndo(other, join(dir, 'data'), 'a'), other)).toContain('no edit by command of a');
  });
});
