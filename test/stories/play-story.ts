// A story played by the whole app on an accelerated clock, judged by the demo's own comparison.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Instant } from '../../src/core/model.ts';
import { type Happened, readHappened } from '../../src/demo/happened.ts';
import { type Comparison, compareStory } from '../../src/demo/judge/compare.ts';
import type { Down } from '../../src/demo/judge/rules-notices.ts';
import type { CaughtMail } from '../../src/demo/mail-catcher.ts';
import { openScenario, type Scenario } from '../../src/demo/scenario.ts';
import type { Story } from '../../src/demo/story.ts';
import type { Db } from '../../src/store/schema.ts';
import { silentLogger } from '../support/database.ts';

export interface Backend {
  readonly databaseUrl: string;
  /** Left out: the queue lives in the database. */
  readonly queueUrl?: string;
  readonly queueName: string;
}

/** What happens to the processes while the story goes on. */
export interface Plot {
  readonly story: Story;
  readonly daySeconds: number;
  play(scenario: Scenario, until: (at: Instant) => Promise<void>): Promise<void>;
  readonly down?: readonly Down[];
}

export interface Played {
  readonly comparison: Comparison;
  readonly happened: Happened;
  readonly caught: readonly CaughtMail[];
}

const SETTLE_MS = 60_000;
const LOOK_REAL_MS = 40;

/** Plays the plot to the story's end and compares, as soon as the comparison holds or when it had time enough to. */
export async function playStory(plot: Plot, backend: Backend, db: Db): Promise<Played> {
  const folder = mkdtempSync(join(tmpdir(), 'inquiry-sla-story-'));
  const { story, down = [] } = plot;
  const factor = 86_400 / plot.daySeconds;
  const scenario = await openScenario({ story, folder, factor, logger: silentLogger, ...backend });
  const { clock, config, catcher } = scenario;
  const until = async (at: Instant): Promise<void> => {
    while (clock.now() < at) await clock.sleep(LOOK_REAL_MS * factor);
  };
  try {
    await plot.play(scenario, until);
    await until(story.endsAt);
    for (const end = performance.now() + SETTLE_MS; ; await clock.sleep(LOOK_REAL_MS * factor)) {
      const happened = await readHappened(db);
      const comparison = compareStory({ story, config, happened, caught: catcher.mails, down });
      const over = comparison.findings.length === 0 || performance.now() > end;
      if (over) return { comparison, happened, caught: [...catcher.mails] };
    }
  } finally {
    await scenario.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The findings as lines, for a test's message. */
export function findingsOf({ comparison }: Played): string[] {
  return comparison.findings.map(({ about, words }) => `${about}: ${words.en}`);
}
