// What every part of the page of the system is rendered with.

import type { SystemReport } from '../../../service/status/read-system.ts';
import type { View } from '../view.ts';
import type { SystemWords } from './words.ts';

export interface SystemProps {
  readonly view: View;
  readonly words: SystemWords;
  readonly report: SystemReport;
  readonly shopName: (id: string) => string;
}
