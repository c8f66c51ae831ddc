// What is new since the last look: the story's own events by the clock, steps and flags from the database, mails from
// the catcher. The service notices a step a little after it was due, so each day's heading waits a few hours.

import type { Config } from '../config/load.ts';
import type { Clock } from '../core/clock.ts';
import type { EpochDay, Instant, Step } from '../core/model.ts';
import { openZone } from '../core/time/zone.ts';
import type { Db } from '../store/schema.ts';
import { type HappenedEpisode, readEpisodes } from './happened.ts';
import type { CaughtMail } from './mail-catcher.ts';
import type { Story, StoryEvent, StoryThread } from './story.ts';

export type News =
  | { readonly kind: 'day'; readonly at: Instant; readonly day: EpochDay }
  | { readonly kind: 'event'; readonly at: Instant; readonly thread: StoryThread; readonly event: StoryEvent }
  | { readonly kind: 'mail'; readonly at: Instant; readonly mail: CaughtMail }
  | {
      readonly kind: 'raised' | 'lowered' | 'withdrawn' | 'while-completed';
      readonly at: Instant;
      readonly step: Step;
      readonly thread: StoryThread;
      readonly episode: HappenedEpisode;
    };

export interface WatchOptions {
  readonly story: Story;
  readonly config: Config;
  readonly clock: Clock;
  readonly db: Db;
  readonly mails: readonly CaughtMail[];
}

const HEADING_AFTER_MS = 5 * 3_600_000;

/** Looks at the running story; each call gives what was not given before, oldest first. */
export function createWatch(options: WatchOptions): { news(): Promise<News[]> } {
  const untold = planned(options);
  const seen = new Set<string>();
  let mailsSeen = 0;
  return {
    news: async () => {
      const now = options.clock.now();
      const news: News[] = stepNews(await readEpisodes(options.db), options.story, seen);
      while (untold[0] !== undefined && untold[0].at <= now) news.push(untold.shift()!);
      for (; mailsSeen < options.mails.length; mailsSeen++) {
        const mail = options.mails[mailsSeen]!;
        news.push({ kind: 'mail', at: mail.date, mail });
      }
      return inOrder(news);
    },
  };
}

/** Day headings and the story's events, in order. */
function planned({ story, config }: WatchOptions): News[] {
  const zone = openZone(config.service.timeZone);
  const news: News[] = story.threads.flatMap((thread) =>
    thread.events.map((event) => ({ kind: 'event' as const, at: event.at, thread, event })),
  );
  const first = zone.localDay(story.startsAt);
  for (let day = first; day <= zone.localDay(story.endsAt); day++) {
    const at = Math.max(story.startsAt, zone.startOfDay(day) + HEADING_AFTER_MS);
    news.push({ kind: 'day', at, day });
  }
  return inOrder(news);
}

const RANK: Readonly<Record<News['kind'], number>> = {
  day: 0,
  event: 1,
  raised: 2,
  'while-completed': 2,
  mail: 3,
  lowered: 4,
  withdrawn: 4,
};

function inOrder(news: News[]): News[] {
  return news.sort((a, b) => a.at - b.at || RANK[a.kind] - RANK[b.kind]);
}

function stepNews(episodes: readonly HappenedEpisode[], story: Story, seen: Set<string>): News[] {
  const news: News[] = [];
  for (const episode of episodes) {
    const thread = story.threads.find(({ shop, inquiry }) => shop === episode.shop && inquiry === episode.inquiry);
    if (thread === undefined) continue;
    for (const { step, dueAt, detectedAt, loweredAt, withdrawnAt, whileCompleted } of episode.steps) {
      const isNew = (what: string, at: Instant): boolean => {
        const key = `${episode.id} ${step} ${what} ${at}`;
        return !seen.has(key) && seen.add(key).size > 0;
      };
      const about = { step, thread, episode };
      if (whileCompleted) {
        if (isNew('while completed', 0)) news.push({ kind: 'while-completed', at: detectedAt, ...about });
        continue;
      }
      if (isNew('raised', detectedAt)) news.push({ kind: 'raised', at: dueAt, ...about });
      if (withdrawnAt !== null && isNew('withdrawn', withdrawnAt))
        news.push({ kind: 'withdrawn', at: withdrawnAt, ...about });
      if (step === 'flag' && withdrawnAt === null && loweredAt !== null && isNew('lowered', loweredAt))
        news.push({ kind: 'lowered', at: loweredAt, ...about });
    }
  }
  return news;
}
