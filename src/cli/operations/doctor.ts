// cli: `doctor`, one line for each thing the service needs: well, or not and what to do.

import { columns } from '../../core/time/words.ts';
import type { ExitCode, Output } from '../io/io.ts';
import type { FolderOptions } from '../io/settings.ts';
import type { Check } from './doctor-check.ts';
import { checkEverything } from './doctor-checks.ts';

const MARKS: Readonly<Record<Check['state'], string>> = { ok: 'ok', fault: 'FAULT', unreachable: 'UNREACHABLE' };
const MARK_COLUMNS = 12;
const NAME_COLUMNS = 20;

/** Exit code 0 when all is well, 1 with a fault, 3 when all that is wrong is a service that does not answer. */
export async function doctor(options: FolderOptions, out: Output): Promise<ExitCode> {
  const states = new Set<Check['state']>();
  for await (const check of checkEverything(options)) {
    states.add(check.state);
    await out.write(line(check));
  }
  if (states.has('fault')) return 1;
  return states.has('unreachable') ? 3 : 0;
}

function line({ name, state, words, todo }: Check): string {
  const cells = `${MARKS[state].padEnd(MARK_COLUMNS)}${name}${' '.repeat(Math.max(1, NAME_COLUMNS - columns(name)))}`;
  return `${cells}${words}${todo === undefined ? '' : `; ${todo}`}`;
}
