// `start` as a process on one database: two at once on an empty one, a broken file, and a database that is away.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { MIDORI, SERVICE_YAML } from '../../src/demo/story-shops.ts';
import { freshDatabase } from '../support/database.ts';
import { builtProgram } from '../support/run/programs.ts';

const LONG_MS = 180_000;
const MAIN = builtProgram('src/main.ts');

interface Started {
  /** Resolves with the first line of the log that holds the words. */
  said(words: string): Promise<string>;
  signal(name: NodeJS.Signals): void;
  readonly ended: Promise<{ code: number | null; errors: string }>;
}

function folder(shops: Readonly<Record<string, string>>): string {
  const dir = mkdtempSync(join(tmpdir(), 'inquiry-sla-start-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  mkdirSync(join(dir, 'config', 'shops'), { recursive: true });
  writeFileSync(join(dir, 'config', 'service.yaml'), SERVICE_YAML);
  for (const [id, text] of Object.entries(shops)) writeFileSync(join(dir, 'config', 'shops', `${id}.yaml`), text);
  return dir;
}

/** The real command; no RMS is asked, because no secret is set. The database is given by the folder's .env. */
function start(dir: string, databaseUrl: string): Started {
  writeFileSync(join(dir, '.env'), `# the database\nDATABASE_URL="${databaseUrl}"\nPORT=0\n`);
  const args = [MAIN, 'start'];
  const { PATH } = process.env;
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: dir, env: { PATH } });
  onTestFinished(() => void child.kill('SIGKILL'));
  const exit = once(child, 'exit') as Promise<[number | null]>;
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const lines: string[] = [];
  const waiting: { words: string; tell(line: string): void }[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    for (const { words, tell } of waiting) if (line.includes(words)) tell(line);
  });
  return {
    said: (words) =>
      new Promise((tell, fail) => {
        const known = lines.find((line) => line.includes(words));
        if (known !== undefined) return tell(known);
        waiting.push({ words, tell });
        void exit.then(() => fail(new Error(`it ended before it said ${words}: ${lines.join('\n')}\n${errors}`)));
      }),
    signal: (name) => void child.kill(name),
    ended: exit.then(([code]) => ({ code, errors })),
  };
}

async function emptyDatabase(): Promise<string> {
  const empty = await freshDatabase({ migrated: false });
  onTestFinished(() => empty.drop());
  return empty.url;
}

test(
  'two at once on an empty database, then one with a broken file: the shop goes on with its last good revision',
  async () => {
    const url = await emptyDatabase();
    const dir = folder({ [MIDORI.id]: MIDORI.yaml });
    const both = [start(dir, url), start(dir, url)];
    for (const one of both) await one.said('"msg":"running');
    for (const one of both) one.signal('SIGTERM');
    for (const one of both) expect(await one.ended).toEqual({ code: 0, errors: '' });

    writeFileSync(join(dir, 'config', 'shops', `${MIDORI.id}.yaml`), 'name: [\n');
    writeFileSync(join(dir, 'config', 'shops', 'new.yaml'), 'name: [\n');
    const broken = start(dir, url);
    expect(await broken.said(`${MIDORI.id} works with its last good revision`)).toContain('"level":50');
    await broken.said('new is not watched: its file was never good');
    const { url: board } = JSON.parse(await broken.said('"msg":"running'));
    const health = (await (await fetch(`${board}/readyz`)).json()) as { parts: { config: object } };
    expect(health.parts.config).toMatchObject({ kept: [MIDORI.id], leftOut: ['new'], brokenSince: expect.any(String) });
    broken.signal('SIGTERM');
    expect((await broken.ended).code).toBe(0);
  },
  LONG_MS,
);

test(
  'broken files of which nothing ever was good are refused: exit code 2',
  async () => {
    const started = start(folder({ tea: 'name: [\n' }), await emptyDatabase());
    const { code, errors } = await started.ended;
    expect(errors).toMatch(/config\/shops\/tea\.yaml:\d+:\d+ found/);
    expect(errors).toContain('config: 1 fault, nothing was started; see: inquiry-sla check config');
    expect(code).toBe(2);
  },
  LONG_MS,
);

test(
  'SIGTERM ends the waiting for a database that is away',
  async () => {
    const dir = folder({ [MIDORI.id]: MIDORI.yaml });
    const waiting = start(dir, 'postgres://user:very-secret@127.0.0.1:1/none');
    expect(await waiting.said('waiting for the database')).not.toContain('very-secret');
    waiting.signal('SIGTERM');
    expect(await waiting.ended).toEqual({ code: 0, errors: '' });
  },
  LONG_MS,
);

test(
  'a database that lets nobody in is not waited for: exit code 3',
  async () => {
    const dir = folder({ [MIDORI.id]: MIDORI.yaml });
    const wrong = new URL(await emptyDatabase());
    wrong.password = 'very-wrong';
    const { code, errors } = await start(dir, wrong.href).ended;
    expect(errors).not.toContain('very-wrong');
    expect(errors).not.toMatch(/^\s+at /m);
    expect(code).toBe(3);
  },
  LONG_MS,
);
