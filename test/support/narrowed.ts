// What a schema (as schema-dump.ts writes it) takes from whoever knows the one before: statements that worked and may not any more.

interface Table {
  readonly columns: ReadonlyMap<string, string>;
  readonly constraints: ReadonlyMap<string, string>;
  /** Unique indexes, and triggers. */
  readonly guards: ReadonlySet<string>;
}

/** One sentence for each; nothing where the release before may run beside. */
export function narrowed(before: string, after: string): string[] {
  const now = tablesOf(after);
  return [...tablesOf(before)].flatMap(([name, old]) => {
    const table = now.get(name);
    return table === undefined ? [`${name} is gone`] : narrowedTable(name, old, table);
  });
}

function narrowedTable(name: string, old: Table, table: Table): string[] {
  const said: string[] = [];
  for (const [column, definition] of old.columns) {
    const there = table.columns.get(column);
    if (there === undefined) said.push(`${name}.${column} is gone`);
    else if (there !== definition && !isWider(definition, there))
      said.push(`${name}.${column} was ${definition}, is ${there}`);
  }
  const added = [...table.columns].filter(([column]) => !old.columns.has(column));
  for (const [column, definition] of added)
    if (/ not null/.test(definition) && !/ (default|generated) /.test(definition))
      said.push(`${name}.${column} is new and must be given`);
  const news = new Set(added.map(([column]) => column));
  for (const [constraint, definition] of table.constraints)
    if (!isAsWide(old.constraints.get(constraint), definition, news))
      said.push(`${name} is held by ${constraint}: ${definition}`);
  for (const guard of table.guards) if (!old.guards.has(guard)) said.push(`${name} is held by ${guard}`);
  return said;
}

/** What was given still may be, what was left out still may be left out. */
function isWider(before: string, after: string): boolean {
  const typeOf = (definition: string) => definition.replace(/ not null.*| default.*| generated.*/, '');
  if (typeOf(before) !== typeOf(after)) return false;
  const mayBeLeftOut = (definition: string) =>
    !/ not null/.test(definition) || / (default|generated) /.test(definition);
  return (/ not null/.test(before) || !/ not null/.test(after)) && (!mayBeLeftOut(before) || mayBeLeftOut(after));
}

const WORDS = /'([^']*)'::text/g;

/** A list of words may become longer, and what is there need not be read again for it; another constraint holds new columns only. */
function isAsWide(before: string | undefined, after: string, added: ReadonlySet<string>): boolean {
  if (before === after) return true;
  if (before === undefined) {
    const named = [...after.matchAll(/[a-z_]+/g)].map(([word]) => word);
    return named.some((word) => added.has(word)) && !after.startsWith('FOREIGN');
  }
  const wordsOf = (definition: string) => new Set([...definition.matchAll(WORDS)].map(([, word]) => word));
  const rest = (definition: string) =>
    definition
      .replace(/ NOT VALID$/, '')
      .replace(WORDS, '')
      .replace(/[, ]+/g, '');
  const [was, is] = [wordsOf(before), wordsOf(after)];
  return rest(before) === rest(after) && [...was].every((word) => is.has(word));
}

function tablesOf(dump: string): Map<string, Table> {
  const tables = new Map<string, Table>();
  for (const [, name, body, after] of dump.matchAll(
    /^create table (\S+) \(\n([\s\S]*?)\n\)[^\n]*;((?:\n(?!\n).*)*)/gm,
  )) {
    const lines = body!.split(/,\n/).map((line) => line.trim());
    const constraints = lines.filter((line) => line.startsWith('constraint '));
    const columns = lines.filter((line) => !line.startsWith('constraint '));
    const guards = after!.split('\n').filter((line) => /^CREATE (UNIQUE INDEX|TRIGGER)/.test(line));
    tables.set(name!, {
      columns: new Map(columns.map((line) => [line.split(' ')[0]!, line.slice(line.indexOf(' ') + 1)])),
      constraints: new Map(constraints.map((line) => [line.split(' ')[1]!, line.split(' ').slice(2).join(' ')])),
      guards: new Set(guards),
    });
  }
  return tables;
}
