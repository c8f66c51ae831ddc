// config: a shop's access to RMS. Secrets are named here, never given; a literal one is refused without printing it.

import { describe } from '../values/faults.ts';
import {
  lineOfText,
  listOf,
  optional,
  orNull,
  type Reader,
  readMap,
  refuse,
  required,
  whole,
  wholeNumber,
} from '../values/readers.ts';
import { VARIABLE, variable } from '../values/secret-name.ts';
import { duration } from './duration.ts';

export interface RmsAccess {
  readonly shopId: number;
  /** Names of environment variables; Environment.secret gives their values. */
  readonly serviceSecret: string;
  readonly licenseKey: string;
  readonly nextLicenseKey: string | null;
  readonly autoReplies: AutoReplies;
  /** Left out where no reply is taken for a promise. */
  readonly holdingReplies?: HoldingReplies;
}

/** Which merchant replies are no person's (RMS.md: whether automatic answers appear as such is unknown). */
interface AutoReplies {
  /** A reply this many seconds or less after the customer's message is automatic; 0: none is. */
  readonly withinSeconds: number;
  /** A reply that contains one of these texts is automatic. */
  readonly containing: readonly string[];
}

/** Which merchant replies promise an answer (RULES.md 10.6). */
interface HoldingReplies {
  /** A person's reply that contains one of these texts. */
  readonly containing: readonly string[];
  /** Business days until which an answer is promised where the reply names no date. */
  readonly followUpAfter: { readonly days: number };
}

const DAYS = 'a length in business days, such as 2d';

const businessDays: Reader<{ readonly days: number }> = (value, at) => {
  const read = duration(value, at);
  if (read === undefined) return undefined;
  return 'days' in read.length ? read.length : refuse(at, describe(value), DAYS);
};

const holdingReplies: Reader<HoldingReplies> = (value, at) => {
  const read = readMap(
    {
      containing: required(listOf(lineOfText(), 'texts', 1), 'a list of texts'),
      followUpAfter: optional(businessDays, { days: 2 }),
    },
    value,
    at,
  );
  return read?.containing && read.followUpAfter
    ? { containing: whole(read.containing), followUpAfter: read.followUpAfter }
    : undefined;
};

const NONE: AutoReplies = { withinSeconds: 0, containing: [] };

const autoReplies: Reader<AutoReplies> = (value, at) => {
  const read = readMap(
    {
      withinSeconds: optional(wholeNumber(0, 3600), 0),
      containing: optional(listOf(lineOfText(), 'texts'), []),
    },
    value,
    at,
  );
  return read && { withinSeconds: read.withinSeconds ?? 0, containing: whole(read.containing ?? []) };
};

const shopId: Reader<number> = (value, at) => {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
  const found = typeof value === 'string' ? 'a text' : describe(value);
  return refuse(at, found, 'the shop’s number in RMS, such as 123456');
};

export const rmsAccess: Reader<RmsAccess> = (value, at) => {
  const read = readMap(
    {
      shopId: required(shopId, 'the shop’s number in RMS'),
      serviceSecret: required(variable, VARIABLE),
      licenseKey: required(variable, VARIABLE),
      nextLicenseKey: optional<string | null>(variable, null),
      autoReplies: optional(autoReplies, NONE),
      holdingReplies: orNull(holdingReplies),
    },
    value,
    at,
    true,
  );
  if (!read?.shopId || !read.serviceSecret || !read.licenseKey) return undefined;
  return {
    shopId: read.shopId,
    serviceSecret: read.serviceSecret,
    licenseKey: read.licenseKey,
    nextLicenseKey: read.nextLicenseKey ?? null,
    autoReplies: read.autoReplies ?? NONE,
    ...(read.holdingReplies && { holdingReplies: read.holdingReplies }),
  };
};
