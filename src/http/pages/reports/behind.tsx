// Said where a replica answered that is noticeably behind.

import { MINUTE_MS } from '../../../core/time/civil-date.ts';
import type { View } from '../view.ts';
import { REPORT_WORDS } from './words.ts';

export function Behind({ view, behindMs }: { view: View; behindMs: number | null }) {
  if (behindMs === null || behindMs < MINUTE_MS) return null;
  return <p class="notice">{REPORT_WORDS[view.language].state.behind(Math.floor(behindMs / MINUTE_MS))}</p>;
}
