import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { init } from '../../../src/cli/operations/init.ts';
import { knownMalls } from '../../../src/config/edit/starter.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { testIo } from '../io.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'inquiry-sla-init-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Somebody at a terminal who types these lines. */
const person = (...lines: string[]) => ({ ...testIo(...lines.map((line) => `${line}\n`)), asks: true });

function shopOf(id: string) {
  const read = loadConfig(folder);
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  return { service: read.config.service, shop: read.config.shops.get(id)! };
}

describe('init', () => {
  test('five answers make two files that are read without fault', async () => {
    const io = person('midori-tea', 'みどり茶', '', 'sun, wed', 'owner@midori-tea.example');
    expect(await init(folder, {}, io)).toBe(0);
    const { service, shop } = shopOf('midori-tea');
    expect(service.ops).toEqual(['owner@midori-tea.example']);
    expect(shop).toMatchObject({ name: 'みどり茶', owner: ['owner@midori-tea.example'] });
    expect(shop.calendar.weeklyClosed).toEqual(['sun', 'wed']);
    expect(io.lines().filter((line) => line.includes('／'))).toHaveLength(5 + 3);
  });

  test('a wrong answer is asked again, with what is allowed', async () => {
    const io = person('緑茶', 'midori', 'みどり', 'lazda', 'lazada', 'sonntag', 'none', 'nobody', 'a@b.example');
    expect(await init(folder, {}, io)).toBe(0);
    expect(io.errors).toHaveLength(4);
    expect(shopOf('midori').shop.calendar.weeklyClosed).toEqual([]);
  });

  test.each(knownMalls())('options alone do for %s, and nobody but the one named is told', async (mall) => {
    const io = testIo();
    expect(await init(folder, { shop: 'a', name: 'A', mall, mail: 'me@shop.example' }, io)).toBe(0);
    expect(io.errors).toEqual([]);
    const text =
      readFileSync(join(folder, 'shops/a.yaml'), 'utf8') + readFileSync(join(folder, 'service.yaml'), 'utf8');
    expect(text.match(/[\w.]+@example\.jp/g)).toEqual(['sla@example.jp']);
    expect(shopOf('a').shop.owner).toEqual(['me@shop.example']);
  });

  test('what is there stays: a shop is added beside service.yaml, a shop file is never written over', async () => {
    await init(folder, { shop: 'a', name: 'A', mail: 'a@shop.example' }, testIo());
    writeFileSync(
      join(folder, 'service.yaml'),
      readFileSync(join(folder, 'service.yaml'), 'utf8').replace('ops: ', 'ops:   '),
    );
    const kept = readFileSync(join(folder, 'service.yaml'), 'utf8');
    expect(await init(folder, { shop: 'b', name: 'B', mail: 'b@shop.example' }, testIo())).toBe(0);
    const again = testIo();
    expect(await init(folder, { shop: 'b', name: 'C', mail: 'c@shop.example' }, again)).toBe(1);
    expect(again.errors[0]).toContain('すでにあります');
    expect(readdirSync(join(folder, 'shops')).sort()).toEqual(['a.yaml', 'b.yaml']);
    expect(readFileSync(join(folder, 'service.yaml'), 'utf8')).toBe(kept);
    expect(shopOf('b').shop.name).toBe('B');
  });

  test.each([
    [{ shop: 'A shop', name: 'A', mail: 'a@b.example' }, '--shop: "A shop"'],
    [{ shop: 'a', name: 'A', mall: 'lazda', mail: 'a@b.example' }, '--mall: "lazda"'],
    [{ shop: 'a', name: 'A', mail: 'nobody' }, '--mail: "nobody"'],
    [{ shop: 'a', name: 'A' }, '--mail: 指定してください'],
    [{ shop: 'a', name: 'A\u0000', mail: 'a@b.example' }, 'shops/a.yaml'],
  ])('%j is refused, and nothing is written', async (options, words) => {
    const io = testIo();
    expect(await init(folder, options, io)).toBe(2);
    expect(io.errors.join('\n')).toContain(words);
    expect(readdirSync(folder)).toEqual([]);
  });
});
