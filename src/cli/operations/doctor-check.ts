// cli: what one check of `doctor` found.

export interface Check {
  readonly name: string;
  readonly state: 'ok' | 'fault' | 'unreachable';
  /** What was found. */
  readonly words: string;
  /** What to do about it. */
  readonly todo?: string;
}
