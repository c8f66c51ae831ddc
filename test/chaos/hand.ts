// The hand that breaks things, as a seed draws it: one thing after the other and often two at a time, each of them healed
// after a while. What it holds is known, so that the judge knows in which time nothing could be done.

import { setTimeout as delay } from 'node:timers/promises';
import type { FakeRms } from '../../src/demo/fake-rms/fake-rms.ts';
import { faults } from '../../src/demo/fake-rms/injected-faults.ts';
import type { Random } from '../simulate/random.ts';
import type { Daemon } from './daemon.ts';
import type { MailServer } from './mail-server.ts';
import type { Mood, Way } from './proxy.ts';
import type { Postgres, RedisServer } from './servers.ts';

export interface Held {
  readonly daemons: readonly Daemon[];
  readonly postgres: Postgres;
  readonly redis: RedisServer | null;
  readonly mail: MailServer;
  readonly rms: FakeRms;
  readonly proxies: { readonly database: Way; readonly queue: Way; readonly mail: Way; readonly rms: Way };
}

export interface Hand {
  /** Breaks things for so long (real ms); resolves when all is healed. */
  play(forMs: number): Promise<void>;
  /** Whether something is broken without which nobody can do anything. */
  isBlocking(): boolean;
}

export interface HandParts {
  readonly random: Random;
  readonly held: Held;
  readonly trace: (line: string) => void;
  readonly onChange: () => void;
  /** What must not happen, whatever is broken. */
  readonly fault: (what: string) => void;
}

/** What is broken, for how long at least and at most, and how often it is drawn. */
interface Deed {
  /** Two deeds on one thing do not overlap. */
  readonly on: string;
  readonly name: string;
  readonly forMs: readonly [least: number, most: number];
  readonly often: number;
  /** Meanwhile nothing can be done, however many daemons run. */
  readonly blocks?: boolean;
  readonly begin: () => Promise<void> | void;
  readonly end: () => Promise<void> | void;
}

const ALWAYS = 1_000_000;

export function createHand({ random, held, trace, onChange, fault }: HandParts): Hand {
  const broken = new Set<string>();
  let blocking = 0;
  const deeds = deedsOf(held, fault);
  const drawn = deeds.flatMap((deed) => Array<Deed>(deed.often).fill(deed));

  async function does({ on, name, forMs, blocks = false, begin, end }: Deed): Promise<void> {
    const ms = random.whole(...forMs);
    trace(`hand ${name} for ${ms} ms`);
    broken.add(on);
    if (blocks) blocking++;
    onChange();
    await begin();
    await delay(ms);
    await end();
    broken.delete(on);
    if (blocks) blocking--;
    trace(`hand ${name} is over`);
    onChange();
  }

  return {
    isBlocking: () => blocking > 0,
    play: async (forMs) => {
      const under = new Set<Promise<void>>();
      for (const until = performance.now() + forMs; performance.now() < until; await delay(random.whole(200, 1_400))) {
        const deed = random.pick(drawn);
        if (broken.has(deed.on)) continue;
        // Whoever does not come back is what the run was to find: it goes on, and cleans up after itself.
        const work = does(deed)
          .catch((error: Error) => fault(`${deed.name}: ${error.message}`))
          .finally(() => under.delete(work));
        under.add(work);
      }
      await Promise.all(under);
    },
  };
}

function deedsOf({ daemons, postgres, redis, mail, rms, proxies }: Held, fault: (what: string) => void): Deed[] {
  const strike = (one: ReturnType<typeof faults.html500>) => () => rms.faults.add(one, { times: ALWAYS });
  const rmsDeed = (name: string, one: ReturnType<typeof faults.html500>): Deed => ({
    ...{ on: 'rms', name: `RMS ${name}`, forMs: [500, 4_000], often: 1 },
    begin: strike(one),
    end: () => rms.faults.clear(),
  });
  const mailDeed = (name: string, mood: Parameters<MailServer['set']>[0]): Deed => ({
    ...{ on: 'mail', name: `SMTP ${name}`, forMs: [300, 3_000], often: 2, blocks: true },
    begin: () => mail.set(mood),
    end: () => mail.set('takes'),
  });
  return [
    ...daemons.flatMap((daemon) => daemonDeeds(daemon, fault)),
    {
      ...{ on: 'postgres', name: 'PostgreSQL crashes', forMs: [0, 1_500], often: 2, blocks: true },
      begin: postgres.crash,
      end: postgres.start,
    },
    ...(redis === null ? [] : redisDeeds(redis)),
    ...Object.entries(proxies).flatMap(([name, proxy]) => proxyDeeds(name, proxy)),
    mailDeed('puts off', 'puts-off'),
    mailDeed('cuts after DATA', 'cuts-after-data'),
    rmsDeed('500', faults.html500()),
    rmsDeed('503', faults.html503()),
    rmsDeed('401', faults.unauthorised()),
    rmsDeed('cuts off', faults.cutOff()),
    rmsDeed('stalls', faults.stalled()),
  ];
}

function daemonDeeds(daemon: Daemon, fault: (what: string) => void): Deed[] {
  const { name: on } = daemon;
  return [
    { on, name: `${on} is killed`, forMs: [0, 2_000], often: 2, begin: daemon.kill, end: () => daemon.start() },
    { on, name: `${on} is stopped`, forMs: [300, 7_000], often: 2, begin: daemon.pause, end: daemon.goOn },
    {
      ...{ on, name: `${on} is ended`, forMs: [0, 500], often: 1 },
      begin: async () => {
        const code = await daemon.end();
        // With a database or a queue away it may take longer than it is given; then it ends as it is, and says so.
        if (code !== 0 && code !== 1) fault(`${on} was told to end and ended with ${code}`);
      },
      end: () => daemon.start(),
    },
  ];
}

function redisDeeds({ flush, kill, start }: RedisServer): Deed[] {
  const nothing = (): void => {};
  return [
    { on: 'redis', name: 'Redis is flushed', forMs: [0, 0], often: 3, begin: flush, end: nothing },
    { on: 'redis', name: 'Redis dies', forMs: [0, 2_500], often: 2, begin: kill, end: start },
  ];
}

function proxyDeeds(server: string, proxy: Way): Deed[] {
  const moods: readonly (readonly [Exclude<Mood, 'open'>, readonly [number, number]])[] = [
    ['refuses', [0, 2_500]],
    ['silent', [300, 3_000]],
    ['slow', [500, 4_000]],
  ];
  return moods.map(([mood, forMs]) => ({
    ...{ on: `way to ${server}`, name: `the way to ${server} ${mood}`, forMs, often: 1 },
    blocks: mood !== 'slow' && (server === 'database' || server === 'mail'),
    begin: () => proxy.set(mood),
    end: () => {
      proxy.set('open');
      // What fell silent would never speak again, and nobody would hear that it is gone.
      if (mood === 'silent') proxy.cut();
    },
  }));
}
