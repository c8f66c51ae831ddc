import { describe, expect, test } from 'vitest';
import { transportOf } from '../../src/queue/backend.ts';

describe('the URL of the queue', () => {
  test.each([
    ['redis://127.0.0.1:6379/2', 'redis://127.0.0.1:6379/2'],
    ['rediss://bull:s3cret@redis.example.jp', 'rediss://redis.example.jp'],
    ['postgres://sla:s3cret@db.example.jp/sla?sslmode=require&password=s3cret', 'postgres://db.example.jp/sla'],
    ['postgresql://sla:s3cret@db.example.jp:5433/sla', 'postgresql://db.example.jp:5433/sla'],
  ])('%s is known and named in logs without credentials', (url, label) => {
    expect(transportOf(url).label).toBe(label);
  });

  test.each([
    ['https://:s3cret@127.0.0.1', 'scheme https://'],
    ['s3cret', 'no URL'],
    ['', 'no URL'],
  ])('%s is refused with what was found and what is allowed, and is not repeated', (url, found) => {
    const message = refusal(url);
    expect(message).toContain(found);
    expect(message).toContain('rediss://');
    expect(message).not.toContain('s3cret');
  });

  test('TLS, user, password and database reach the client', () => {
    const links = transportOf('rediss://bull:s%2Fcret@127.0.0.1:1/3').open();
    expect(links.producer.connection).toMatchObject({
      options: { tls: expect.anything(), username: 'bull', password: 's/cret', db: 3, enableOfflineQueue: false },
    });
    links.cut();
  });

  test('options of a Postgres URL are kept beside ours', () => {
    const { producer } = transportOf('postgres://db.example.jp/sla?options=-c%20jit%3Doff').open();
    expect(producer.connection).toMatchObject({
      connectionString: 'postgres://db.example.jp/sla',
      options: '-c jit=off -c synchronous_commit=off',
    });
  });
});

describe('an error in words', () => {
  const { describe: inWords } = transportOf('postgres://sla:p%40ss@db.example.jp/sla');

  test.each([
    [Object.assign(new Error('too many clients'), { code: '53300' }), '53300: too many clients'],
    [Object.assign(new Error('connect ECONNREFUSED ::1'), { code: 'ECONNREFUSED' }), 'connect ECONNREFUSED ::1'],
    [new AggregateError([new Error('connect ECONNREFUSED ::1')], ''), 'connect ECONNREFUSED ::1'],
    [new Error(''), 'Error'],
    ['plain', 'plain'],
    [new Error('user sla, password p@ss or p%40ss'), 'user sla, password *** or ***'],
    [new Error('at postgres://sla:p%40ss@db.example.jp/sla'), 'at postgres://sla:***@db.example.jp/sla'],
  ])('%s', (error, words) => {
    expect(inWords(error)).toBe(words);
  });
});

function refusal(url: string): string {
  try {
    transportOf(url);
  } catch (error) {
    if (error instanceof RangeError) return error.message;
  }
  throw new Error('was not refused with a RangeError');
}
