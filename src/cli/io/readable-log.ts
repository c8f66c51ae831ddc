// cli: the log as a person reads it, one line each, where it goes to a terminal. Elsewhere it stays JSON, for programs.

import pc from 'picocolors';

type Write = (line: string) => unknown;

const LEVELS: Readonly<Record<number, string>> = {
  10: pc.dim('TRACE'),
  20: pc.dim('DEBUG'),
  30: pc.green('INFO '),
  40: pc.yellow('WARN '),
  50: pc.red('ERROR'),
  60: pc.red('FATAL'),
};
/** What stands elsewhere in the line, or is the same in each. */
const LEFT_OUT = new Set(['level', 'time', 'pid', 'hostname', 'msg', 'err']);

/** A destination for pino: `10:00:03 INFO  running, the board is at …  url=…`, in the machine's own time. */
export function readableLog(write: Write): { write: (line: string) => void } {
  return { write: (line) => void write(`${readable(line)}\n`) };
}

function readable(line: string): string {
  const { level, time, msg, err, ...rest } = JSON.parse(line) as Record<string, unknown>;
  const at = pc.dim(timeOf(Number(time)));
  const facts = Object.entries(rest)
    .filter(([name]) => !LEFT_OUT.has(name))
    .map(([name, value]) => pc.dim(`${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`));
  const said = [`${at} ${LEVELS[Number(level)] ?? String(level)} ${String(msg ?? '')}`, ...facts].join('  ');
  return err === undefined ? said : `${said}\n  ${errorOf(err)}`;
}

function timeOf(at: number): string {
  const local = new Date(at);
  return [local.getHours(), local.getMinutes(), local.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}

/** As pino writes an error: its message, and where it came from. */
function errorOf(err: unknown): string {
  const { type, message, stack } = (err ?? {}) as { type?: string; message?: string; stack?: string };
  return (stack ?? `${type ?? 'Error'}: ${message ?? ''}`).replaceAll('\n', '\n  ');
}
