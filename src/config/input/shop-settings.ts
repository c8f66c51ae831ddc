// config: one shop file, already merged with the defaults of service.yaml → ShopConfig (CONTRACT.md).

import { createHash } from 'node:crypto';
import type { ReplyTemplate } from '../../core/actions/reply-template.ts';
import type { Goal } from '../../core/goals/goals.ts';
import type { CalendarSpec, Language, Policy } from '../../core/model.ts';
import type { MorningRule, WeeklyRule } from '../../core/notifications/list-days.ts';
import { DEFAULT_POLICY } from '../../core/steps/counting.ts';
import { openZone } from '../../core/time/zone.ts';
import { refuseNamelessDepartment, templates } from '../actions/templates.ts';
import { goals } from '../goals/goals.ts';
import { didYouMean } from '../values/did-you-mean.ts';
import { describe } from '../values/faults.ts';
import { address } from '../values/mail-address.ts';
import {
  lineOfText,
  listOf,
  oneOf,
  optional,
  orNull,
  type Place,
  type Reader,
  readMap,
  refuse,
  required,
  whole,
} from '../values/readers.ts';
import { readCalendar } from './calendar.ts';
import { type Chats, chats, chatsNamedIn } from './chats.ts';
import { presence, refuseHourless } from './contacts/asked-channels.ts';
import { type QuietOf, wantedList, wantedNotices } from './contacts/quiet-contacts.ts';
import { type Contacts, contacts, type People, people } from './contacts/shop-contacts.ts';
import { type NamedCalendars, namedCalendars, traitsOf } from './named-calendars.ts';
import {
  calendarOfChannel,
  firstFit,
  type InquiryTraits,
  type Named,
  type PolicyRule,
  policyRule,
  ruleFields,
  ruleOfFields,
} from './policy.ts';
import { type RmsAccess, rmsAccess } from './rms.ts';
import { morning, refuseUnknownReaders, weekly } from './shop-lists.ts';
import { DEFAULT_MAIL, DEFAULT_WINDOW, type ShopMail, shopMail } from './shop-mail.ts';
import { type Webhook, webhook } from './webhook.ts';

export interface ShopConfig {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly language: Language;
  readonly owner: readonly string[];
  readonly calendar: CalendarSpec;
  /** Calendars beside it that policies may name (RULES.md 3); left out when there are none. */
  readonly calendars?: NamedCalendars;
  readonly policies: readonly PolicyRule[];
  /** Who can be told besides owner and ops, by name; left out when there are none. */
  readonly contacts?: Contacts;
  /** Who has inquiries in hand, by the name that they use; left out when there are none. */
  readonly people?: People;
  /** Where chats of contacts and people go, by name; left out when there are none. */
  readonly chats?: Chats;
  /** How many may be late, and how fast answers come on average (RULES.md 11); left out when there are none. */
  readonly goals?: readonly Goal[];
  /** Who gets the list of the day, and when; left out: nobody. */
  readonly morning?: MorningRule;
  /** Who gets the summary of the week, and on which day; left out: nobody. */
  readonly weekly?: WeeklyRule;
  /** The agency's name for the shops that it looks at together; left out: none. */
  readonly group?: string;
  /** Who signs the shop's replies, such as its customer service; left out: nobody said. */
  readonly department?: string;
  /** Texts to copy into replies; left out when there are none. */
  readonly templates?: readonly ReplyTemplate[];
  /** The channels of which somebody says whether they are open to customers; left out: nobody is asked. */
  readonly presence?: readonly string[];
  /** Inquiries of one customer are linked, by a keyed hash; left out: they are not. */
  readonly sameCustomer?: true;
  readonly mail: ShopMail;
  /** Where the owner's messages go besides mail, or null. */
  readonly webhook: Webhook | null;
  readonly rms: RmsAccess | null;
  /** SHA-256 over what decides deadlines and notices: zone, calendar, policies, where there are notices the send window. */
  readonly revision: string;
}

