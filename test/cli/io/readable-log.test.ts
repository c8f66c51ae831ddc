import pino from 'pino';
import { expect, test } from 'vitest';
import { readableLog } from '../../../src/cli/io/readable-log.ts';

/** Without colours and without the time, which is the machine's. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the colours of a terminal
const plain = (line: string): string => line.replaceAll(/\u001b\[\d+m/g, '').replace(/^\d\d:\d\d:\d\d /, '');

function written(log: (logger: pino.Logger) => void): string[] {
  const lines: string[] = [];
  log(
    pino(
      { level: 'debug' },
      readableLog((line) => lines.push(line)),
    ),
  );
  return lines;
}

test('a line says when, how grave, what, and the facts beside it', () => {
  const [line, ...more] = written((logger) => logger.info({ url: 'http://127.0.0.1:8080', shops: 3 }, 'running'));
  expect(more).toEqual([]);
  expect(line).toMatch(/^(\S*)\d\d:\d\d:\d\d/);
  expect(plain(line!)).toBe('INFO  running  url=http://127.0.0.1:8080  shops=3\n');
});

test('an error brings where it came from', () => {
  const [line] = written((logger) => logger.error({ err: new Error('no route') }, 'could not read'));
  expect(plain(line!)).toMatch(/^ERROR could not read\n {2}Error: no route\n {6}at /);
});

test('lists and levels are written out', () => {
  const lines = written((logger) => {
    logger.warn({ roles: ['http', 'worker'] }, 'showing');
    logger.debug('quiet');
  });
  expect(lines.map(plain)).toEqual(['WARN  showing  roles=["http","worker"]\n', 'DEBUG quiet\n']);
});
