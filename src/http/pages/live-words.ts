// What a page that renews itself says about that, aloud or in sight. `{n}` and `{at}` are filled in by browser/live.js.

import type { Language } from '../../core/model.ts';

interface LiveWords {
  readonly added: string;
  readonly removed: string;
  readonly changed: string;
  readonly lost: string;
}

export const LIVE: Readonly<Record<Language, LiveWords>> = {
  ja: {
    added: '{n}件 追加',
    removed: '{n}件 減りました',
    changed: '表示が変わりました',
    lost: '更新が止まっています（{at} から）。つながりしだい再開します。',
  },
  en: {
    added: '{n} more',
    removed: '{n} fewer',
    changed: 'The page has changed',
    lost: 'No updates since {at}. They go on as soon as the connection is back.',
  },
};
