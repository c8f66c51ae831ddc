// cli: `calendar accept`, a person's word on an outside calendar that is held: a sudden wipe, many changed days, entries that
// cannot be read.

import { userInfo } from 'node:os';
import type { Language } from '../../core/model.ts';
import { formatDate } from '../../core/time/civil-date.ts';
import { acceptHeld, type HeldCalendar, heldCalendars } from '../../service/outside-calendars/accept-held-calendar.ts';
import { heldInWords, unreadAsJson } from '../../service/outside-calendars/describe-outside.ts';
import { openDatabaseClock } from '../../store/database-clock.ts';
import { agreed } from '../io/confirm.ts';
import type { CommandIo, ExitCode } from '../io/io.ts';
import { languagesOf } from '../io/language-option.ts';
import { openShop } from '../io/open-shop.ts';
import { quietLog, withDatabase } from '../io/settings.ts';

export interface AcceptOptions {
  readonly yes?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly lang?: string | undefined;
  readonly config: string;
  readonly data: string;
}

const WORDS = {
  ja: {
    none: '確認待ちの変更はありません。',
    question: 'この内容を適用しますか？ はい: y ／ いいえ: Enter',
    accepted: '適用しました。動いているサービスは1分以内に計算し直します。',
    kept: '適用しませんでした。',
    needsYes: '何も変更していません。適用するには --yes を付けてください。',
  },
  en: {
    none: 'Nothing waits for a word.',
    question: 'Accept this? y for yes, Enter for no',
    accepted: 'Accepted; a running service counts anew within a minute.',
    kept: 'Nothing was accepted.',
    needsYes: 'Nothing was changed; --yes accepts it.',
  },
} as const;

/** Shows what is held for a shop and, after a yes, puts it in force; exit code 1 when nothing was accepted. */
export async function acceptCalendar(id: string, options: AcceptOptions, io: CommandIo): Promise<ExitCode> {
  if (!languagesOf(options.lang, io)) return 2;
  const opened = openShop(id, options.config, io);
  if (typeof opened === 'number') return opened;
  const { shop } = opened;
  const language = (options.lang as Language | undefined) ?? shop.language;
  const words = WORDS[language];
  return withDatabase(options.data, quietLog(), async (db) => {
    const parts = { db, clock: await openDatabaseClock(db) };
    const held = await heldCalendars(parts, shop);
    if (!options.json)
      await io.write(held.length === 0 ? words.none : held.flatMap((one) => heldInWords(one, language)).join('\n'));
    const asked = io.asks && !options.json;
    const wanted = held.length > 0 && (options.yes || (asked && (await agreed(io, words.question))));
    const accepted = wanted ? await acceptHeld(parts, shop, userInfo().username) : [];
    if (options.json)
      await io.write(JSON.stringify({ shop: id, accepted: accepted.length > 0, held: held.map(asJson) }));
    else if (accepted.length > 0) await io.write(words.accepted);
    else if (held.length > 0) io.error(asked ? words.kept : words.needsYes);
    return accepted.length > 0 ? 0 : 1;
  });
}

function asJson({ source, name, why, heldSince, opens, closes, unread }: HeldCalendar): object {
  const since = new Date(heldSince).toISOString();
  return {
    source,
    name: name || 'RMS',
    why,
    heldSince: since,
    opens: opens.map(formatDate),
    closes: closes.map(formatDate),
    unread: unread.map(unreadAsJson),
  };
}
