// Everything a story needs, opened in order: its config on the disk, the fake RMS, the mail catcher, the real app.
// Time stands still until `begin`; the app may be closed and opened again while the story goes on.

import type { Logger } from 'pino';
import { type App, openApp, ROLES, type Role } from '../app.ts';
import type { Environment } from '../config/environment.ts';
import type { Config } from '../config/load.ts';
import { createReleases, type Releases } from '../releases.ts';
import { type AcceleratedClock, createAcceleratedClock } from './accelerated-clock.ts';
import { tellChats } from './chat-source.ts';
import { type FakeRms, startFakeRms } from './fake-rms/fake-rms.ts';
import { type MailCatcher, openMailCatcher } from './mail-catcher.ts';
import { keepPace } from './pace.ts';
import type { Story } from './story.ts';
import { worldOf } from './story-rms.ts';
import { SECRETS, writeStoryConfig } from './story-shops.ts';

export interface ScenarioOptions {
  readonly story: Story;
  /** Holds the config, the embedded database and whatever else the app writes. */
  readonly folder: string;
  /** How many times as fast as the real time the story runs. */
  readonly factor: number;
  readonly logger: Logger;
  /** Null: the embedded database in `folder`. */
  readonly databaseUrl?: string;
  /** Null: the queue lives in the same database. */
  readonly queueUrl?: string;
  readonly queueName?: string;
  /** Port of the board; any free one by default. */
  readonly port?: number;
}

interface Parts {
  readonly config: Config;
  readonly clock: AcceleratedClock;
  readonly rms: FakeRms;
  readonly catcher: MailCatcher;
}

export interface Scenario extends Parts {
  /** Opens the app, or another process's worth of it; `close` of the scenario closes what is still open. */
  openApp(roles?: readonly Role[]): Promise<App>;
  /** Lets the time run; chats are told to whichever app was opened last. */
  begin(): void;
  close(): Promise<void>;
}

/** Opens the scenario without an app. If a part does not open, those before it are closed. */
export async function openScenario(options: ScenarioOptions): Promise<Scenario> {
  const { story, folder, factor } = options;
  const releases = createReleases();
  const clock = createAcceleratedClock(story.startsAt, factor);
  try {
    const rms = await startFakeRms({ world: worldOf(story), clock });
    releases.add(() => rms.close());
    const config = writeStoryConfig(`${folder}/config`, rms.url);
    const catcher = await openMailCatcher();
    releases.add(() => catcher.close());
    return scenarioOf(options, { config, clock, rms, catcher }, releases);
  } catch (error) {
    await releases.close();
    throw error;
  }
}

function scenarioOf(options: ScenarioOptions, parts: Parts, releases: Releases): Scenario {
  const { story } = options;
  const { clock } = parts;
  const apps: App[] = [];
  let opening = 0;
  const stopping = new AbortController();
  const { signal } = stopping;
  let running: Promise<unknown> | null = null;
  releases.add(async () => {
    stopping.abort(new Error('the scenario closes'));
    await running;
  });
  return {
    ...parts,
    begin: () => {
      if (running !== null) return;
      clock.begin();
      const url = () => apps.findLast((app) => app.url !== null)?.url ?? null;
      const { oldestUntold, done } = tellChats({ story, clock, url, signal });
      const watched = { db: () => apps[0]?.service.db ?? null, opening: () => opening > 0 };
      running = Promise.all([done, keepPace({ clock, ...watched, oldestUntold, signal })]);
    },
    openApp: async (roles = ROLES) => {
      opening++;
      const app = await openStoryApp(options, parts, roles).finally(() => opening--);
      apps.push(app);
      const close = async () => {
        if (apps.includes(app)) apps.splice(apps.indexOf(app), 1);
        await app.close();
      };
      releases.add(close);
      return { ...app, close };
    },
    close: () => releases.close(),
  };
}

function openStoryApp(
  { folder, logger, queueName, ...options }: ScenarioOptions,
  { config, clock, catcher }: Parts,
  roles: readonly Role[],
): Promise<App> {
  return openApp({
    config,
    environment: environmentOf(options, catcher),
    dataDir: `${folder}/data`,
    roles: new Set(roles),
    logger,
    queueName: queueName ?? 'inquiry-sla',
    openClock: async () => clock,
  });
}

function environmentOf(
  { databaseUrl, queueUrl, port }: Pick<ScenarioOptions, 'databaseUrl' | 'queueUrl' | 'port'>,
  catcher: MailCatcher,
): Environment {
  return {
    databaseUrl: databaseUrl ?? null,
    queueUrl: queueUrl ?? null,
    smtpUrl: catcher.url,
    host: '127.0.0.1',
    port: port ?? 0,
    trustProxy: 0,
    logLevel: 'info',
    secret: (name) => SECRETS[name],
    secretFault: (name) => (SECRETS[name] === undefined ? 'missing' : null),
  };
}
