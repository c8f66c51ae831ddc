import { describe, expect, test } from 'vitest';
import { linesOf } from '../../../../src/http/api/intake/event-lines.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('the body of POST /v1/events', () => {
  const one = [{ line: 1, value: { a: 1 } }];
  test.each<[string, string, string | undefined, unknown]>([
    ['an array by its first byte', '[{"a":1}]', undefined, one],
    ['an array behind spaces and a byte order mark', '\ufeff \n[{"a":1}]', undefined, one],
    ['NDJSON by its first byte', '{"a":1}\n', undefined, one],
    ['NDJSON with CRLF', '{"a":1}\r\n{"a":2}\r\n', undefined, [...one, { line: 2, value: { a: 2 } }]],
    ['NDJSON with blank lines, which count as lines', '\n\n{"a":1}', undefined, [{ line: 3, value: { a: 1 } }]],
    ['NDJSON by its type, even if a line is an array', '[1]', 'application/x-ndjson', [{ line: 1, value: [1] }]],
    ['an array by its first byte whatever the type', '[{"a":1}]', 'text/plain; charset=utf-8', one],
    ['nothing', '', undefined, []],
    ['an empty array', '[]', 'application/json', []],
  ])('reads %s', async (_, body, type, lines) => {
    expect(await linesOf(bytes(body), type)).toEqual(lines);
  });

  test('refuses a broken array as a whole, without quoting it', async () => {
    const fault = await linesOf(bytes('[{"secret": "text"'), 'application/json');
    expect(fault).toMatchObject({ code: 'invalid-json' });
    expect(JSON.stringify(fault)).not.toContain('secret');
  });

  test('refuses an array with broken UTF-8 as a whole', async () => {
    const body = Buffer.concat([bytes('["'), Buffer.from([0xff, 0xfe]), bytes('"]')]);
    expect(await linesOf(body, 'application/json')).toMatchObject({ code: 'invalid-encoding' });
  });

  test('refuses only the NDJSON line with broken UTF-8', async () => {
    const body = Buffer.concat([bytes('{"a":1}\n{"b":"'), Buffer.from([0xe3, 0x81]), bytes('"}\n{"c":3}')]);
    expect(await linesOf(body, undefined)).toEqual([
      { line: 1, value: { a: 1 } },
      { line: 2, fault: 'the line must be UTF-8' },
      { line: 3, value: { c: 3 } },
    ]);
  });

  test('refuses only the NDJSON line that is no JSON, without quoting it', async () => {
    const lines = await linesOf(bytes('oh dear\n{"a":1}'), undefined);
    expect(lines).toMatchObject([
      { line: 1, fault: expect.stringContaining('no JSON') },
      { line: 2, value: { a: 1 } },
    ]);
    expect(JSON.stringify(lines)).not.toContain('dear');
  });

  test('refuses what nests too deep: an array as a whole, a line alone', async () => {
    const deep = '['.repeat(100_000);
    expect(await linesOf(bytes(deep), 'application/json')).toMatchObject({ detail: 'the body nests too deep' });
    const lines = await linesOf(bytes(`{"a":${deep}\n{"a":1}`), undefined);
    expect(lines).toEqual([
      { line: 1, fault: 'the line nests too deep; one JSON object a line is needed' },
      { line: 2, value: { a: 1 } },
    ]);
  });

  test.each([
    ['`{`', '{\n'],
    ['nothing', '\n'],
    ['a space', ' \n'],
    ['1 in an array', '1,'],
  ])('a megabyte of lines of %s costs little, and others get their turn meanwhile', async (_, unit) => {
    const inArray = unit.endsWith(',');
    const whole = (text: string) => bytes(inArray ? `[${text}1]` : text);
    const within = await longestWait(() => linesOf(whole(unit.repeat(9_000)), undefined));
    expect(within.took).toHaveLength(unit.trim() === '' ? 0 : inArray ? 9_001 : 9_000);
    expect(within.longestMs).toBeLessThan(200);
    const beyond = await longestWait(() => linesOf(whole(unit.repeat(1_000_000 / unit.length)), undefined));
    if (unit.trim() !== '') expect(beyond.took).toMatchObject({ code: 'too-many-lines' });
    expect(beyond.longestMs).toBeLessThan(500);
  });
});

/** How long others had to wait for their turn while `work` went on, in this process's own time: the machine may be busy. */
async function longestWait<T>(work: () => Promise<T>): Promise<{ took: T; longestMs: number }> {
  let longestMs = 0;
  const ownMs = () => process.cpuUsage().user / 1_000;
  let last = ownMs();
  let going = true;
  const look = () => {
    longestMs = Math.max(longestMs, ownMs() - last);
    last = ownMs();
    if (going) setImmediate(look);
  };
  setImmediate(look);
  const took = await work();
  going = false;
  look();
  return { took, longestMs };
}
