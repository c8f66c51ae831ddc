// bench: the shape of one result, printed as a line of JSON. Trap: a ratio counts only when taken within one run.

/** `value` and `floor` are in the same unit; `ratio` is how they compare, `target` what it must reach or keep under. */
export interface BenchLine {
  readonly name: string;
  readonly value: number;
  readonly floor: number;
  readonly ratio: number;
  readonly target: number;
  readonly ok: boolean;
}
