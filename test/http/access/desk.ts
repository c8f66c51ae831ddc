// Holders of tokens and browsers with sessions, for tests of who may what. Two shops: `own` and `foreign`.

import { createToken, type TokenRequest } from '../../../src/service/access/tokens.ts';
import { shopOf } from '../../support/service.ts';
import { type Fixture, fixture } from '../support.ts';

export const OWN = 'own';
export const FOREIGN = 'foreign';
export const FOREIGN_NAME = 'よその店';

/** A fixture with both shops, one proxy in front that tells addresses. */
export const accessStage = (more: Parameters<typeof fixture>[1] = {}): Fixture =>
  fixture(() => [shopOf(OWN), shopOf(FOREIGN, { name: FOREIGN_NAME })], { trustProxy: 1, ...more });

/** The secret of a new token; every shop and the scope `read` unless `request` says otherwise. */
export async function tokenFor(on: Fixture, request: Partial<TokenRequest> = {}): Promise<string> {
  const whole = { name: '山田', scope: 'read', shop: undefined, expires: undefined, ...request };
  const made = await createToken(on.service, whole);
  if ('refused' in made) throw new Error(made.refused);
  return made.secret;
}

export const bearer = (secret: string): Record<string, string> => ({ authorization: `Bearer ${secret}` });

export interface Browser {
  /** Name and value, as a browser sends it. */
  readonly cookie: string;
  readonly formToken: string;
  /** The headers of a script of our own page. */
  readonly headers: Record<string, string>;
}

/** Posts the login form. */
export function postLogin(on: Fixture, token: string, headers: Record<string, string> = {}, next = '/') {
  const body = new URLSearchParams({ token, next });
  return on.ask('/login', { method: 'POST', body, headers });
}

export const cookieOf = (answer: Response): string => answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';

/** Logs in and looks the form token up on a page, as a form there has it. */
export async function logIn(on: Fixture, secret: string, headers: Record<string, string> = {}): Promise<Browser> {
  const cookie = cookieOf(await postLogin(on, secret, headers));
  const page = await (await on.ask('/no-such-page', { headers: { cookie } })).text();
  const formToken = /name="form_token" value="([^"]+)"/.exec(page)?.[1] ?? '';
  return { cookie, formToken, headers: { cookie, 'x-form-token': formToken } };
}
