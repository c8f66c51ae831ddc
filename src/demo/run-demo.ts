// The demo from the first line to the verdict: a scenario, the story on it, the table at its end; then, unless once is
// enough, the board stays up. Whatever was opened is closed and removed again, also after an error or Ctrl-C.

import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pino from 'pino';
import type { App } from '../app.ts';
import { formatDay } from '../core/time/format.ts';
import { openZone } from '../core/time/zone.ts';
import { removeCluster } from '../store/embedded/home.ts';
import { readHappened } from './happened.ts';
import { type Comparison, compareStory } from './judge/compare.ts';
import { checkLoopback } from './loopback.ts';
import { createNarrator } from './narrate.ts';
import { openScenario, type Scenario } from './scenario.ts';
import { NEW_YEAR, type Story } from './story.ts';
import { STORY_SHOPS } from './story-shops.ts';
import { summaryTable, verdictLines } from './summary.ts';
import { openTerminal, type Terminal } from './terminal.ts';
import { createWatch } from './watch.ts';

export interface DemoOptions {
  /** Ends with the story; else the board stays up until the signal. */
  readonly once: boolean;
  /** Real seconds that a day of the story takes. */
  readonly daySeconds: number;
  /** Keeps the folder with the database, the config and the log. */
  readonly keep: boolean;
  readonly port: number;
  /** Columns of the terminal, null for a pipe or a file. */
  readonly width: number | null;
  readonly colour: boolean;
  readonly write: (lines: string) => void | Promise<void>;
  /** Ctrl-C. */
  readonly signal: AbortSignal;
}

const DAY_MS = 86_400_000;
const LOOK_MS = 80;
/** How long the database may need, after the story, to agree with the rules; then the difference counts. */
const SETTLE_MS = 10_000;

/**
 * Runs the demo. True: everything happened as the rules say; false: not, or it was interrupted before the verdict.
 * @throws LoopbackDownError, and whatever keeps a part from opening
 */
export async function runDemo(options: DemoOptions): Promise<boolean> {
  await checkLoopback();
  const folder = mkdtempSync(join(tmpdir(), 'inquiry-sla-demo-'));
  // As root the database runs as another account, which must get through to its files.
  chmodSync(folder, 0o711);
  const logger = pino({ level: 'info' }, pino.destination(join(folder, 'demo.log')));
  // For an end without any other tidying, such as a closed pipe.
  const lastResort = () => options.keep || rmSync(folder, { recursive: true, force: true });
  process.once('exit', lastResort);
  try {
    const scenario = await openScenario({
      story: NEW_YEAR,
      folder,
      factor: factorOf(options),
      logger,
      port: options.port,
    });
    try {
      return await playAndJudge(scenario, options);
    } finally {
      await scenario.close();
    }
  } finally {
    await tidyUp(folder, options);
    process.off('exit', lastResort);
  }
}

const factorOf = ({ daySeconds }: DemoOptions): number => DAY_MS / (daySeconds * 1_000);

async function playAndJudge(scenario: Scenario, options: DemoOptions): Promise<boolean> {
  const { write, signal } = options;
  const terminal = openTerminal(options.width, options.colour);
  const app = await scenario.openApp();
  await write(heading(scenario, app, options, terminal).join('\n'));
  scenario.begin();
  await narrate(scenario, app, options, terminal);
  if (signal.aborted) {
    await write('\n中断しました。結果は比べていません。\nInterrupted; nothing was compared.');
    return false;
  }
  const comparison = await settled(scenario, app, signal);
  const mails = scenario.catcher.mails.length;
  await write(`\n${summaryTable(comparison, terminal)}\n${verdictLines(comparison, mails, terminal).join('\n')}`);
  if (options.once) await write(NEXT);
  else await stayUp(scenario, app, options);
  return comparison.findings.length === 0;
}

