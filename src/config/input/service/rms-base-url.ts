// config: where RMS answers. Whoever answers there gets every shop's licence key, so nothing goes there unencrypted but to
// this machine itself.

import { describe } from '../../values/faults.ts';
import { type Reader, refuse } from '../../values/readers.ts';

const ALLOWED = 'an https address, or http on the loopback such as http://127.0.0.1:8090';
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** An address without a slash at the end. */
export const rmsBaseUrl: Reader<string> = (value, at) => {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return refuse(at, describe(value), ALLOWED);
  if (url.username || url.password) return refuse(at, 'an address with user and password', ALLOWED);
  if (url.search || url.hash) return refuse(at, describe(value), ALLOWED, 'leave out what begins with ? or #');
  if (url.protocol === 'https:' || LOOPBACK.test(url.hostname)) return url.href.replace(/\/+$/, '');
  return refuse(at, describe(value), ALLOWED, 'the licence keys would go out unencrypted');
};
