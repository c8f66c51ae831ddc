// The drill "secrets": every secret, and what customers are called and write, is a marker. A real daemon works with them against
// servers that refuse and repeat what they hear; then all that it says, shows, sends and keeps is searched for each of them.

import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFakeRms } from '../../src/demo/fake-rms/fake-rms.ts';
import { createWorld } from '../../src/demo/fake-rms/world.ts';
import { createReleases } from '../../src/releases.ts';
import { createDaemon, type Daemon } from '../chaos/daemon.ts';
import { openPostgres, type Postgres } from '../chaos/servers.ts';
import { eventually } from '../support/eventually.ts';
import { builtProgram } from '../support/run/programs.ts';
import { makeRunFolder, removeRunFolder } from '../support/run/run-folder.ts';
import { ask, everyFile, everyRow, everyTitle } from './search-places.ts';
import { openLockedMail, openParrot, type Taken } from './secrets-world.ts';

const LONG_MS = 300_000;
const MINUTE_MS = 60_000;
/** A heartbeat comes each minute. */
const WAIT_MS = 100_000;
const ANSWER_MS = 30_000;
const SHOP_ID = 800_001;
const marker = (what: string): string => `zq7-${what}-${Math.random().toString(36).slice(2, 12)}`;

/** By the variable that holds it. */
const SECRETS = {
  RMS_SECRET: marker('rms-secret'),
  RMS_KEY: marker('rms-key'),
  RMS_NEXT_KEY: marker('rms-next-key'),
  HOOK_SECRET: marker('hook'),
  CHAT: marker('chat'),
  CW_TOKEN: marker('chatwork'),
  HEARTBEAT: marker('heartbeat'),
} as const;
const PASSWORDS = { database: marker('database'), mail: marker('mail') };
const CUSTOMER = {
  question: marker('question'),
  holding: marker('holding-reply'),
  order: `${marker('order')}-0042`,
  pushed: marker('pushed-text'),
  person: marker('person'),
  // The fake RMS has them in every thread.
  name: '楽天 花子',
  address: 'hanako-masked',
};

const releases = createReleases();
const home = makeRunFolder();
const main = (): string => builtProgram('src/main.ts');
let postgres: Postgres;
let mail: Taken;
let parrot: Taken;
let daemon: Daemon;
let token: string;
let databaseUrl: string;
let variables: Record<string, string>;

beforeAll(async () => {
  postgres = await openPostgres();
  releases.add(() => postgres.close());
  await ask(postgres.urlOf('postgres'), `create role watch login superuser password '${PASSWORDS.database}'`);
  await ask(postgres.urlOf('postgres'), 'create database secrets owner watch');
  databaseUrl = withUser(postgres.urlOf('secrets'), 'watch', PASSWORDS.database);
  mail = await openLockedMail('watch@example.jp', PASSWORDS.mail);
  releases.add(() => mail.close());
  parrot = await openParrot();
  releases.add(() => parrot.close());
  const rms = await openRms();
  writeFiles(rms);
  variables = {
    DATABASE_URL: databaseUrl,
    SMTP_URL: mail.url,
    LOG_LEVEL: 'trace',
    ...SECRETS,
    CHAT: `${parrot.url}/hooks/${SECRETS.CHAT}`,
    HEARTBEAT: `${parrot.url}/ping/${SECRETS.HEARTBEAT}`,
  };
  daemon = createDaemon({ main: main(), name: 'daemon', folder: home, variables, onChange: () => {} });
  releases.add(async () => daemon.kill());
  await daemon.start();
  const made = await command('token', 'create', '--name', 'drill', '--scope', 'ingest,read,act,admin', '--json');
  token = (JSON.parse(made.split('\n')[0]!) as { secret: string }).secret;
}, LONG_MS);

afterAll(async () => {
  await releases.close();
  await removeRunFolder(home);
}, LONG_MS);

