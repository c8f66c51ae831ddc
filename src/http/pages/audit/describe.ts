// An entry of the record in words, for the page and for the file.

import { parseInstant } from '../../../core/time/instant.ts';
import type { AuditRow } from '../../../service/audit/read-audit.ts';
import { ON_LOOPBACK } from '../../access/principal.ts';
import { due, local, type View } from '../view.ts';
import { AUDIT_WORDS, howInWords } from './words.ts';

export function whoInWords({ language }: View, { who, kept }: AuditRow): string {
  const words = AUDIT_WORDS[language];
  if (who === null) return kept === 'revision' ? words.byFile : words.nobody;
  return who === ON_LOOPBACK.name ? words.loopback : who;
}

export function whatInWords(view: View, row: AuditRow): string {
  const words = AUDIT_WORDS[view.language];
  if (row.kept === 'revision') return words.revision[row.what];
  const { until, at, person = '', name = '', how, scopes = [], mail } = row.about;
  return words.what[row.what]({
    until: until === undefined ? '' : due(view, parseInstant(until) ?? 0, view.zone),
    at: at === undefined ? '' : local(view, parseInstant(at) ?? 0, view.zone),
    person,
    name,
    how: howInWords(how, view.language),
    scopes: scopes.join(', '),
    mail: mail === undefined ? '' : String(mail),
  });
}

/** What a revision changed; of anything else nothing. */
export const changesInWords = ({ language }: View, row: AuditRow): readonly string[] =>
  row.kept === 'revision' ? row.about[language] : [];
