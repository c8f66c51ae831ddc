// config: `{ url: ${NAME} }` as people write it. YAML takes the inner brace for a map of its own; such a name is read as the
// text it is. Every place in the file must stay where it is, so what is put there is as long as what it replaces.

import { isScalar, type Node, parseDocument, visit } from 'yaml';

/** Worth a look: a name that ends where an entry of a map or a list in brackets ends. */
const PERHAPS = /\$\{[A-Za-z_][A-Za-z0-9_]*\}\s*[,}\]]/;
/** A value of its own, no end of one. */
const NAME = /(?<=[\s,:[])\$\{([A-Za-z_][A-Za-z0-9_]*)\}/y;
/** A mistake may hide others behind it. */
const MOST_LOOKS = 20;

export interface Readable {
  /** As long as the given text. */
  readonly text: string;
  /** Puts the names that were written so back into the values of this text's document. */
  readonly restore: (doc: { readonly contents: unknown }) => void;
}

/** The text with such names between quotation marks, where nothing else could be meant. */
export function withQuotedVariables(given: string): Readable {
  const names = new Map<number, string>();
  let text = given;
  for (let looks = 0; looks < MOST_LOOKS && PERHAPS.test(text); looks++) {
    const found = misread(text);
    if (found.length === 0) break;
    for (const { at, name } of found) {
      names.set(at, name);
      text = `${text.slice(0, at)}"$${name}"${text.slice(at + name.length + 3)}`;
    }
  }
  return { text, restore: (doc) => restore(doc.contents, names) };
}

function misread(text: string): { readonly at: number; readonly name: string }[] {
  const { errors } = parseDocument(text, { prettyErrors: false, stringKeys: true, uniqueKeys: false });
  return errors.flatMap(({ pos }) => {
    const at = pos[0] - 1;
    NAME.lastIndex = at;
    const name = NAME.exec(text)?.[1];
    return name === undefined ? [] : [{ at, name }];
  });
}

function restore(contents: unknown, names: ReadonlyMap<number, string>): void {
  if (names.size === 0 || contents === null) return;
  visit(contents as Node, {
    Scalar: (_, scalar) => {
      const name = names.get(scalar.range?.[0] ?? -1);
      if (name !== undefined && isScalar(scalar)) scalar.value = `$\{${name}}`;
    },
  });
}