/** An IANA zone in its usual spelling. */
export const timeZone: Reader<string> = (value, at) => {
  if (typeof value !== 'string') return refuse(at, describe(value), 'an IANA time zone such as Asia/Tokyo');
  try {
    return openZone(value).name;
  } catch {
    const hint = didYouMean(value, [...Intl.supportedValuesOf('timeZone'), 'UTC']);
    return refuse(at, describe(value), 'an IANA time zone such as Asia/Tokyo', hint);
  }
};

const GROUP_LENGTH = 60;
const DEPARTMENT_LENGTH = 60;

/** What service.yaml may give for all shops: every key of a shop file but name, owner, rms. */
const shared = (known: readonly string[]) => ({
  timeZone: optional(timeZone, 'Asia/Tokyo'),
  language: optional(oneOf(['ja', 'en'] as const), 'ja'),
  calendar: orNull(readCalendar),
  calendars: optional<NamedCalendars>(namedCalendars, {}),
  policies: optional(
    listOf((value) => value, 'policies'),
    [],
  ),
  contacts: optional<Contacts>(contacts(known), {}),
  people: optional<People>(people(known), {}),
  chats: optional<Chats>(chats, {}),
  goals: optional<readonly Goal[]>(goals, []),
  morning: optional<MorningRule | null>(morning, null),
  weekly: optional<WeeklyRule | null>(weekly, null),
  group: orNull(lineOfText(GROUP_LENGTH)),
  department: orNull(lineOfText(DEPARTMENT_LENGTH)),
  templates: optional<readonly ReplyTemplate[]>(templates, []),
  presence: optional<readonly string[]>(presence, []),
  sameCustomer: optional(oneOf(['on', 'off'] as const), 'off'),
  mail: optional(shopMail, DEFAULT_MAIL),
  webhook: optional<Webhook | null>(webhook, null),
});

const shape = (known: readonly string[]) => ({
  name: required(lineOfText(), 'the name of the shop'),
  owner: required(listOf(address, 'mail addresses', 1), 'a list of mail addresses that get the owner alert'),
  ...shared(known),
  rms: optional<RmsAccess | null>(rmsAccess, null),
});

export const SHARED_KEYS: readonly string[] = Object.keys(shared([]));

/** Reports the faults of the `defaults` that can be seen without a shop; answers the zone and language they give. */
export function readDefaults(value: unknown, at: Place): Pick<ShopConfig, 'timeZone' | 'language'> {
  const fragment = { ...at, fragment: true };
  const read = readMap(shared(chatsNamedIn(value)), value, fragment);
  if (read) readPolicies(read.policies, { calendars: null, contacts: null }, fragment);
  return { timeZone: read?.timeZone ?? 'Asia/Tokyo', language: read?.language ?? 'ja' };
}