async function openRms(): Promise<string> {
  const world = createWorld();
  const endsAt = Date.now() + 5 * 86_400_000;
  // The key in use is the next one: the first is refused.
  const shop = world.addShop({
    shopId: SHOP_ID,
    serviceSecret: SECRETS.RMS_SECRET,
    keys: [{ key: SECRETS.RMS_NEXT_KEY, endsAt }],
  });
  const asked = { text: CUSTOMER.question, itemName: '有機緑茶', orderNumber: CUSTOMER.order };
  shop.customerWrites('373343-20261129-00000001o', Date.now() - 3 * MINUTE_MS, asked);
  shop.customerWrites('373343-20261129-00000002o', Date.now() - 3 * MINUTE_MS, asked);
  const holding = { text: `確認いたします。12月4日までにお返事します。${CUSTOMER.holding}` };
  shop.shopWrites('373343-20261129-00000002o', Date.now() - 2 * MINUTE_MS, holding);
  const clock = { now: () => Date.now(), realMs: (ms: number) => ms, sleep: (ms: number) => delay(ms) };
  const rms = await startFakeRms({ world, clock });
  releases.add(() => rms.close());
  return rms.url;
}

const SHOP = `owner: [owner@example.jp]
calendar: { weeklyClosed: [], nationalHolidays: none, hours: ["00:00-24:00"] }
sameCustomer: on
chats:
  room: { kind: mattermost, url: "\${CHAT}" }
  cw: { kind: chatwork, token: "\${CW_TOKEN}", room: 123456 }
contacts: { staff: { mail: [staff@example.jp], chat: [room, cw] } }
policies:
  - { flagAfter: 1m, mailOwnerAfter: 2m, breachAfter: 9m, notices: [{ at: flag, tell: [staff] }] }
mail: { sendWindow: always }
`;

function writeFiles(rmsUrl: string): void {
  mkdirSync(join(home, 'config', 'shops'), { recursive: true });
  const service = [
    'ops: [ops@example.jp]',
    'from: sla@example.jp',
    'publicUrl: https://sla.example.jp',
    `rmsBaseUrl: ${rmsUrl}`,
    'allowPrivate: true',
    `heartbeat: { url: "\${HEARTBEAT}", every: 1m }`,
    `webhook: { url: ${parrot.url}/hook, secret: "\${HOOK_SECRET}" }`,
  ];
  writeFileSync(join(home, 'config', 'service.yaml'), `${service.join('\n')}\n`);
  const rms = `rms:
  shopId: ${SHOP_ID}
  serviceSecret: "\${RMS_SECRET}"
  licenseKey: "\${RMS_KEY}"
  nextLicenseKey: "\${RMS_NEXT_KEY}"
  holdingReplies: { containing: [確認いたします] }
`;
  writeFileSync(join(home, 'config', 'shops', 'read.yaml'), `name: 読む店\n${SHOP}${rms}`);
  writeFileSync(join(home, 'config', 'shops', 'pushed.yaml'), `name: 送る店\n${SHOP}`);
}

function withUser(url: string, user: string, password: string): string {
  const own = new URL(url);
  own.username = user;
  own.password = password;
  return own.href;
}

/** What a command says, to either side. */
async function command(...args: string[]): Promise<string> {
  const options = { cwd: home, env: { PATH: process.env.PATH, ...variables } };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [main(), ...args], options).catch(
    (error) => error,
  );
  return `${stdout}${stderr}`;
}

