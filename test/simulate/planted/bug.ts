// A bug that somebody could write, as changes of the sources.

export interface Bug {
  readonly name: string;
  /** What goes wrong by it. */
  readonly what: string;
  /** In worlds of so many days it is found. */
  readonly days: number;
  readonly changes: readonly Change[];
}

export interface Change {
  readonly file: string;
  /** Stands once in the file. */
  readonly from: string;
  readonly to: string;
}
