// Mails that an earlier release only wrote to files and called sent: told apart by the files, as far as they are there.

import { filedMails, messageIdIn } from '../../../mail/transport/eml-files.ts';
import { messageIdOf } from '../../../mail/transport/message.ts';
import { markFiled, sentWithoutWay } from '../../../store/notifications/filed-mails.ts';
import type { Service } from '../../service.ts';

/** Looks once through the folder; a mail is taken for filed when its file carries its Message-ID. How many were found. */
export async function recogniseFiledMails(
  { db, config }: Pick<Service, 'db' | 'config'>,
  mailDir: string,
): Promise<number> {
  const files = await filedMails(mailDir);
  if (files.size === 0) return 0;
  const found: number[] = [];
  for (const { id, slotAt } of await sentWithoutWay(db, [...files.keys()])) {
    const carried = await messageIdIn(files.get(id)!);
    // The host is the sender's, and the sender may have been edited since.
    if (carried !== null && partBeforeHost(carried) === partBeforeHost(idOf(config, id, slotAt))) found.push(id);
  }
  await markFiled(db, found);
  return found.length;
}

const idOf = ({ service }: Service['config'], id: number, slotAt: number) =>
  messageIdOf(String(id), service.from, slotAt);
const partBeforeHost = (messageId: string): string => messageId.slice(0, messageId.indexOf('@'));
