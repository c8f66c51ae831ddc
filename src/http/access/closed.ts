// access: whether the service is closed to those without a token: it is from the first token on, and stays so when all
// of them are revoked or expired. While it is open the server listens on loopback alone (server.ts).

import { hasTokens } from '../../service/access/tokens.ts';
import type { Service } from '../../service/service.ts';

export type IsClosed = () => Promise<boolean>;

/** Asks the database until the answer is yes. */
export function watchTokens(service: Pick<Service, 'db'>): IsClosed {
  let closed = false;
  return async () => {
    closed ||= await hasTokens(service);
    return closed;
  };
}
