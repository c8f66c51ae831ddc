// Why PostgreSQL does not let us in, and what to do: in words for whoever set DATABASE_URL. What the server says
// may name the user, never the password; what Node says of TLS has a code only.

/** What stands in the way and the way out; null for an error that says nothing of the kind. Never a secret. */
export function refusalOf(error: unknown): { readonly why: string; readonly todo: string } | null {
  if (!(error instanceof Error)) return null;
  const { code } = error as { code?: unknown };
  const found = REFUSALS.find(([codes, said]) => codes.includes(String(code)) || said?.test(error.message));
  if (found === undefined) return null;
  const [, , why, todo] = found;
  return { why, todo };
}

/** SQLSTATE or Node's codes; words where there is no code of its own; why; what to do. */
const REFUSALS: readonly (readonly [readonly string[], RegExp | null, string, string])[] = [
  [
    [],
    /unsupported startup parameter|pgbouncer|cannot be run in transaction pool|no such database: |prepared statement/i,
    'a pooler such as PgBouncer stands in between and does not let this through',
    'name PostgreSQL itself in DATABASE_URL; or keep the pooler, and set QUEUE_URL to Redis or to PostgreSQL itself',
  ],
  [
    ['28P01'],
    /SASL|password must be a string/,
    'it refused the password, or there is no such user',
    'check user and password in DATABASE_URL; write special characters as %40, %3A, %2F',
  ],
  [
    ['28000'],
    null,
    'it does not let this user in from here, or only with TLS',
    'check the user in DATABASE_URL and pg_hba.conf there; where TLS is asked for, add ?sslmode=require',
  ],
  [['3D000'], null, 'there is no such database', 'make it with: createdb NAME; or correct the name in DATABASE_URL'],
  [
    ['42501'],
    null,
    'the user may not do this there',
    'let it make tables: grant create on database NAME to USER; grant create, usage on schema public to USER',
  ],
  [
    [
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'SELF_SIGNED_CERT_IN_CHAIN',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'CERT_HAS_EXPIRED',
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ],
    null,
    'its TLS certificate cannot be trusted',
    'name its authority in DATABASE_URL (?sslmode=verify-full&sslrootcert=FILE), or say ?sslmode=no-verify',
  ],
  [[], /does not support SSL/, 'it knows no TLS', 'take sslmode out of DATABASE_URL, or set it to disable'],
];
