// ics: a calendar file of the config folder, within the same size as a feed.

import { open } from 'node:fs/promises';
import { FeedError } from './errors.ts';
import { MAX_FEED_BYTES } from './fetch-feed.ts';

/** The bytes of a file. @throws FeedError `file`, `too-big` */
export async function readFeedFile(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      if (size > MAX_FEED_BYTES) throw new FeedError('too-big', `it is larger than ${MAX_FEED_BYTES} bytes`);
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof FeedError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new FeedError('file', code === 'ENOENT' ? 'there is no such file' : `the file cannot be read (${code})`);
  }
}
