// The page of one inquiry and its forms. Whatever was done answers with the way back to the page, which then says it.

import { type Context, Hono } from 'hono';
import { answerElsewhere, undoAnswerElsewhere } from '../../../service/actions/answer-elsewhere.ts';
import { markNoReplyNeeded, undoNoReplyNeeded } from '../../../service/actions/mark-no-reply-needed.ts';
import { liftOne, mute } from '../../../service/actions/mute.ts';
import { promiseAnswer, withdrawPromise } from '../../../service/actions/promise-answer.ts';
import type { ActionRefusal } from '../../../service/actions/refuse-action.ts';
import { giveBack, takeInHand } from '../../../service/actions/take-in-hand.ts';
import { takeTogether } from '../../../service/actions/take-together.ts';
import { shopsFound } from '../../../service/board/read-board-page.ts';
import { readInquiryDetail } from '../../../service/board/read-inquiry.ts';
import { readNextInquiry } from '../../../service/board/read-next-inquiry.ts';
import type { Service } from '../../../service/service.ts';
import { rememberName } from '../../access/cookie.ts';
import { needs, principalOf } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { seenShops } from '../../seen-shops.ts';
import type { Search } from '../board/search.ts';
import { askerOf, filtersOf } from '../list/filters.ts';
import { notFoundPage, type PageParts, page, viewOf } from '../page.tsx';
import { href, inquiryPath, type View } from '../view.ts';
import { listOf, overShopsOf } from './head/list.ts';
import { InquiryPage } from './page.tsx';
import { RefusedPage } from './refused.tsx';
import type { Done } from './words.ts';

const PATH = '/shops/:shop/inquiries/:inquiry';

/** The fields of a form and the inquiry it is about. */
interface Sent {
  readonly shop: string;
  readonly inquiry: string;
  readonly by: string | undefined;
  readonly why: string | undefined;
  readonly until: string | undefined;
  text(name: string): string | undefined;
  number(name: string): number | undefined;
}

type Act = (service: Service, sent: Sent) => Promise<object | ActionRefusal>;

/** What each form does, and what the page says afterwards. */
const FORMS: Readonly<Record<string, readonly [Done, Act]>> = {
  'in-hand': [
    'took',
    (service, sent) => takeInHand(service, { ...sent, to: sent.text('to'), expected: sent.number('expected') }),
  ],
  'same-customer/in-hand': ['took', takeTogether],
  'give-back': ['gave', (service, sent) => giveBack(service, { ...sent, expected: sent.number('expected') })],
  'no-reply-needed': [
    'marked',
    (service, sent) => markNoReplyNeeded(service, { ...sent, expected: sent.number('expected') }),
  ],
  'no-reply-needed/undo': [
    'unmarked',
    (service, sent) => undoNoReplyNeeded(service, { ...sent, mark: sent.number('mark') }),
  ],
  mute: ['muted', (service, sent) => mute(service, { ...sent, kind: 'mute', target: `${sent.shop}/${sent.inquiry}` })],
  promise: ['promised', (service, sent) => promiseAnswer(service, { ...sent, ...promiseOf(sent) })],
  'promise/undo': [
    'unpromised',
    (service, sent) => withdrawPromise(service, { ...sent, promise: sent.text('promise') }),
  ],
  'answered-elsewhere': [
    'answered',
    (service, sent) =>
      answerElsewhere(service, {
        ...{ ...sent, how: sent.text('how'), at: sent.text('at')?.replace('T', ' ') },
        expected: sent.number('expected'),
      }),
  ],
  'answered-elsewhere/undo': [
    'unanswered',
    (service, sent) => undoAnswerElsewhere(service, { ...sent, answer: sent.text('answer') }),
  ],
  'mute/lift': ['lifted', (service, sent) => liftOne(service, { ...sent, mute: sent.number('mute') })],
};

/** A date that was chosen counts before the list's; of no promise the form says nothing. */
function promiseOf(sent: Sent) {
  const expected = sent.text('expected');
  return {
    until: sent.text('on') || sent.until,
    reason: sent.text('reason'),
    told: sent.text('told'),
    expected: expected === undefined ? undefined : expected || null,
  };
}

export function inquiryRoutes(parts: PageParts): Hono<AccessEnv> {
  const app = new Hono<AccessEnv>();
  app.get(PATH, needs('read', 'the-shop'), async (c) => {
    const { shop, inquiry } = c.req.param();
    const detail = await readInquiryDetail(parts.service, shop, inquiry);
    if (detail === null) return notFoundPage(parts, c);
    const view = viewOf(parts, c);
    const shops = listedShops(parts, c, overShopsOf(view));
    const filters = filtersOf(listOf(view), askerOf(principalOf(c).name, shops));
    const next = await readNextInquiry(parts.service, detail, filters, shops);
    return page(c, <InquiryPage view={view} detail={detail} next={next} />);
  });
  for (const [name, [done, act]] of Object.entries(FORMS))
    app.post(`${PATH}/${name}`, needs('act', 'the-shop'), async (c) => {
      const { shop, inquiry } = c.req.param() as { shop: string; inquiry: string };
      const sent = await readForm(c, shop, inquiry);
      const result = await act(parts.service, sent);
      if ('refused' in result) return refused(parts, c, sent, result);
      rememberName(c, sent.by);
      const said = done === 'took' && sent.text('to')?.trim() ? 'assigned' : done;
      const query = { ...listed(sent), done: said };
      return c.redirect(href(viewOf(parts, c), inquiryPath(shop, inquiry), query), 303);
    });
  return app;
}

/** The shops of the list that led here, of those that the asker sees; null when it was the shop's own. */
function listedShops({ service }: PageParts, c: Context<AccessEnv>, over: Search | null) {
  const seen = over && seenShops(service, principalOf(c), over.group);
  return seen && shopsFound(seen, over.q ?? '');
}

async function readForm(c: Context<AccessEnv>, shop: string, inquiry: string): Promise<Sent> {
  const body = await c.req.parseBody();
  const text = (name: string) => {
    const value = body[name];
    return typeof value === 'string' ? value : undefined;
  };
  const number = (name: string) => {
    const value = text(name);
    return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
  };
  return {
    shop,
    inquiry,
    by: principalOf(c).person ?? text('by'),
    why: text('why'),
    until: text('until'),
    text,
    number,
  };
}

const STATUS = { unknown: 404, usage: 422, conflict: 409 } as const;

async function refused(parts: PageParts, c: Context<AccessEnv>, sent: Sent, refusal: ActionRefusal): Promise<Response> {
  const detail = await readInquiryDetail(parts.service, sent.shop, sent.inquiry);
  if (detail === null || refusal.refused === 'unknown') return notFoundPage(parts, c);
  return page(
    c,
    <RefusedPage view={withTyped(viewOf(parts, c), sent)} detail={detail} refusal={refusal} />,
    STATUS[refusal.refused],
  );
}

/** The page of the answer holds what was typed, and leads to the list that led to the form. */
function withTyped(view: View, sent: Sent): View {
  const { by, why } = sent;
  return { ...view, saidName: by ?? view.saidName, query: { ...view.query, ...(why && { why }), ...listed(sent) } };
}

/** The list that led to the form, as an address carries it. */
function listed(sent: Sent): { readonly list?: string } {
  const list = sent.text('list');
  return list === undefined ? {} : { list };
}
