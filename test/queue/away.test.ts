// The server is away, hangs, or comes back: the same suite on both backends, with a relay before the server.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { BACKENDS, type Bench, gate, openBench, recording } from './harness.ts';
import { openWire, type Wire } from './wire.ts';

describe.each(BACKENDS)('on $backend', ({ use }) => {
  const server = use();
  let wire: Wire;
  let url: string;
  let bench: Bench;

  beforeEach(async () => {
    wire = await openWire(server.url);
    url = wire.url;
    bench = openBench();
  });
  afterEach(async () => {
    await bench?.closeAll();
    await wire?.close();
  });

  /** What the log was told of contact, in order; a slow machine may lose it once more than the test takes it away. */
  const contact = () => {
    const words = { info: 'here', error: 'away', warn: null } as const;
    return bench.lines.flatMap(({ level }) => words[level] ?? []);
  };
  /** One line per outage and one per recovery, however often clients try. */
  const inTurns = (first: 'here' | 'away') => {
    const other = first === 'here' ? 'away' : 'here';
    return contact().map((_, at) => (at % 2 === 0 ? first : other));
  };

  test('while the server is away adding says false, and afterwards everything works by itself', async () => {
    const queue = await bench.connect({ url });
    await wire.cut();

    expect(await queue.armAlarms([bench.clock.now()])).toBe(false);
    expect(await queue.wakeMail(['1'])).toBe(false);
    expect(await queue.depth()).toBeNull();
    await eventually(() => !queue.health().connected);
    expect(queue.health().error).not.toBeNull();
    await wire.mend();
    await eventually(() => queue.health().connected);

    await eventually(() => queue.armAlarms([bench.clock.now()]));
    await eventually(() => bench.calls.length > 0);
    expect(contact()).toEqual(inTurns('here'));
    expect(contact()).toContain('away');
    expect(bench.lines.filter(({ level }) => level === 'info').at(-1)?.message).toBe('The queue answers');
  });

  test('a server that comes back empty is used as before', async () => {
    const queue = await bench.connect({ url });
    await eventually(() => queue.armAlarms([bench.clock.now() + 600_000]));
    await wire.cut();
    await server.wipe(bench.name);
    await wire.mend();
    await eventually(() => queue.wakeMail(['1']));

    await eventually(() => bench.calls.includes('mail 1'));
    await eventually(async () => (await queue.depth())?.alarm.delayed === 0);
  });

  test('opening does not wait for a server that is away, and finds it later', async () => {
    await wire.cut();
    const queue = await bench.open({ url });

    expect(await queue.wakeMail(['1'])).toBe(false);
    await eventually(() => contact().includes('away'));
    await wire.mend();

    await eventually(() => queue.wakeMail(['1']));
    await eventually(() => bench.calls.length > 0);
    expect(new Set(bench.calls)).toEqual(new Set(['mail 1']));
    expect(contact()).toEqual(inTurns('away'));
  });

  test('a server that hangs is given up on, and used again when it answers', async () => {
    const queue = await bench.connect({ url });
    wire.freeze();

    expect(await queue.armAlarms([bench.clock.now()])).toBe(false);
    await eventually(() => !queue.health().connected);
    await wire.mend();

    await eventually(() => queue.armAlarms([bench.clock.now()]));
    await eventually(() => bench.calls.length > 0);
  });

  test('closing while the server is away still waits for the handler in work', async () => {
    const { opened, open } = gate();
    const ended: string[] = [];
    const handlers = recording(bench.calls, { mail: (id) => opened.then(() => void ended.push(id)) });
    const queue = await bench.connect({ url, handlers });
    await eventually(() => queue.wakeMail(['1']));
    await eventually(() => bench.calls.length > 0);
    await wire.cut();
    await queue.wakeMail(['2']);
    await eventually(() => !queue.health().connected);

    const closed = queue.close().then(() => ended.push('closed'));
    open();
    await closed;

    expect(ended).toEqual(['1', 'closed']);
  });

  test('closing ends when the server goes away meanwhile', async () => {
    const { opened, open } = gate();
    const queue = await bench.connect({ url, handlers: recording(bench.calls, { mail: () => opened }) });
    await eventually(() => queue.wakeMail(['1']));
    await eventually(() => bench.calls.length > 0);

    const closed = queue.close();
    await wire.cut();
    open();

    await closed;
  });

  test('closing ends when there never was a server', async () => {
    await wire.cut();
    const queue = await bench.open({ url });
    await queue.close();
    expect(queue.health().connected).toBe(false);
  });

  test('a job that ends during an outage does not keep its worker from the next', async () => {
    const { opened, open } = gate();
    const handlers = recording(bench.calls, { mail: (id) => (id === '1' ? opened : Promise.resolve()) });
    const queue = await bench.connect({ url, handlers, lockMs: 1000 });
    await eventually(() => queue.wakeMail(['1']));
    await eventually(() => bench.calls.length > 0);
    await wire.cut();
    open();
    await wire.mend();

    await eventually(() => queue.wakeMail(['2']));
    await eventually(() => bench.calls.includes('mail 2'));
    await eventually(async () => (await queue.depth())?.mail.active === 0);
  });

  test('neither a wrong password nor a failing handler brings the password into a log', async () => {
    const right = new URL(server.url).password;
    const wrong = new URL(url);
    wrong.password = 'wrong-%2Fword';
    await bench.open({ url: wrong.href, name: `${bench.name}-x` });
    const fails = () => Promise.reject(new Error(`could not connect to ${url}`));
    const queue = await bench.connect({ url, handlers: recording(bench.calls, { alarm: fails }) });
    await eventually(() => queue.armAlarms([bench.clock.now()]));

    await eventually(() => contact().includes('away') && bench.lines.some((line) => line.level === 'warn'));
    await wire.cut();
    await queue.wakeMail(['1']);
    await eventually(() => !queue.health().connected);
    const everything = JSON.stringify([bench.lines, queue.health()]);
    for (const secret of [right, 'wrong-%2Fword', 'wrong-/word']) expect(everything).not.toContain(secret);
  });
});
