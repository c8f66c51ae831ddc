// cli: `mail retry <id…>`: a mail that was given up is sent again to those who lack it. The running service sends it.

import { userInfo } from 'node:os';
import { describe } from '../../config/values/faults.ts';
import { type Retried, type RetryRefusal, retryMail } from '../../service/notifications/record/retry-mail.ts';
import { openDatabaseClock } from '../../store/database-clock.ts';
import type { ExitCode, Output } from '../io/io.ts';
import { type FolderOptions, quietLog, withDatabase } from '../io/settings.ts';

export interface RetryOptions extends Pick<FolderOptions, 'data'> {
  readonly again?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** No queue is woken from here: the service finds the mail at its next tick. */
const NO_WAKE_UPS = { armAlarms: async () => false, wakeMail: async () => false };

/** Exit code 0 when every one is on its way, 1 when one is not sent again, 2 for what is no number of a mail. */
export async function mailRetry(ids: readonly string[], options: RetryOptions, out: Output): Promise<ExitCode> {
  const wrong = ids.find((id) => !/^[1-9]\d{0,14}$/.test(id));
  if (wrong !== undefined) {
    out.error(`found ${describe(wrong)}; allowed: the number of a mail, as its page and the mail to ops name it`);
    return 2;
  }
  const logger = quietLog();
  const results = await withDatabase(options.data, logger, async (db) => {
    const service = { db, logger, clock: await openDatabaseClock(db), wakeUps: NO_WAKE_UPS };
    const found: (Retried | RetryRefusal)[] = [];
    for (const id of ids)
      found.push(await retryMail(service, { id: Number(id), again: options.again === true, by: userInfo().username }));
    return found;
  });
  if (options.json) await out.write(JSON.stringify({ mails: results }));
  else await out.write(results.flatMap(inWords).join('\n'));
  return results.some((one) => 'refused' in one) ? 1 : 0;
}

const WORDS = {
  again: ['再送します', 'is sent again to those who lack it'],
  waiting: ['送信待ちです。待ち時間を切り上げて送ります', 'was still to be sent; it goes at once'],
  sending: ['いま送っています', 'is being sent right now'],
  unknown: ['その番号のメールはありません', 'there is no such mail'],
  delivered: [
    'すべての宛先が受け取っています（250）。それでも送るには --again を付けてください',
    'everybody has it (250), so it is not sent again; --again sends it all the same',
  ],
  nothing: ['送る内容がなくなったため、送りません', 'there was nothing left to tell, so there is no mail to send'],
} as const;

function inWords(one: Retried | RetryRefusal): string[] {
  if ('done' in one && one.done === 'with') {
    const { id, other } = one;
    return [`${id}: 次に送るメール（${other}）でお知らせします ／ mail ${other}, which is still to be sent, tells it`];
  }
  const [ja, en] = WORDS['refused' in one ? one.refused : (one.done as 'again' | 'waiting' | 'sending')];
  const when = 'done' in one && one.done !== 'sending' ? WHEN : [];
  return [`${one.id}: ${ja} ／ ${en}`, ...when];
}

/** Facts are read at that moment, so answered inquiries drop out. */
const WHEN = [
  '  動いているサービスが30秒以内に送ります（店舗への送信時間帯の外では、次の開始時刻）。返信済みのものは除きます。',
  '  The running service sends it within 30 seconds, in the shop’s send window, without what was answered meanwhile.',
];
