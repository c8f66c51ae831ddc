// cli: `contact test <shop> <name>` tries every way to a contact, or a person, of a shop: a test mail to each address, a test
// message to each chat.

import { userInfo } from 'node:os';
import { describe } from '../../config/values/faults.ts';
import { noteTest } from '../../service/audit/note-done.ts';
import { contactsOf } from '../../service/notifications/try/try-contact.ts';
import { openDatabaseClock } from '../../store/database-clock.ts';
import type { ExitCode, Output } from '../io/io.ts';
import { type FolderOptions, readConfigFolder, whereDatabaseAnswers } from '../io/settings.ts';
import { chatTest } from './chat.ts';
import { mailTest } from './mail.ts';

/** Exit code 0 when every way works, 2 for no such contact; else the highest of what the ways say. */
export async function contactTest(shopId: string, name: string, options: FolderOptions, io: Output): Promise<ExitCode> {
  const config = readConfigFolder(options.config, io);
  if (config === null) return 2;
  const shop = config.shops.get(shopId);
  const contact = shop && contactsOf(shop).get(name);
  if (shop === undefined) {
    const known = [...config.shops.keys()].slice(0, 10).join(', ');
    io.error(`found the unknown shop ${describe(shopId)}; allowed: ${known}`);
    return 2;
  }
  if (contact === undefined) {
    const known = [...contactsOf(shop).keys()].join(', ');
    io.error(`found ${describe(name)}, which is no contact of ${shopId}; allowed: ${known}`);
    return 2;
  }
  await noted(shopId, name, options.data);
  let worst: ExitCode = 0;
  for (const address of contact.mail) {
    await io.write(`mail ${address}:`);
    worst = worse(worst, await mailTest(address, options, io));
  }
  for (const chat of contact.chat) {
    await io.write(`chat ${chat}:`);
    worst = worse(worst, await chatTest(shopId, chat, options, io));
  }
  return worst;
}

/** As the test by the contacts' page is; a test needs no database. */
const noted = (shop: string, name: string, data: string) =>
  whereDatabaseAnswers(data, async (db) =>
    noteTest({ db, clock: await openDatabaseClock(db) }, userInfo().username, shop, name),
  );

const worse = (a: ExitCode, b: ExitCode): ExitCode => (b > a ? b : a);
