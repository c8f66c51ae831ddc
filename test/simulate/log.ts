// What happened, a line each, by the world's clock. Two runs of one seed write the same bytes.

import { createHash } from 'node:crypto';
import pino, { type Logger } from 'pino';
import type { Host } from './host.ts';

export interface Log {
  write(who: string, what: string): void;
  lines(): readonly string[];
  /** One word for the whole. */
  print(): string;
  /** What a process logs, for a trace: it is no part of the lines. */
  asLogger(who: string): Logger;
}

export function createLog(host: Host, trace: (line: string) => void = () => {}): Log {
  const lines: string[] = [];
  const now = (): string => new Date(host.wall()).toISOString();
  return {
    write: (who, what) => {
      const line = `${now()} ${who} ${what}`;
      lines.push(line);
      trace(line);
    },
    lines: () => lines,
    print: () => createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 16),
    asLogger: (who) => {
      const write = (text: string): void => {
        const { level, time: _, pid: __, hostname: ___, msg, ...facts } = JSON.parse(text);
        trace(`${now()} ${who} · ${level >= 40 ? 'WARN ' : ''}${msg} ${JSON.stringify(facts)}`);
      };
      return pino({ level: 'info' }, { write });
    },
  };
}
