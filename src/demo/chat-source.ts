// The chat desk of the story: it tells the service what happened through POST /v1/events, when it happens.

import { type Clock, virtualMs } from '../core/clock.ts';
import type { Instant } from '../core/model.ts';
import { isoUtc } from '../core/time/instant.ts';
import type { Story, StoryEvent, StoryThread } from './story.ts';

export interface ChatOptions {
  readonly story: Story;
  readonly clock: Clock;
  /** Where the service listens, null while it is down: what cannot be sent now is sent later. */
  readonly url: () => string | null;
  readonly signal: AbortSignal;
}

/** Real milliseconds between two looks, and after an attempt that failed. */
const LOOK_REAL_MS = 20;

export interface ChatSource {
  /** When the oldest event happened that the service was not told yet; infinite after the last. */
  oldestUntold(): Instant;
  /** Ends with the last event, or the signal. */
  readonly done: Promise<void>;
}

/** Sends the story's chat events, each at its time or as soon as the service takes it. */
export function tellChats(options: ChatOptions): ChatSource {
  const waiting = chatEvents(options.story);
  return { oldestUntold: () => waiting[0]?.event.at ?? Number.POSITIVE_INFINITY, done: tell(waiting, options) };
}

type Untold = { readonly thread: StoryThread; readonly event: StoryEvent };

function chatEvents(story: Story): Untold[] {
  return story.threads
    .filter(({ channel }) => channel === 'chat')
    .flatMap((thread) => thread.events.map((event) => ({ thread, event })))
    .sort((a, b) => a.event.at - b.event.at);
}

async function tell(waiting: Untold[], { clock, url, signal }: ChatOptions): Promise<void> {
  while (waiting.length > 0 && !signal.aborted) {
    const happened = waiting.filter(({ event }) => event.at <= clock.now());
    const target = url();
    if (happened.length > 0 && target !== null && (await sent(target, happened, signal))) {
      waiting.splice(0, happened.length);
    } else {
      await clock.sleep(virtualMs(clock, LOOK_REAL_MS), signal).catch(() => {});
    }
  }
}

async function sent(url: string, happened: readonly Untold[], signal: AbortSignal): Promise<boolean> {
  const lines = happened.map(({ thread, event }) => lineOf(thread, event));
  try {
    const answer = await fetch(new URL('/v1/events', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(lines),
      signal,
    });
    return answer.ok;
  } catch {
    return false;
  }
}

function lineOf({ shop, inquiry, channel }: StoryThread, { type, id, at }: StoryEvent) {
  return { shop, inquiry, channel, event: { type, id, at: isoUtc(at) } };
}
