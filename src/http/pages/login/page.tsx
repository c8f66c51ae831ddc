// The page to log in. What was typed is a secret, so it is never shown again.

import { Page } from '../layout.tsx';
import { Form } from '../parts.tsx';
import type { View } from '../view.ts';
import { LOGIN_WORDS } from './words.ts';

/** `next`: where to go afterwards. `fault`: why the last try failed, in words. */
export function LoginPage({ view, next, fault }: { view: View; next: string; fault: string | null }) {
  const words = LOGIN_WORDS[view.language];
  return (
    <Page view={view} title={words.title}>
      <div class="card login">
        <h1>{words.title}</h1>
        <p class="soft">{words.lead}</p>
        {fault !== null || view.query.unsent === undefined ? null : (
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
