// The error of migrating, by itself, so that who only knows it loads no database.

/** The database and this release do not fit together; the message says how and what to do. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}
