// `webhook` from the command line: the schema as a receiver would use it, and a real message over real HTTP.

import { afterEach, describe, expect, test, vi } from 'vitest';
import { run } from '../../../src/cli/program.ts';
import { configFolder, SERVICE, SHOP } from '../../config/folder.ts';
import { isSigned, type Receiver, SECRET, startReceiver } from '../../webhook/http-server.ts';
import { testIo } from '../io.ts';

afterEach(() => void vi.unstubAllEnvs());

async function command(...argv: string[]) {
  const io = testIo();
  const code = await run(['webhook', ...argv], io, '1.2.3');
  return { code, text: io.written.join('\n'), errors: io.errors.join('\n') };
}

/** A folder whose shop `a` and whose ops have this webhook. */
function folder({ url }: Pick<Receiver, 'url'>, allowPrivate = true): string {
  vi.stubEnv('HOOK', SECRET);
  const webhook = `webhook: { url: "${url}", secret: "$\{HOOK}" }\n`;
  const service = `${SERVICE}${webhook}allowPrivate: ${allowPrivate}\n`;
  return configFolder({ 'service.yaml': service, 'shops/a.yaml': SHOP + webhook, 'shops/b.yaml': SHOP });
}

describe('webhook', () => {
  test('schema: the JSON Schema of the four messages', async () => {
    const { code, text } = await command('schema');
    const { oneOf } = JSON.parse(text) as { oneOf: { properties: { type: { const: string } } }[] };
    expect(code).toBe(0);
    expect(oneOf.map(({ properties }) => properties.type.const)).toEqual([
      'owner_alert',
      'ops_summary',
      'promises',
      'monitoring',
    ]);
  });

  test.each(['a', 'ops'])('test %s: a signed message that asks for nothing', async (target) => {
    const hook = await startReceiver();
    const answer = await command('test', target, '--config', folder(hook));
    expect(answer).toMatchObject({ code: 0, text: expect.stringContaining('taken (HTTP 204)') });
    expect(isSigned(hook.received[0]!)).toBe(true);
    expect(hook.received[0]?.document).toMatchObject({ type: 'monitoring', cause: 'test' });
  });

  test.each<[status: number, code: number, says: string]>([
    [404, 1, 'refused'],
    [410, 1, 'gone'],
    [503, 3, 'tried again'],
  ])('test: an answer of %i ends with %i', async (status, code, says) => {
    const hook = await startReceiver();
    hook.answers.push(status);
    const answer = await command('test', 'a', '--config', folder(hook));
    expect(answer).toMatchObject({ code, text: expect.stringContaining(says) });
  });

  test('test: a private address is not asked, and no more than the host is shown', async () => {
    const hook = await startReceiver();
    const answer = await command('test', 'a', '--config', folder({ url: `${hook.url}/a-key` }, false));
    expect(answer).toMatchObject({ code: 1, text: expect.stringContaining('not public (loopback)') });
    expect(answer.text).not.toContain('a-key');
    expect(hook.received).toEqual([]);
  });

  test('test: a shop without a webhook is told which have one', async () => {
    const hook = await startReceiver();
    const answer = await command('test', 'b', '--config', folder(hook));
    expect(answer).toMatchObject({ code: 2, errors: expect.stringContaining('allowed: ops, a') });
  });
});
