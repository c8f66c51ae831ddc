// cli: the doctor's look at the way of mails.

import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Environment } from '../../config/environment.ts';
import type { Config } from '../../config/load.ts';
import type { Fault } from '../../config/values/faults.ts';
import type { Bilingual } from '../../core/model.ts';
import { openTransport } from '../../mail/transport/mail-transport.ts';
import { isMailExpected } from '../../service/notifications/record/mail-health.ts';
import { mailInWords } from '../io/settings.ts';
import type { Check } from './doctor-check.ts';

const CHECK_HOST: Bilingual = {
  ja: 'SMTP_URL のホスト名とポートを確認してください',
  en: 'check the host and port of SMTP_URL',
};
const CHECK_LOGIN: Bilingual = {
  ja: 'SMTP_URL のユーザー名・パスワード・TLSを確認してください',
  en: 'check user, password and TLS in SMTP_URL',
};

/** Whether mails can go out; of files only, whether somebody waits for them. */
export async function checkMail(
  environment: Environment,
  config: Config | { readonly faults: readonly Fault[] },
  data: string,
  logger: Logger,
): Promise<Check> {
  const where = { ja: mailInWords(environment, data, 'ja'), en: mailInWords(environment, data, 'en') };
  const mail = openTransport({ smtpUrl: environment.smtpUrl, mailDir: join(data, 'mail'), logger });
  try {
    const verified = await mail.verify();
    if (verified.ok)
      return mail.kind === 'files' ? filesOnly(where, config) : { name: 'mail', state: 'ok', words: where };
    const words = { ja: `${where.ja}: ${verified.reason}`, en: `${where.en}: ${verified.reason}` };
    if (/ECONN|ETIMEDOUT|EDNS|ESOCKET|ENOTFOUND/.test(verified.reason))
      return { name: 'mail', state: 'unreachable', words, todo: CHECK_HOST };
    return { name: 'mail', state: 'fault', words, todo: CHECK_LOGIN };
  } finally {
    mail.close();
  }
}

/** As it should be where nobody but examples is written to; else somebody waits for mails that never come. */
function filesOnly(where: Bilingual, config: Config | { readonly faults: readonly Fault[] }): Check {
  const words = { ja: `${where.ja}に保存するだけで、誰にも届きません`, en: `${where.en}: nobody is told` };
  const check = { name: 'mail', words } as const;
  if (!('shops' in config) || !isMailExpected(config)) return { ...check, state: 'ok' };
  const todo = {
    ja: 'SMTP_URL を設定してください。確認: inquiry-sla mail test <アドレス>',
    en: 'set SMTP_URL; `inquiry-sla mail test <address>` tries it',
  };
  return { ...check, state: 'fault', todo };
}
