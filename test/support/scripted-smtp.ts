// A mail server on a bare socket that answers each command with the bytes a test wants: several lines, no code, no
// English, too much, per recipient after DATA. What a proper server library would never say.

import { startRaw } from '../mail/transport/smtp-servers.ts';

export interface Script {
  greeting?: string;
  sender?: string;
  /** By address as it stands in RCPT TO, or one for all. */
  recipient?: string | ((address: string) => string | undefined);
  data?: string;
  /** To the final dot. `cut`: the connection ends without an answer. */
  end?: string | 'cut';
  /** Told to EHLO, one extension a line. */
  readonly extensions?: readonly string[];
}

export interface ScriptedServer {
  readonly url: string;
  /** May be changed while it runs. */
  readonly script: Script;
  /** Recipients of each message whose dot was answered with a 250, as in RCPT TO. */
  readonly taken: { readonly to: readonly string[]; readonly raw: string }[];
  /** Every RCPT TO, in order. */
  readonly asked: string[];
}

/** A server that takes everything but what the script answers otherwise; ends with the test. */
export async function startScripted(script: Script = {}): Promise<ScriptedServer> {
  const taken: { to: readonly string[]; raw: string }[] = [];
  const asked: string[] = [];
  const { url } = await startRaw((socket) => {
    const say = (text: string) => socket.write(`${text.replaceAll('\n', '\r\n')}\r\n`);
    let rest = '';
    let to: string[] = [];
    let message: string[] | null = null;
    const answerDot = (lines: readonly string[]) => {
      const answer = script.end ?? '250 2.0.0 ok';
      if (answer === 'cut') {
        socket.destroy();
        return;
      }
      if (answer.startsWith('250')) taken.push({ to, raw: lines.join('\r\n') });
      to = [];
      say(answer);
    };
    const answerRecipient = (address: string) => {
      asked.push(address);
      const wanted = typeof script.recipient === 'function' ? script.recipient(address) : script.recipient;
      if (wanted === undefined || wanted.startsWith('2')) to.push(address);
      say(wanted ?? '250 2.1.5 ok');
    };
    const command = (line: string) => {
      if (/^EHLO/i.test(line))
        say(['250-here', ...(script.extensions ?? ['SMTPUTF8']).map((one) => `250-${one}`), '250 HELP'].join('\n'));
      else if (/^MAIL FROM|^RSET/i.test(line)) {
        to = [];
        say((/^MAIL/i.test(line) ? script.sender : undefined) ?? '250 2.1.0 ok');
      } else if (/^RCPT TO/i.test(line)) answerRecipient(/<(.*)>/.exec(line)?.[1] ?? '');
      else if (/^DATA/i.test(line)) {
        if (script.data === undefined && to.length > 0) message = [];
        say(script.data ?? (to.length > 0 ? '354 go on' : '503 5.5.1 no recipients'));
      } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
      else say('250 ok');
    };
    socket.on('data', (bytes) => {
      rest += bytes.toString('utf8');
      const lines = rest.split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (message === null) command(line);
        else if (line === '.') {
          const whole = message;
          message = null;
          answerDot(whole);
        } else message.push(line);
      }
    });
    say(script.greeting ?? '220 here');
  });
  return { url, script, taken, asked };
}