function heading(
  { clock, rms, catcher }: Scenario,
  app: App,
  { daySeconds }: DemoOptions,
  terminal: Terminal,
): string[] {
  const { bold, dim } = terminal.colours;
  const zone = openZone(app.service.config.service.timeZone);
  const span = (language: 'ja' | 'en') =>
    [NEW_YEAR.startsAt, NEW_YEAR.endsAt].map((at) => formatDay(zone.localDay(at), language, true));
  const [fromJa, toJa] = span('ja');
  const [fromEn, toEn] = span('en');
  const minutes = Math.round(LOOK_MS / clock.realMs(60_000));
  return [
    bold(`inquiry-sla demo  年末年始の物語  ${fromJa} から ${toJa} まで（1日 = ${daySeconds}秒）`),
    dim(`A story around New Year, ${fromEn} to ${toEn}; one day takes ${daySeconds} s`),
    '',
    '動いているもの: 本番と同じサービス（時計だけ速い）、組込みPostgreSQL、偽のRMS、メール受け',
    dim('Running: the service as in production on a fast clock, an embedded PostgreSQL, a fake RMS, a mail catcher'),
    ...STORY_SHOPS.flatMap(({ words }) => [`  ${words.ja}`, dim(`  ${words.en}`)]),
    `処理の${LOOK_MS}ミリ秒が物語では約${minutes}分です。判定は出来事の時刻で決まり、遅い機械では時計が待ちます。`,
    dim(
      `${LOOK_MS} ms of work are about ${minutes} minutes of the story; event times decide, and the clock waits for a slow machine.`,
    ),
    '',
    `一覧 board: ${bold(app.url ?? '')}   RMS: ${rms.url}   SMTP: ${catcher.url}`,
  ];
}

/** Prints the news until the story has ended. */
async function narrate(scenario: Scenario, app: App, options: DemoOptions, terminal: Terminal): Promise<void> {
  const { clock, config, catcher } = scenario;
  const narrator = createNarrator(config, terminal);
  const watch = createWatch({ story: NEW_YEAR, config, clock, db: app.service.db, mails: catcher.mails });
  while (!options.signal.aborted) {
    const over = clock.now() >= NEW_YEAR.endsAt;
    for (const news of await watch.news()) await options.write(narrator.lines(news).join('\n'));
    if (over) return;
    await delay(LOOK_MS, undefined, { signal: options.signal }).catch(() => {});
  }
}

/** The comparison, as soon as it holds or when it had time enough to. */
async function settled({ config, catcher }: Scenario, { service }: App, signal: AbortSignal): Promise<Comparison> {
  const story: Story = NEW_YEAR;
  for (const until = performance.now() + SETTLE_MS; ; ) {
    const happened = await readHappened(service.db);
    const comparison = compareStory({ story, config, happened, caught: catcher.mails });
    if (comparison.findings.length === 0 || performance.now() > until || signal.aborted) return comparison;
    await delay(LOOK_MS);
  }
}

/** What somebody does who liked it. */
const NEXT =
  '\n次に: npm run dev（8店舗の見本を画面で見る）、npx inquiry-sla init（自分の店舗を登録する）' +
  '\nNext: npm run dev (eight sample shops to click through), npx inquiry-sla init (a shop of your own)';

/** From here on the time runs as everybody's. */
async function stayUp({ clock }: Scenario, { url }: App, { write, signal }: DemoOptions): Promise<void> {
  clock.setFactor(1);
  await write(`\n一覧は ${url} で動き続けています（時計は実時間）。Ctrl-C で終了します。`);
  await write(`The board stays up at ${url}, its clock now at real speed. Ctrl-C ends it.`);
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  await write('\n終了しています… ／ shutting down');
}

async function tidyUp(folder: string, { keep, write }: DemoOptions): Promise<void> {
  if (keep) {
    await write(`データとログ data and log: ${folder}`);
    return;
  }
  removeCluster(join(folder, 'data', 'postgres'));
  rmSync(folder, { recursive: true, force: true });
}
