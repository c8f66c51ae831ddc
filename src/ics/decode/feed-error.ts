// ics: why a calendar could not be imported. The address of a private feed is a key to it and in no message.

export type FeedErrorKind =
  | 'address'
  | 'network'
  | 'timeout'
  | 'status'
  | 'too-big'
  | 'too-much'
  | 'broken'
  | 'file'
  /** A fault of this program; its cause is for the log. */
  | 'internal';

export class FeedError extends Error {
  override readonly name = 'FeedError';
  readonly kind: FeedErrorKind;
  /** The line of the calendar's text, counted from 1; null when the fault is not in its text. */
  readonly line: number | null;
  /** The message without its line. */
  readonly said: string;

  constructor(kind: FeedErrorKind, said: string, line: number | null = null, cause?: unknown) {
    super(line === null ? said : `line ${line}: ${said}`, { cause });
    this.kind = kind;
    this.line = line;
    this.said = said;
  }
}

/** Whether an import failed for a reason that people can be told. */
export function isFeedError(error: unknown): error is FeedError {
  return error instanceof FeedError;
}
