// The closing lines that every mail shares: when the data was read and when the mail was sent, apart (MAIL.md 5, 10).
import { formatLocal } from '../../core/time/format.ts';
import type { OwnerMailFacts } from '../facts.ts';
import { type Reading, timeSpan } from './entries/inquiry-entry.ts';

type DataAsOf = OwnerMailFacts['dataAsOf'];

const OLD_DATA_MS = 10 * 60_000;

/** Age of the data and time of sending; the zone is named unless it is the one the reader takes for granted. */
export function footerTimes({
  words,
  language,
  zone,
  now,
  dataAsOf,
}: Reading & { readonly dataAsOf: DataAsOf }): string[] {
  return [dataLine({ words, language, zone, now }, dataAsOf), sentLine({ words, language, zone, now })];
}

/** When the mail is sent (its due times stand in the rows). */
export function sentLine({ words, language, zone, now }: Reading): string {
  const expected = language === 'ja' && zone.name === 'Asia/Tokyo';
  return words.footer.sentAt(formatLocal(now, zone, language), expected ? null : zone.name);
}

function dataLine({ words, language, zone, now }: Reading, dataAsOf: DataAsOf): string {
  if (dataAsOf === 'pushed') return words.footer.dataPushed;
  if (dataAsOf === null) return words.footer.dataNever;
  const age = now - dataAsOf;
  return words.footer.dataAsOf(formatLocal(dataAsOf, zone, language), age >= OLD_DATA_MS ? timeSpan(age) : null);
}
