import { beforeEach, describe, expect, test } from 'vitest';
import { createHttpApp } from '../../src/http/http-app.ts';
import { createLiveStreams, type LiveStreams } from '../../src/http/live-streams.ts';
import { createToken, revokeToken } from '../../src/service/access/tokens.ts';
import { createLive } from '../../src/service/board/watch-changes.ts';
import { silentLogger } from '../support/database.ts';
import { shopOf } from '../support/service.ts';
import { bearer } from './access/desk.ts';
import { fixture, HEALTHY, line } from './support.ts';

const on = fixture(() => [shopOf('sample-tea'), shopOf('other')]);
let streams: LiveStreams;
let ask: (path: string, headers?: Record<string, string>) => Promise<Response>;

beforeEach(() => {
  streams = createLiveStreams(createLive(on.service, 5));
  const app = createHttpApp({ service: on.service, health: HEALTHY, logger: silentLogger, live: streams });
  ask = async (path, headers = {}) => app.request(path, { headers });
});

interface Event {
  readonly event: string;
  readonly id: string;
}

/** Reads a stream event by event; null when it has ended. */
function reader(answer: Response) {
  const chunks = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  return {
    next: async (): Promise<Event | null> => {
      const { done, value = '' } = await chunks.read();
      if (done) return null;
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(value)?.[1] ?? '';
      return { event: field('event'), id: field('id') };
    },
    leave: () => chunks.cancel(),
  };
}

const message = line('q1', 'customer_message', '2026-11-25T10:00:00+09:00');

describe('a stream', () => {
  test.each(['/live', '/shops/sample-tea/live'])('%s tells of a change once', async (path) => {
    const answer = await ask(path);
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    const { next, leave } = reader(answer);
    const hello = await next();
    expect(hello?.event).toBe('hello');
    await on.take(message);
    const changed = await next();
    expect(changed?.event).toBe('changed');
    expect(changed?.id).not.toBe(hello?.id);
    await leave();
  });

  test('tells at once what was missed while the reader was away', async () => {
    const first = reader(await ask('/shops/sample-tea/live'));
    const { id } = (await first.next())!;
    await first.leave();
    await on.take(message);
    const second = reader(await ask('/shops/sample-tea/live', { 'last-event-id': id }));
    expect((await second.next())?.event).toBe('changed');
    await second.leave();
  });

  test('ends when the server closes, and no new one begins', async () => {
    const { next } = reader(await ask('/live'));
    await next();
    streams.close();
    expect(await next()).toBeNull();
    expect((await ask('/live')).status).toBe(503);
  });

  test('is refused to another shop’s token and to one that was revoked', async () => {
    const made = await createToken(on.service, { name: '山田', scope: 'read', shop: 'other', expires: undefined });
    if ('refused' in made) throw new Error(made.refused);
    const headers = bearer(made.secret);
    expect((await ask('/shops/sample-tea/live', headers)).status).toBe(403);
    const open = await ask('/shops/other/live', headers);
    expect(open.status).toBe(200);
    await open.body?.cancel();
    await revokeToken(on.service, made.token.id);
    expect((await ask('/shops/other/live', headers)).status).toBe(401);
  });

  test('one principal has at most a hundred; each that ends makes room', async () => {
    const open = await Promise.all(Array.from({ length: 100 }, () => ask('/live')));
    expect(open.map(({ status }) => status)).toEqual(open.map(() => 200));
    expect((await ask('/live')).status).toBe(429);
    const readers = open.map(reader);
    await readers[0]!.next();
    await readers[0]!.leave();
    const again = await ask('/live');
    expect(again.status).toBe(200);
    streams.close();
  });
});
