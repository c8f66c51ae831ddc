// The mail server of the world: what it took is what people read.

import type { MailTransport, OutgoingMail, SendOutcome } from '../../src/mail/transport/mail-transport.ts';
import type { SimProcess } from './host.ts';
import type { World } from './world.ts';

/** A mail that the server took. */
export interface TakenMail {
  readonly at: number;
  readonly to: readonly string[];
  readonly messageId: string;
  /** Numbers of the inquiries that it names. */
  readonly names: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** Its sender never heard that it was taken. */
  readonly unheard: boolean;
}

export interface MailServer {
  readonly taken: readonly TakenMail[];
  open(process: SimProcess): MailTransport;
}

const MINUTE_MS = 60_000;
type Fate = 'accepts' | 'puts-off' | 'cut-after-data' | 'away';

export function createMailServer(world: World): MailServer {
  const { random, host, settings, log } = world;
  const taken: TakenMail[] = [];

  function take(mail: OutgoingMail, unheard: boolean): void {
    const names = [...new Set(mail.rendered.text.match(/Q\d{5}/g) ?? [])].sort();
    const { messageId, to } = mail;
    const { subject, text } = mail.rendered;
    taken.push({ at: host.wall(), to, messageId, names, subject, text, unheard });
    log.write('smtp', `took ${messageId} to ${to.join(' ')}: ${names.join(' ')}${unheard ? ' (answer lost)' : ''}`);
  }

  function answer(mail: OutgoingMail, fate: Fate): SendOutcome {
    const about = { reason: fate, detail: { reply: null, fault: null, stage: 'mail' } } as const;
    if (fate !== 'accepts') log.write('smtp', `${fate} ${mail.messageId}`);
    switch (fate) {
      case 'accepts':
        take(mail, false);
        return { kind: 'delivered', accepted: [...mail.to], refused: [], deferred: [] };
      case 'cut-after-data':
        take(mail, true);
        return { kind: 'unknown', ...about };
      case 'puts-off':
      case 'away':
        return { kind: 'retry', refused: [], ...about };
    }
  }

  function fateOf(): Fate {
    const { mails } = settings.faults;
    if (mails === 0 || !random.oneIn(mails)) return 'accepts';
    // A repeat comes after 1, 5, 15, 30, 60 min.
    world.disturb(host.wall() + 130 * MINUTE_MS, 'a mail was not simply taken');
    return random.pick(['puts-off', 'cut-after-data', 'away', 'accepts']);
  }

  return {
    taken,
    open: () => ({
      kind: 'smtp',
      atOnce: 5,
      send: (mail) => {
        const fate = fateOf();
        return new Promise((resolve) => {
          setTimeout(() => resolve(answer(mail, fate)), random.whole(5, 3_000));
        });
      },
      verify: async () => ({ ok: true }),
      close: () => {},
    }),
  };
}
