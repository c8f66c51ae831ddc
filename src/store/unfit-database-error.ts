// The error of a server that is not what we need, by itself, so that who only knows it loads no database.

/** The server answers, and is none that this service can work with; the message says why and what to do. */
export class UnfitDatabaseError extends Error {
  override readonly name = 'UnfitDatabaseError';
}
