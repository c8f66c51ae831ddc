// What RMS answers other than it should, by name.

import { type Fault, faults } from '../../../src/demo/fake-rms/injected-faults.ts';
import type { Random } from '../random.ts';

export interface RmsFault {
  readonly name: string;
  /** Null: the answer is well. */
  readonly make: (random: Random) => Fault | null;
  /** It takes so long that whoever asks may have given up. */
  readonly isLate?: true;
}

export const FAULTS: readonly RmsFault[] = [
  { name: 'late', make: () => null, isLate: true },
  { name: 'silence', make: faults.stalled },
  { name: 'cut off', make: faults.cutOff },
  { name: 'cut JSON', make: faults.cutJson },
  { name: 'empty', make: faults.emptyAs200 },
  { name: 'empty 404', make: faults.emptyAs404 },
  { name: '401', make: faults.unauthorised },
  { name: '403', make: faults.permission },
  { name: '403 QPSLimit', make: () => faults.qpsLimit() },
  { name: '404 HTML', make: faults.html404 },
  { name: '429', make: (random) => faults.tooManyRequests(random.pick(['2', '50', '400'])) },
  { name: '500', make: faults.html500 },
  { name: '503', make: faults.html503 },
  { name: 'another shop', make: () => faults.wrongShop(999) },
  { name: 'no replies', make: faults.noReplies },
  { name: 'replies in disorder', make: faults.unsortedReplies },
];
