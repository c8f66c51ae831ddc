// cli: what a file is that is no NDJSON, told once by its beginning instead of line by line.

/** So much of a file tells what it is. */
const LOOK_BYTES = 4_096;
const NEWLINE = 10;

/** The beginning of a stream of bytes, and the stream as it was. */
export async function lookedInto(
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ look: Uint8Array; bytes: AsyncIterable<Uint8Array> }> {
  const rest = bytes[Symbol.asyncIterator]();
  const begun: Uint8Array[] = [];
  for (let size = 0; size < LOOK_BYTES; ) {
    const { value, done } = await rest.next();
    if (done) break;
    begun.push(value);
    size += value.length;
    // A first line tells enough, and more may be long in coming.
    if (value.includes(NEWLINE)) break;
  }
  return { look: Buffer.concat(begun), bytes: joined(begun, rest) };
}

async function* joined(
  begun: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  yield* begun;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

const NEEDED = 'allowed: NDJSON, one JSON object a line';

/** Says what it looks like instead; null for what may be NDJSON. The file's own text is never repeated. */
export function otherFormat(look: Uint8Array): string | null {
  if (look[0] === 0x50 && look[1] === 0x4b) return `found a spreadsheet (.xlsx) or another ZIP file; ${NEEDED}`;
  const text = new TextDecoder('utf-8').decode(look).trimStart();
  if (text.startsWith('[')) return `found a JSON array; ${NEEDED} (jq -c ".[]" makes it of an array)`;
  if (text.startsWith('<')) return `found XML or HTML; ${NEEDED}`;
  const [head = ''] = text.split(/\r?\n/);
  const columns = head.split(/[,;\t]/).length;
  if (text.startsWith('{') || columns < 3) return null;
  return `found what looks like CSV (${columns} columns); ${NEEDED}`;
}
