// Which mails lie in the folder of files: what an earlier release wrote there and called sent can be told by it.

import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** As openFileTransport names them: the time, then the number of the row. */
const NAME = /^\d{4}-\d{2}-\d{2}T[\d.-]+Z-(\d{1,15})\.eml$/;
/** The headers of a mail of ours are shorter. */
const HEAD_BYTES = 16 * 1024;

/** The files of the folder by the outbox row they name; none where there is no folder. */
export async function filedMails(mailDir: string): Promise<Map<number, string>> {
  const names = await readdir(mailDir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const filed = new Map<number, string>();
  for (const name of names) {
    const id = NAME.exec(name)?.[1];
    if (id !== undefined) filed.set(Number(id), join(mailDir, name));
  }
  return filed;
}

/** The Message-ID of a mail in a file; null when it has none. */
export async function messageIdIn(file: string): Promise<string | null> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return /^Message-ID: (<[^\r\n]+>)\r?$/im.exec(buffer.toString('utf8', 0, bytesRead))?.[1] ?? null;
  } finally {
    await handle.close();
  }
}
