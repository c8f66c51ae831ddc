// config: who can be told besides owner and ops, and who has what in hand (CONTRACT.md "Files that admins edit").

import { RESERVED_CONTACTS } from '../../../core/notifications/contacts.ts';
import type { Away } from '../../../core/notifications/notice-rule.ts';
import type { QuietKind } from '../../../core/notifications/quiet.ts';
import { describe } from '../../values/faults.ts';
import { address } from '../../values/mail-address.ts';
import {
  idOfText,
  inside,
  listOf,
  oneOf,
  optional,
  orNull,
  type Place,
  type Reader,
  readMap,
  refuse,
  whole,
} from '../../values/readers.ts';
import { away, refuseUnfitStandIns } from './away.ts';
import { quietKind } from './quiet-contacts.ts';

/** Where somebody is reached; one of the two has an entry. */
export interface Contact {
  readonly mail: readonly string[];
  /** Names of the shop's chats. */
  readonly chat: readonly string[];
  /** What it does not want to be told; left out when it wants everything. */
  readonly quiet?: readonly QuietKind[];
}

/** Somebody who has inquiries in hand. */
export interface Person extends Contact {
  readonly away?: Away;
}

export type People = Readonly<Record<string, Person>>;
export type Contacts = Readonly<Record<string, Contact>>;

const MOST_NAMES = 100;
const ADDRESSES = 'a list of mail addresses under mail, or of chats under chat';

/** Contacts by name. `chats` are the names of the shop's chats. */
export function contacts(chats: readonly string[]): Reader<Contacts> {
  return byName('contacts', (value, at) => {
    const shape = {
      mail: optional(listOf(address, 'mail addresses', 1), []),
      chat: optional(listOf(chatOf(chats), 'names of chats', 1), []),
      quiet: optional(listOf(quietKind, 'kinds'), []),
    };
    const read = readMap(shape, value, at);
    const found = read && reached(whole(read.mail ?? []), whole(read.chat ?? []), value, at);
    const quiet = [...new Set(whole(read?.quiet ?? []))];
    return found && { ...found, ...(quiet.length > 0 && { quiet }) };
  });
}

/** People by the name that tokens and 対応中 use; each with one address, one chat, or both. */
export function people(chats: readonly string[]): Reader<People> {
  const named = byName<Person>('people', (value, at) => {
    const read = readMap({ mail: orNull(address), chat: orNull(chatOf(chats)), away: orNull(away) }, value, at);
    const found = read && reached(read.mail ? [read.mail] : [], read.chat ? [read.chat] : [], value, at);
    return found && { ...found, ...(read?.away && { away: read.away }) };
  });
  return (value, at) => {
    const read = named(value, at);
    // What `defaults` name may stand in a shop's file.
    if (read && !at.fragment) refuseUnfitStandIns(read, at);
    return read;
  };
}

const chatOf = (chats: readonly string[]): Reader<string> =>
  chats.length > 0
    ? oneOf(chats)
    : (value, at) => refuse(at, describe(value), 'the name of a chat; the file names none');

function reached(mail: readonly string[], chat: readonly string[], value: unknown, at: Place): Contact | undefined {
  const isGiven = Object.keys(value as object).some((key) => key === 'mail' || key === 'chat');
  if (!isGiven) return refuse(at, 'no address', ADDRESSES);
  return { mail: [...new Set(mail)], chat: [...new Set(chat)] };
}

function byName<T>(what: string, read: Reader<T>): Reader<Readonly<Record<string, T>>> {
  return (value, at) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return refuse(at, describe(value), `a map of ${what} by name`);
    const before = at.faults.length;
    const entries = Object.entries(value);
    if (entries.length > MOST_NAMES) return refuse(at, `${entries.length} names`, `at most ${MOST_NAMES}`);
    const found = entries.map(([name, given]) => {
      if (RESERVED_CONTACTS.includes(name))
        refuse(
          inside(at, name),
          `the name ${name}`,
          `another name: ${name} is always there to be told`,
          undefined,
          'key',
        );
      else idOfText(NAME_LENGTH)(name, inside(at, name));
      return [name, read(given, inside(at, name))] as const;
    });
    return at.faults.length > before ? undefined : (Object.fromEntries(found) as Record<string, T>);
  };
}

const NAME_LENGTH = 60;
