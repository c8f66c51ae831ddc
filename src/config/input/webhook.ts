// config: a webhook, of a shop or of ops. The secret is named here, never given, and the URL may hold one too, so
// neither is printed.

import { describeKind } from '../values/faults.ts';
import { type Reader, readMap, refuse, required } from '../values/readers.ts';
import { VARIABLE, variable } from '../values/secret-name.ts';

export interface Webhook {
  readonly url: string;
  /** Name of an environment variable; Environment.secret gives its value. */
  readonly secret: string;
}

const ADDRESS = 'an address such as https://bridge.example.jp/hook';

const webhookUrl: Reader<string> = (value, at) => {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : null;
  if (url !== null && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.hash) return url.href;
  const hint = url !== null && (url.username || url.password) ? 'a log-in in the address is not sent' : undefined;
  return refuse(at, describeKind(value), ADDRESS, hint);
};

export const webhook: Reader<Webhook> = (value, at) => {
  const read = readMap(
    {
      url: required(webhookUrl, ADDRESS),
      secret: required(variable, VARIABLE),
    },
    value,
    at,
    true,
  );
  return read?.url && read.secret ? { url: read.url, secret: read.secret } : undefined;
};
