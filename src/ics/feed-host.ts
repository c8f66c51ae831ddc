// ics: which hosts may be asked for a feed. The rule is that of every address that people write (net/public-address.ts).

import { AddressError, publicAddresses, type Reach } from '../net/public-address.ts';
import { FeedError } from './decode/feed-error.ts';

export type { Reach } from '../net/public-address.ts';

/** An address that may be connected for this host name. @throws FeedError `address`, `network` */
export async function publicAddress(host: string, reach: Reach = {}): Promise<string> {
  try {
    return (await publicAddresses(host, reach))[0]!;
  } catch (error) {
    if (!(error instanceof AddressError)) throw error;
    throw new FeedError(error.code === 'not-public' ? 'address' : 'network', error.message);
  }
}