/** Reads a shop; null when a fault was reported at `at`. */
export function readShop(id: string, value: unknown, at: Place): ShopConfig | null {
  const read = readMap(shape(chatsNamedIn(value)), value, at);
  if (!read) return null;
  const given = read.calendar === null ? readCalendar({}, at) : read.calendar;
  const { calendars: named } = read;
  const contactNames = read.contacts ? Object.keys(read.contacts) : null;
  const calendars = given && named ? traitsOf(given, named) : null;
  const quietOf: QuietOf = (contact) => read.contacts?.[contact]?.quiet ?? [];
  const policies = readPolicies(read.policies, { calendars, contacts: contactNames }, at).map((rule) =>
    wanted(rule, quietOf),
  );
  for (const key of ['morning', 'weekly'] as const)
    refuseUnknownReaders(read[key]?.tell, contactNames, { ...at, path: [...at.path, key] });
  refuseNamelessDepartment(read.templates, read.department, at);
  const hasHours = (channel: string) => calendars?.get(calendarOfChannel(policies, channel))?.hasHours;
  refuseHourless(read.presence ?? [], hasHours, { ...at, path: [...at.path, 'presence'] });
  const { name, timeZone: zone, language } = read;
  if (at.faults.length > 0 || !given || !named || !name || !zone || !language) return null;
  return {
    id,
    name,
    timeZone: zone,
    language,
    owner: [...new Set(whole(read.owner ?? []))],
    calendar: given,
    ...(hasAny(named) && { calendars: named }),
    policies,
    ...(read.contacts && hasAny(read.contacts) && { contacts: read.contacts }),
    ...(read.people && hasAny(read.people) && { people: read.people }),
    ...(read.chats && hasAny(read.chats) && { chats: read.chats }),
    ...(read.goals && hasAny(read.goals) && { goals: read.goals }),
    ...(read.morning && { morning: wantedList(read.morning, 'morning', quietOf) }),
    ...(read.weekly && { weekly: wantedList(read.weekly, 'weekly', quietOf) }),
    ...(read.group && { group: read.group }),
    ...(read.department && { department: read.department }),
    ...(read.templates && hasAny(read.templates) && { templates: read.templates }),
    ...(read.presence && hasAny(read.presence) && { presence: read.presence }),
    ...(read.sameCustomer === 'on' && { sameCustomer: true as const }),
    mail: read.mail ?? DEFAULT_MAIL,
    webhook: read.webhook ?? null,
    rms: read.rms ?? null,
    revision: revisionOf(
      zone,
      given,
      policies.map(ruleFields),
      ...(hasAny(named) ? [named] : []),
      ...noticeInputs(policies, read),
    ),
  };
}

export type ShopFields = Omit<ShopConfig, 'policies'> & { readonly policies: readonly ReturnType<typeof ruleFields>[] };

/** A shop as revisions keep and hash it, by the names of the contract. */
export const shopFields = <S extends ShopConfig>(shop: S) => ({ ...shop, policies: shop.policies.map(ruleFields) });

/** The shop of which `shopFields` made these. */
export const shopOfFields = (fields: ShopFields): ShopConfig => ({
  ...fields,
  policies: fields.policies.map(ruleOfFields),
});

/** The policy of an inquiry: the first that fits by channel, type and category, else the default (CONTRACT.md). */
export function choosePolicy(shop: Pick<ShopConfig, 'policies'>, inquiry: InquiryTraits): Policy {
  return firstFit(shop.policies, inquiry) ?? DEFAULT_POLICY;
}

/** What decides notices besides: the send window, and by which ways a contact is reached. Its addresses change nothing. */
function noticeInputs(
  policies: readonly PolicyRule[],
  { mail: sent, contacts: known }: { readonly mail?: ShopMail | undefined; readonly contacts?: Contacts | undefined },
): unknown[] {
  if (!policies.some(({ policy }) => policy.notices !== undefined)) return [];
  const ways = Object.entries(known ?? {}).map(([name, { mail: to, chat }]) => [name, to.length > 0, chat]);
  return [{ sendWindow: sent?.sendWindow ?? DEFAULT_WINDOW, ways }];
}

const hasAny = (named: object): boolean => Object.keys(named).length > 0;

/** The shop's policies with the default, unless a rule that fits everything comes before it; each once. */
export function policiesInUse({ policies }: Pick<ShopConfig, 'policies'>): Policy[] {
  const all = policies.some(
    (rule) => rule.channel === undefined && rule.type === undefined && rule.category === undefined,
  );
  const list = [...policies.map(({ policy }) => policy), ...(all ? [] : [DEFAULT_POLICY])];
  return [...new Map(list.map((policy) => [JSON.stringify(policy), policy])).values()];
}

function wanted(rule: PolicyRule, quietOf: QuietOf): PolicyRule {
  const { notices, ...rest } = rule.policy;
  if (notices === undefined) return rule;
  const kept = wantedNotices(notices, quietOf);
  return { ...rule, policy: { ...rest, ...(kept.length > 0 && { notices: kept }) } };
}

function readPolicies(items: readonly unknown[] | undefined, named: Named, at: Place): PolicyRule[] {
  const read = policyRule(named);
  return whole((items ?? []).map((item, i) => read(item, { ...at, path: [...at.path, 'policies', i] })));
}

function revisionOf(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
