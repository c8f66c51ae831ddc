// cli: what each outcome of `mail test` means for the person who set the service up.

import type { SendOutcome } from '../../mail/transport/mail-transport.ts';
import { smtpAnswerInWords } from '../../service/notifications/try/smtp-answers.ts';
import type { ExitCode } from '../io/io.ts';

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

/** Japanese first. */
function explainAnswer(detail: Parameters<typeof smtpAnswerInWords>[0]): string[] {
  const { ja, en } = smtpAnswerInWords(detail);
  return [ja, en];
}
