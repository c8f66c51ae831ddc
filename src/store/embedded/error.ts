// The one error of the embedded database; it always says the way out.

/** The embedded PostgreSQL cannot be used here; the message says why and that DATABASE_URL is the way out. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';

  constructor(reason: string, options?: ErrorOptions) {
    super(
      `${reason}. To use another PostgreSQL, set DATABASE_URL=postgres://user:password@host:5432/database`,
      options,
    );
  }
}
