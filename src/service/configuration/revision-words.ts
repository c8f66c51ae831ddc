// Why a revision came in force, in words, for the terminal and the pages alike.

import type { Bilingual } from '../../core/model.ts';
import type { RevisionCause } from '../../store/tables/configuration-tables.ts';

export const CAUSE_WORDS: Readonly<Record<RevisionCause, Bilingual>> = {
  start: { ja: '起動時', en: 'at a start' },
  edit: { ja: 'ファイルの編集', en: 'an edited file' },
  apply: { ja: 'apply コマンド', en: 'the command apply' },
  source: { ja: '外部カレンダー', en: 'a calendar elsewhere' },
};
