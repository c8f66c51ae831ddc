// Fields that the forms of an inquiry share: who acts, and why.

import type { View } from '../view.ts';
import { INQUIRY_WORDS } from './words.ts';

/** Typed before, else whom the token names; on this machine without a token nobody is named. */
export function nameOf({ query, principal }: View): string {
  if (query.by !== undefined) return query.by;
  return principal === null || principal.via === 'loopback' ? '' : principal.name;
}

/** Who acts. `hidden` for what needs no question: then `fallback` when nobody is known. */
export function By({ view, id, hidden, fallback = '' }: { view: View; id?: string; hidden?: true; fallback?: string }) {
  const name = nameOf(view);
  if (hidden) return <input type="hidden" name="by" value={name === '' ? fallback : name} />;
  return (
    <div class="field">
      <label for={id}>{INQUIRY_WORDS[view.language].hand.by}</label>
      <input id={id} name="by" required maxlength={80} autocomplete="name" value={name} />
    </div>
  );
}

interface ReasonProps {
  readonly id: string;
  readonly label: string;
  readonly placeholder?: string;
  readonly required?: true;
  readonly value?: string | undefined;
}

export function Reason({ id, label, ...more }: ReasonProps) {
  return (
    <div class="field grow">
      <label for={id}>{label}</label>
      <input id={id} name="why" maxlength={200} {...more} />
    </div>
  );
}
