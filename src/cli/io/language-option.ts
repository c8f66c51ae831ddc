// cli: the --lang option: one language, or Japanese first with English beside it.

import { describe } from '../../config/values/faults.ts';
import type { Language } from '../../core/model.ts';
import type { Output } from './io.ts';

/** The languages to write in, null after the fault was written. */
export function languagesOf(option: string | undefined, out: Output): readonly Language[] | null {
  if (option === undefined) return ['ja', 'en'];
  if (option === 'ja' || option === 'en') return [option];
  out.error(`--lang: found ${describe(option)}; allowed: ja, en`);
  return null;
}
