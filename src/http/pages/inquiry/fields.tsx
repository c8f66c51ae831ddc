// What the forms of an inquiry share: where they are sent, who acts, and why.

import type { Child } from 'hono/jsx';
import type { EpochDay } from '../../../core/model.ts';
import { formatDate } from '../../../core/time/civil-date.ts';
import type { InquiryDetail } from '../../../service/board/read-inquiry.ts';
import { Form } from '../parts.tsx';
import { inquiryPath, type View } from '../view.ts';
import { INQUIRY_WORDS } from './words.ts';

interface ActFormProps {
  readonly view: View;
  readonly detail: InquiryDetail;
  /** The last part of the path (routes.tsx). */
  readonly action: string;
  readonly class?: string;
  readonly children?: Child;
}

/** A form about an inquiry; what comes of it leads on in the list that led here. */
export function ActForm({ view, detail: { shop, inquiry }, action, children, ...more }: ActFormProps) {
  const { list } = view.query;
  return (
    <Form view={view} action={`${inquiryPath(shop.id, inquiry.inquiry)}/${action}`} {...more}>
      {list === undefined ? null : <input type="hidden" name="list" value={list} />}
      {children}
    </Form>
  );
}

/** Who is logged in; with a shared token whom a form named before; on this machine without a token nobody. */
export function nameOf({ saidName, principal }: View): string {
  if (principal !== null && principal.person !== null) return principal.person;
  if (saidName !== '') return saidName;
  return principal === null || principal.via === 'loopback' ? '' : principal.name;
}

/** Who acts, asked of those who share a token. `hidden` for what needs no question: then `fallback` when nobody is known. */
export function By({ view, id, hidden, fallback = '' }: { view: View; id?: string; hidden?: true; fallback?: string }) {
  const name = nameOf(view);
  if (view.principal !== null && view.principal.person !== null) return null;
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

/** Of a form that holds mails back: who, until the end of which date, and why. `id`: with what the fields' ids begin. */
export function MuteFields({ view, id, today }: { view: View; id: string; today: EpochDay }) {
  const words = INQUIRY_WORDS[view.language].mute;
  return (
    <>
      <By view={view} id={`${id}-by`} />
      <div class="field">
        <label for={`${id}-until`}>{words.until}</label>
        <input
          type="date"
          id={`${id}-until`}
          name="until"
          required
          value={formatDate(today + 2)}
          min={formatDate(today)}
          max={formatDate(today + 89)}
        />
      </div>
      <Reason id={`${id}-why`} label={words.why} required />
      <button type="submit">{words.act}</button>
    </>
  );
}
