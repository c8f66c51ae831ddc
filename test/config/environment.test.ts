import { describe, expect, test } from 'vitest';
import { colourWanted, readEnvironment } from '../../src/config/environment.ts';
import { InvalidConfigError } from '../../src/config/values/faults.ts';

describe('reading the environment', () => {
  test('nothing set, or set to nothing: Postgres embedded, mails as files', () => {
    const expected = {
      databaseUrl: null,
      queueUrl: null,
      smtpUrl: null,
      port: 8080,
      trustProxy: 0,
      logLevel: 'info',
      otlpEndpoint: null,
    };
    expect(readEnvironment({})).toMatchObject(expected);
    expect(readEnvironment({ DATABASE_URL: '', QUEUE_URL: '', SMTP_URL: '', PORT: '', LOG_LEVEL: '' })).toMatchObject(
      expected,
    );
  });

  test('what is set is taken as it is', () => {
    const env = {
      DATABASE_URL: 'postgres://u:p@db/x',
      QUEUE_URL: 'rediss://r:6380',
      SMTP_URL: 'smtps://m',
      PORT: '0',
      TRUST_PROXY: '2',
      LOG_LEVEL: 'debug',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
    };
    expect(readEnvironment(env)).toMatchObject({
      databaseUrl: env.DATABASE_URL,
      queueUrl: env.QUEUE_URL,
      smtpUrl: env.SMTP_URL,
      port: 0,
      trustProxy: 2,
      logLevel: 'debug',
      otlpEndpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT,
    });
  });

  test('a secret that is empty counts as missing', () => {
    const { secret } = readEnvironment({ A: 'x', B: '' });
    expect([secret('A'), secret('B'), secret('C')]).toEqual(['x', undefined, undefined]);
  });

  test.each([
    [undefined, 'missing', undefined],
    ['', 'empty', undefined],
    [' \n', 'empty', undefined],
    ['"SL_key"', 'quoted', undefined],
    ["'SL_key'\n", 'quoted', undefined],
    ['SL_key', null, 'SL_key'],
    [' SL_key\r\n', null, 'SL_key'],
    ['"', null, '"'],
  ])('the secret %j', (value, fault, read) => {
    const { secret, secretFault } = readEnvironment({ A: value });
    expect([secretFault('A'), secret('A')]).toEqual([fault, read]);
  });

  test('blanks and line ends around a value are taken off; quotation marks are named', () => {
    expect(readEnvironment({ PORT: ' 80\n', DATABASE_URL: 'postgres://db/x\n' })).toMatchObject({
      port: 80,
      databaseUrl: 'postgres://db/x',
    });
    expect(() => readEnvironment({ SMTP_URL: '"smtp://mail"' })).toThrow('take the quotation marks off');
  });

  test('all faults are told at once and none shows a value', () => {
    const env = {
      DATABASE_URL: 'mysql://u:hunter2@db',
      QUEUE_URL: 'hunter2',
      SMTP_URL: 'http://hunter2',
      PORT: '99999',
      TRUST_PROXY: 'hunter2',
      LOG_LEVEL: 'hunter2',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'grpc://hunter2',
    };
    let message = '';
    try {
      readEnvironment(env);
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidConfigError);
      message = String(error);
    }
    for (const name of Object.keys(env)) expect(message).toContain(name);
    expect(message).not.toContain('hunter2');
    expect(message).toContain(
      'QUEUE_URL: found a text that is no URL; allowed: a URL that begins with redis://, rediss://',
    );
  });

  test('NO_COLOR turns colours off', () => {
    expect([colourWanted({}), colourWanted({ NO_COLOR: '1' })]).toEqual([true, false]);
  });
});
