// config: the name of an environment variable that holds a secret, written ${NAME}. A literal secret is refused unprinted.

import { describeKind } from './faults.ts';
import { type Reader, refuse } from './readers.ts';

export const VARIABLE = `the name of an environment variable as $\{NAME}`;

export const variable: Reader<string> = (value, at) => {
  const match = typeof value === 'string' ? /^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$/.exec(value) : null;
  if (match?.[1]) return match[1];
  return refuse(at, describeKind(value), `${VARIABLE}, never the secret itself`);
};