async function shown(path: string, init: RequestInit = {}): Promise<string> {
  const headers = { authorization: `Bearer ${token}`, ...init.headers };
  const answer = await fetch(new URL(path, daemon.url()!), {
    ...init,
    headers,
    redirect: 'manual',
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  return `${answer.status} ${JSON.stringify([...answer.headers])} ${await answer.text()}`;
}

/** Events with what sources should not send, whole and broken. */
async function push(): Promise<string[]> {
  const event = { type: 'customer_message', id: 'm0', at: new Date(Date.now() - 3 * MINUTE_MS).toISOString() };
  const own = { shop: 'pushed', inquiry: 'q-00001', channel: 'mail', order: CUSTOMER.order };
  const texts = { customer: CUSTOMER.person, message: CUSTOMER.pushed, body: CUSTOMER.pushed, name: CUSTOMER.person };
  const lines = [
    { ...own, ...texts, event },
    { ...own, ...texts, inquiry: 'q-00002', event: { ...event, at: 'tomorrow', text: CUSTOMER.pushed } },
  ];
  const post = (body: string, type: string) =>
    shown('/v1/events', { method: 'POST', body, headers: { 'content-type': type } });
  return [
    await post(lines.map((line) => JSON.stringify(line)).join('\n'), 'application/x-ndjson'),
    await post(`[{"shop":"pushed","message":"${CUSTOMER.pushed}"`, 'application/json'),
  ];
}

/** Every page, and every path of the API that needs no more than a shop and an inquiry. */
async function everyAnswer(): Promise<string[]> {
  const { paths } = JSON.parse((await shown('/v1/openapi.json')).replace(/^.*?\] /s, '')) as {
    paths: Record<string, { get?: object }>;
  };
  const api = Object.entries(paths).flatMap(([path, { get }]) => (get === undefined ? [] : [path]));
  const pages = ['', '/audit', '/inquiries', '/mails', '/system', '/coming', '/reports', '/seasons'];
  const ofShop = [
    '',
    '/asked',
    '/calendar',
    '/contacts',
    '/reports',
    '/people',
    '/inquiries/373343-20261129-00000001o',
  ];
  const all = [
    ...pages.map((path) => path || '/'),
    ...['read', 'pushed'].flatMap((shop) => ofShop.map((path) => `/shops/${shop}${path}`)),
    ...['/metrics', '/healthz', '/readyz'],
    ...api.map((path) =>
      path
        .replace('{shop}', 'read')
        .replace('{id}', '373343-20261129-00000001o')
        .replace(/\{\w+\}/g, '1'),
    ),
  ];
  const answers: string[] = [];
  for (const path of all.filter((path) => !path.endsWith('/live')))
    answers.push(
      `${path}\n${await shown(path).catch((e) => {
        throw new Error(path, { cause: e });
      })}`,
    );
  const answered = answers.filter((answer) => answer.includes('\n200 '));
  expect(answered.length, answers.map((answer) => answer.slice(0, 60)).join('\n')).toBeGreaterThan(25);
  return answers;
}

test('no secret, and nothing of a customer, is said, shown, sent or kept', { timeout: LONG_MS }, async () => {
  const wrong = marker('wrong-token');
  const said = [...(await push()), await shown('/v1/shops', { headers: { authorization: `Bearer ${wrong}` } })];
  await eventually(() => expect(mail.taken.join()).toContain('owner@example.jp'), WAIT_MS);
  // All of them were used.
  for (const secret of [SECRETS.CHAT, SECRETS.HEARTBEAT, '/hook\n'])
    await eventually(() => expect(parrot.taken.join()).toContain(secret), WAIT_MS);
  const known = () => ask(databaseUrl, `select external_id from inquiry where shop = 'read'`);
  await eventually(async () => (await known()).rowCount === 2, WAIT_MS);
  const marked = () => ask(databaseUrl, 'select inquiry_id from same_customer');
  await eventually(async () => expect((await marked()).rows).toHaveLength(3), WAIT_MS);
  const backup = await command('backup', join(home, 'all.backup'));
  const commands = [
    backup,
    await command('check'),
    await command('doctor'),
    await command('chat', 'test', 'read', 'room'),
    await command('mail', 'preview', 'read'),
  ];
  const sent = [
    ...mail.taken,
    ...parrot.taken.map((one) => one.replaceAll(SECRETS.CHAT, '').replaceAll(SECRETS.HEARTBEAT, '')),
  ];
  const places = {
    said,
    shown: await everyAnswer(),
    commands,
    sent,
    rows: await everyRow(databaseUrl),
    titles: everyTitle(),
    files: everyFile(home),
  };
  // What is no secret is seen in all of them: the search looks where things are.
  for (const texts of [places.shown, places.commands, places.sent, places.rows, places.files])
    expect(texts.some((one) => one.includes('0001o'))).toBe(true);
  expect(places.files.find((one) => one.includes('all.backup'))).toContain('00000001o');
  const markers = { ...SECRETS, ...PASSWORDS, ...CUSTOMER, token, wrong };
  const found = Object.entries(places).flatMap(([place, texts]) =>
    Object.entries(markers).flatMap(([name, value]) =>
      texts
        .filter((one) => one.includes(value) || one.includes(encodeURIComponent(value)))
        .map((one) => `${name} in ${place}: ${around(one, value)}`),
    ),
  );
  expect(found).toEqual([]);
});

const around = (text: string, value: string): string => {
  const at = text.indexOf(value);
  return `${text.slice(0, 60)} … ${text.slice(Math.max(0, at - 80), at + 40)}`;
};
