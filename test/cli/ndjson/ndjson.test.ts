import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerLines, RequestError, readLines } from '../../../src/cli/ndjson/ndjson.ts';
import { testIo } from '../io.ts';

async function answers(...chunks: readonly (string | Uint8Array)[]): Promise<{ code: number; lines: unknown[] }> {
  const io = testIo(...chunks);
  const code = await answerLines(io, ['id', 'ok'], ({ ok }) => {
    if (ok === false) throw new RequestError('invalid-event', 'no');
    return { ok };
  });
  return { code, lines: io.lines().map((line) => JSON.parse(line)) };
}

async function linesOf(chunks: readonly Uint8Array[]): Promise<(string | null)[]> {
  const all: (string | null)[] = [];
  for await (const lines of readLines(testIo(...chunks).input)) all.push(...lines);
  return all;
}

describe('answering NDJSON', () => {
  test('one answer a line in the same order, blank lines skipped, the last line break optional', async () => {
    const { code, lines } = await answers('{"id":"a","ok":1}\r\n\n  \n{"id":2,"ok":2}');
    expect(lines).toEqual([
      { id: 'a', ok: 1 },
      { id: 2, ok: 2 },
    ]);
    expect(code).toBe(0);
  });

  test('no line, no answer', async () => {
    expect(await answers()).toEqual({ code: 0, lines: [] });
  });

  test('a bad line answers with an error, the others go on, and the exit code is 1', async () => {
    const { code, lines } = await answers('{"id":"a","ok":false}\n{"id":"b","ok":1}\n');
    expect(lines).toEqual([
      { id: 'a', error: { code: 'invalid-event', message: 'no' } },
      { id: 'b', ok: 1 },
    ]);
    expect(code).toBe(1);
  });

  test.each([
    ['no JSON', '{"id":"a"', null],
    ['a list', '[{"id":"a"}]', null],
    ['null', 'null', null],
    ['an id of another kind', '{"id":{"a":1}}', null],
    ['an unknown key', '{"id":"a","okay":1}', 'a'],
    ['a key that every object has', '{"id":"a","__proto__":1}', 'a'],
    ['broken UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), null],
    ['more than 1 MiB', `{"id":"a","ok":"${'x'.repeat(1024 * 1024)}"}`, null],
  ])('%s is an invalid request', async (_, line, id) => {
    const { code, lines } = await answers('{"id":1}\n', line, '\n{"id":2}\n');
    expect(lines).toMatchObject([{ id: 1 }, { id, error: { code: 'invalid-request' } }, { id: 2 }]);
    expect(code).toBe(1);
  });

  test('unknown keys are named, with what was meant', async () => {
    const { lines } = await answers('{"id":"a","oK":1,"x":2}');
    expect(lines).toMatchObject([
      { error: { message: 'found unknown keys: "oK", did you mean "ok"?; "x"; allowed: id, ok' } },
    ]);
  });

  test('a missing id is null', async () => {
    expect((await answers('{"ok":1}')).lines).toEqual([{ id: null, ok: 1 }]);
  });

  test('an answer waits until a slow reader has taken the one before', async () => {
    const order: string[] = [];
    const io = testIo('{"id":1}\n', '{"id":2}\n');
    const write = async (lines: string) => {
      order.push(`begin ${lines}`);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`end ${lines}`);
    };
    await answerLines({ ...io, input: io.input, write }, ['id'], () => ({}));
    expect(order).toEqual(['begin {"id":1}', 'end {"id":1}', 'begin {"id":2}', 'end {"id":2}']);
  });

  test('however the bytes are cut into chunks, the lines are the same', async () => {
    const text = Buffer.from('{"a":"問い合わせ"}\n\n{"b":1}\r\nend');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: text.length })), async (cuts) => {
        const marks = [0, ...cuts.sort((a, b) => a - b), text.length];
        const chunks = marks.slice(1).map((end, i) => text.subarray(marks[i], end));
        expect(await linesOf(chunks)).toEqual(text.toString().split('\n'));
      }),
    );
  });
});
