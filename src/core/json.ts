// JSON from outside, with a limit to how deep it may nest: what reads the values afterwards may recurse.

/** Deeper than anything that is asked for. */
const DEEPEST = 64;

/** Its value; `too-deep` or `no-json` when there is none. The parser's own words quote the text, so they are dropped. */
export function parseJson(text: string): { readonly value: unknown } | 'no-json' | 'too-deep' {
  if (isTooDeep(text)) return 'too-deep';
  try {
    return { value: JSON.parse(text) };
  } catch {
    return 'no-json';
  }
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const [BRACKET, BRACE] = [0x5b, 0x7b];
/** The closing ones are two further: `]` and `}`. */
const TO_CLOSING = 2;

function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (inString) {
      if (unit === BACKSLASH) at++;
      else if (unit === QUOTE) inString = false;
    } else if (unit === QUOTE) inString = true;
    else if (unit === BRACKET || unit === BRACE) {
      if (++depth > DEEPEST) return true;
    } else if (unit === BRACKET + TO_CLOSING || unit === BRACE + TO_CLOSING) depth--;
  }
  return false;
}
