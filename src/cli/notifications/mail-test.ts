// cli: the mail of `mail test`, and what each outcome means for the person who set the service up.

import type { Config } from '../../config/load.ts';
import type { Instant } from '../../core/model.ts';
import { formatLocal } from '../../core/time/format.ts';
import { openZone } from '../../core/time/zone.ts';
import type { RenderedMail } from '../../mail/facts.ts';
import type { SendOutcome } from '../../mail/transport/mail-transport.ts';
import type { ExitCode } from '../io/io.ts';
import { explainAnswer } from './smtp-answers.ts';

/** A short mail that says what it is, in both languages. */
export function testMail({ service }: Config, now: Instant): RenderedMail {
  const zone = openZone(service.timeZone);
  const text = [
    `問い合わせ期限モニターの送信テストです（${formatLocal(now, zone, 'ja')}）。`,
    'このメールが届いていれば、期限のお知らせも届きます。お手続きは不要です。',
    '',
    `A test of the reply-deadline monitor, sent ${formatLocal(now, zone, 'en')}.`,
    'If you read this, its alerts will reach you too. There is nothing to do.',
  ];
  const html = `<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>送信テスト</title></head><body><p>${text
    .join('<br>')
    .replace('<br><br>', '</p><p lang="en">')}</p></body></html>`;
  return { subject: '【送信テスト】問い合わせ期限モニター test mail', text: `${text.join('\n')}\n`, html };
}

/** The outcome in words, with what to do next. */
export function explainOutcome(
  outcome: SendOutcome,
  { where, byFile }: { readonly where: string; readonly byFile: boolean },
): { code: ExitCode; lines: string[] } {
  switch (outcome.kind) {
    case 'delivered':
      return {
        code: outcome.refused.length > 0 ? 1 : 0,
        lines: [
          byFile
            ? `Written to ${where}; nothing was sent.`
            : `${where} took it (250). Look into the mailbox, also at spam.`,
        ],
      };
    case 'refused':
      return {
        code: 1,
        lines: outcome.refused.flatMap(({ address, code, response }) => [
          `${address} was refused for good: ${code} ${response}.`,
          ...explainAnswer({ reply: code, fault: null, answer: `${code} ${response}`, about: 'recipient' }),
        ]),
      };
    case 'misconfigured':
      return {
        code: 1,
        lines: [`Our settings are at fault: ${outcome.reason}.`, ...explainAnswer(outcome.detail)],
      };
    case 'unknown':
      return {
        code: 3,
        lines: [
          `The mail had gone out and no answer came: ${outcome.reason}.`,
          'It may have arrived; look into the mailbox before you send another. The service would send it once more.',
        ],
      };
    case 'retry':
      return {
        code: 3,
        lines: [
          `${where} did not take it now: ${outcome.reason}.`,
          ...explainAnswer(outcome.detail),
          'The service would try again after 1, 5, 15, 30, 60 minutes and on; what is given up is told to operations.',
        ],
      };
  }
}
