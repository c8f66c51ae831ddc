// What customers ask, as CSV: all of it by item and category, also what was asked only in the month before.

import type { Language } from '../../../core/model.ts';
import type { AskedMonth } from '../../../service/reports/read-asked.ts';
import { BYTE_ORDER_MARK, type Cell, csvLine } from '../reports/csv.ts';
import { ASKED_WORDS } from './words.ts';

export function askedCsv(language: Language, { rows }: AskedMonth): string {
  const lines = rows.map((row): Cell[] => [
    ...[row.itemNumber, row.item, row.itemUrl, row.category],
    ...[row.inquiries, row.before, row.inquiries - row.before],
    ...[row.exchanges, row.answered, row.answeredOnce, row.byBot, row.byBotAlone],
  ]);
  return BYTE_ORDER_MARK + [ASKED_WORDS[language].csv.head, ...lines].map(csvLine).join('');
}
