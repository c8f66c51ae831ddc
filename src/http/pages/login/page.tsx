// The page to log in. What was typed is a secret, so it is never shown again.

import { FORM_TOKEN } from '../../access/form-token.ts';
import { Page } from '../layout.tsx';
import { Form } from '../parts.tsx';
import type { View } from '../view.ts';
import type { Unsent } from './unsent.ts';
import { LOGIN_WORDS } from './words.ts';

interface LoginPageProps {
  readonly view: View;
  /** Where to go afterwards. */
  readonly next: string;
  /** Why the last try failed, in words. */
  readonly fault: string | null;
  /** What was typed before, and waits to be sent. */
  readonly unsent: Unsent | null;
}

export function LoginPage({ view, next, fault, unsent }: LoginPageProps) {
  const words = LOGIN_WORDS[view.language];
  return (
    <Page view={view} title={words.title}>
      <div class="card login">
        <h1>{words.title}</h1>
        <p class="soft">{words.lead}</p>
        {fault !== null || unsent === null ? null : (
          <p class="notice" role="status">
            {words.unsent}
          </p>
        )}
        {fault === null ? null : (
          <p class="notice bad" role="alert">
            {fault}
          </p>
        )}
        <Form view={view} action="/login">
          <input type="hidden" name="next" value={next} />
          {unsent === null ? null : (
            <>
              <input type="hidden" name="to" value={unsent.to} />
              <input type="hidden" name="fields" value={unsent.fields} />
            </>
          )}
          <div class="field">
            <label for="token">{words.token}</label>
            <input id="token" name="token" type="password" required autocomplete="current-password" />
          </div>
          <label>
            <input type="checkbox" name="stays" value="yes" /> {words.stays}
          </label>
          <p class="hint">{words.staysHint}</p>
          <button class="main" type="submit">
            {words.enter}
          </button>
        </Form>
      </div>
    </Page>
  );
}

interface UnsentPageProps extends Omit<LoginPageProps, 'fault' | 'unsent'> {
  readonly unsent: Unsent;
  /** Of the session that began just now. */
  readonly formToken: string;
}

/** Somebody is in again: what they typed goes on its way when they say so. */
export function UnsentPage({ view, next, unsent, formToken }: UnsentPageProps) {
  const words = LOGIN_WORDS[view.language];
  return (
    <Page view={view} title={words.unsentTitle}>
      <div class="card login">
        <h1>{words.unsentTitle}</h1>
        <p>{words.unsentLead}</p>
        <form method="post" action={unsent.to}>
          <input type="hidden" name={FORM_TOKEN} value={formToken} />
          {[...new URLSearchParams(unsent.fields)].map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
          <button class="main" type="submit">
            {words.send}
          </button>
        </form>
        <p class="more">
          <a href={next}>{words.leaveUnsent}</a>
        </p>
      </div>
    </Page>
  );
}
