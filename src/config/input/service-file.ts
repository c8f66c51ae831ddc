// config: service.yaml → who operates the service, and the defaults for all shops.

import type { Language } from '../../core/model.ts';
import { KEEP_ALL, type Retention, retention } from '../retention/retention.ts';
import { describe } from '../values/faults.ts';
import { address, sender } from '../values/mail-address.ts';
import {
  listOf,
  optional,
  orNull,
  type Place,
  type Reader,
  readMap,
  refuse,
  required,
  trueOrFalse,
  whole,
  wholeNumber,
} from '../values/readers.ts';
import { type Dkim, dkim } from './dkim.ts';
import { ALL_ON, type OpsMail, opsMail, routesOf } from './ops-mail.ts';
import { type Canary, canary } from './service/canary.ts';
import { type Heartbeat, heartbeat } from './service/heartbeat.ts';
import { rmsBaseUrl } from './service/rms-base-url.ts';
import { readDefaults } from './shop-settings.ts';
import { type Webhook, webhook } from './webhook.ts';

export interface ServiceConfig {
  readonly ops: readonly string[];
  readonly from: string;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  /** An edit that raises or withdraws something for more inquiries than this waits for `apply --yes`. */
  readonly confirmAbove: number;
  /** The zone and language of ops: what `defaults` says. */
  readonly timeZone: string;
  readonly language: Language;
  readonly opsMail: OpsMail;
  /** Where ops' messages go besides mail, or null. */
  readonly webhook: Webhook | null;
  /** Webhooks may lead into one's own network: private, loopback and link-local addresses. */
  readonly allowPrivate: boolean;
  /** null: mails leave unsigned, the mail server may sign them. Read at start. */
  readonly dkim: Dkim | null;
  /** How long what is over stays. */
  readonly retention: Retention;
  /** Where RMS answers, without a slash at the end: a proxy, or a fake RMS. Left out: Rakuten's own address. */
  readonly rmsBaseUrl?: string;
  /** Who watches this service from outside. Left out: nobody. */
  readonly heartbeat?: Heartbeat;
  /** One inquiry a day that goes the whole way, to this mailbox. Left out: none. */
  readonly canary?: Canary;
}

const publicUrl: Reader<string> = (value, at) => {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : null;
  const plain = url && /^https?:$/.test(url.protocol) && !url.search && !url.hash && !url.username && !url.password;
  if (plain) return url.href.replace(/\/+$/, '');
  return refuse(at, describe(value), 'an address such as https://sla.example.jp');
};

/** `defaults:` with nothing behind it; a reader must not answer undefined without a fault. */
const NOTHING = Symbol('nothing');

const CONFIRM_ABOVE = 20;

const SHAPE = {
  ops: required(listOf(address, 'mail addresses', 1), 'a list of mail addresses of those who operate the service'),
  from: required(sender, 'the sender of all mails'),
  publicUrl: required(publicUrl, 'the address of the dashboard, for links in mails'),
  confirmAbove: optional(wholeNumber(0, 1_000_000), CONFIRM_ABOVE),
  defaults: optional<unknown>((value) => value ?? NOTHING, {}),
  opsMail: optional(opsMail, ALL_ON),
  webhook: optional<Webhook | null>(webhook, null),
  allowPrivate: optional(trueOrFalse, false),
  dkim: optional<Dkim | null>(dkim, null),
  retention: optional(retention, KEEP_ALL),
  rmsBaseUrl: orNull(rmsBaseUrl),
  heartbeat: orNull(heartbeat),
  canary: orNull(canary),
};

/** Reads service.yaml; null when a fault was reported at `at`. */
export function readService(value: unknown, at: Place): ServiceConfig | null {
  const read = readMap(SHAPE, value, at);
  if (!read) return null;
  const given = read.defaults === NOTHING ? null : read.defaults;
  const { timeZone, language } = readDefaults(given, { ...at, path: [...at.path, 'defaults'] });
  const { ops, from, publicUrl } = read;
  if (at.faults.length > 0 || !ops || !from || !publicUrl) return null;
  const addresses = [...new Set(whole(ops))];
  return {
    ops: addresses,
    from,
    publicUrl,
    confirmAbove: read.confirmAbove ?? CONFIRM_ABOVE,
    timeZone,
    language,
    opsMail: routesOf(read.opsMail ?? ALL_ON, addresses),
    webhook: read.webhook ?? null,
    allowPrivate: read.allowPrivate ?? false,
    dkim: read.dkim ?? null,
    retention: read.retention ?? KEEP_ALL,
    ...(read.rmsBaseUrl && { rmsBaseUrl: read.rmsBaseUrl }),
    ...(read.heartbeat && { heartbeat: read.heartbeat }),
    ...(read.canary && { canary: read.canary }),
  };
}
