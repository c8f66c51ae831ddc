// The words around the shop's name in a subject.

/** A subject around the shop's name; the part before it must stay within 40 characters. */
export interface SubjectFrame {
  readonly before: string;
  readonly after: string;
}
