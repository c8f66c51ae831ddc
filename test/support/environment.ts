// What a process would find in its environment: a database of the test's, no queue, no mail server, no secrets, a free port.

import type { Environment } from '../../src/config/environment.ts';

export function environmentOf(databaseUrl: string, more: Partial<Environment> = {}): Environment {
  return {
    databaseUrl,
    queueUrl: null,
    smtpUrl: null,
    host: '127.0.0.1',
    port: 0,
    trustProxy: 0,
    logLevel: 'info',
    secret: () => undefined,
    secretFault: () => null,
    ...more,
  };
}
