// config: the thread in which shop files are read, some at a time, until who started it ends it.

import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { overOf, type Reading, readingOf } from './reading.ts';
import type { YamlText } from './values/yaml-file.ts';

/** Which folder, and the text of service.yaml that its shops are read over. */
export interface ReadingJob {
  readonly dir: string;
  readonly service: YamlText;
  readonly build: string | null;
}

/** In the order of the names; a shop goes as text, which is cheaper than as an object. */
export type ReadingReply = readonly (Omit<Reading, 'shop'> & { readonly shop: string | null })[];

if (parentPort === null) throw new Error('reading-worker runs in a thread of its own');
const port = parentPort;
const { dir, service, build } = workerData as ReadingJob;
const over = overOf(join(dir, 'service.yaml'), service, build);

port.on('message', (names: readonly string[]) => {
  const readings: ReadingReply = names.map((name) => {
    const { shop, ...rest } = readingOf(join(dir, 'shops', name), over);
    return { ...rest, shop: shop && JSON.stringify(shop) };
  });
  port.postMessage(readings);
});
