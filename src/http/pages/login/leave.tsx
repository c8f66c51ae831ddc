// Who is logged in, and the way out; nothing while there are no tokens.

import { Form } from '../parts.tsx';
import type { View } from '../view.ts';
import { LOGIN_WORDS } from './words.ts';

export function Leave({ view }: { view: View }) {
  if (view.principal?.via !== 'session') return null;
  return (
    <Form view={view} action="/logout" class="leave">
      <span>{view.principal.name}</span>
      <button class="quiet" type="submit">
        {LOGIN_WORDS[view.language].leave}
      </button>
    </Form>
  );
}
