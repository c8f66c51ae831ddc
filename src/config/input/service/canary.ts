// config: an inquiry of our own, once a day, that goes the whole way to a mailbox for tests.

import { address } from '../../values/mail-address.ts';
import { type Reader, readMap, required } from '../../values/readers.ts';

export interface Canary {
  /** Who gets its mail. */
  readonly to: string;
}

export const canary: Reader<Canary> = (value, at) => {
  const read = readMap({ to: required(address, 'the mail address that gets one test mail a day') }, value, at);
  return read?.to ? { to: read.to } : undefined;
};
