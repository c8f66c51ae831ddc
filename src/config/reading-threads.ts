// config: many files, or large ones, are read in threads of their own, as many as there are processors: no text stops the
// service, and the memory that parsing takes is given back at the end.

import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { startThread } from '../package.ts';
import type { ShopConfig } from './input/shop-settings.ts';
import type { Reading } from './reading.ts';
import type { ReadingJob, ReadingReply } from './reading-worker.ts';

/** Files for one message: enough that messages cost little, few enough that taking them in takes some milliseconds. */
const PAGE = 100;
/** Below this a further thread takes longer to start than it saves. */
const FOR_A_THREAD = 1_000;
const MOST_THREADS = 8;
/** Of a thread's heap: it keeps nothing from file to file. */
const YOUNG_MB = 32;

/** Reads the files of the folder shops/ with these names; `put` is given each. @throws when a thread fails, which no file's text can make it do */
export async function readInThreads<File extends { readonly name: string }>(
  job: ReadingJob,
  files: readonly File[],
  put: (file: File, reading: Reading) => void,
): Promise<void> {
  let at = 0;
  const next = (): readonly File[] => {
    at += PAGE;
    return files.slice(at - PAGE, at);
  };
  const count = Math.min(availableParallelism(), MOST_THREADS, Math.ceil(files.length / FOR_A_THREAD));
  await Promise.all(
    Array.from({ length: count }, async () => {
      const thread = startThread('config/reading-worker.ts', {
        workerData: job,
        resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
      });
      try {
        for (let page = next(); page.length > 0; page = next()) {
          const replies = await replyOf(
            thread,
            page.map(({ name }) => name),
          );
          for (const [i, { shop, ...rest }] of replies.entries())
            put(page[i]!, { ...rest, shop: shop === null ? null : (JSON.parse(shop) as ShopConfig) });
        }
      } finally {
        await thread.terminate();
      }
    }),
  );
}

function replyOf(thread: Worker, names: readonly string[]): Promise<ReadingReply> {
  return new Promise((resolve, reject) => {
    const settle = (done: () => void): void => {
      thread.off('message', onMessage).off('error', onError).off('exit', onExit);
      done();
    };
    const onMessage = (reply: ReadingReply): void => settle(() => resolve(reply));
    const onError = (error: Error): void => settle(() => reject(error));
    const onExit = (): void => settle(() => reject(new Error('the thread that reads config files ended')));
    thread.on('message', onMessage).on('error', onError).on('exit', onExit);
    thread.postMessage(names);
  });
}
