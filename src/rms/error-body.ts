// What an error body of RMS says, out of its five families (RMS.md "Errors"). Bodies can quote customers,
// so nothing but tokens that look like a code or a field name leaves this file.

import { XMLParser } from 'fast-xml-parser';

export interface ErrorBody {
  /** `rms`: one of the five families. `html`, `other`: something in front of RMS answered. */
  readonly family: 'rms' | 'html' | 'other';
  readonly code: string | null;
  readonly fields: readonly string[];
}

/** Not RMS's words. */
const OTHER: ErrorBody = { family: 'other', code: null, fields: [] };
const HTML: ErrorBody = { family: 'html', code: null, fields: [] };

const xml = new XMLParser({
  removeNSPrefix: true,
  parseTagValue: false,
  ignoreAttributes: true,
  processEntities: false,
});

/** Reads code and field names of an error body; never throws, whatever the text is. */
export function readErrorBody(text: string): ErrorBody {
  const body = text.trimStart();
  if (looksLikeHtml(body)) return HTML;
  try {
    return body.startsWith('<') ? fromXml(xml.parse(body)) : fromJson(JSON.parse(body));
  } catch {
    return OTHER;
  }
}

/** A page for people, where JSON or XML was promised. */
export function looksLikeHtml(text: string): boolean {
  return /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b/i.test(text);
}

function fromJson(value: unknown): ErrorBody {
  const body = record(value);
  const candidates = [body.error, first(body.errors), body.Results, first(body.MessageModelList)].map(record);
  const found = candidates.find((one) => Object.keys(one).length > 0);
  if (found === undefined) return isEmptyList(body) ? { family: 'rms', code: null, fields: [] } : OTHER;
  const code = token(found.code) ?? token(found.errorCode) ?? token(found.messageCode) ?? token(found.message);
  return { family: 'rms', code, fields: fieldNames(found.targets) };
}

function fromXml(value: unknown): ErrorBody {
  const body = record(value);
  const status = record(record(body.result).status);
  if (status.systemStatus !== undefined) return { family: 'rms', code: token(status.message), fields: [] };
  const shop = record(body.shopBizApiResponse);
  if (shop.resultCode !== undefined) return { family: 'rms', code: token(shop.resultCode), fields: [] };
  return OTHER;
}

function isEmptyList(body: Record<string, unknown>): boolean {
  return body.totalCount === 0 || Array.isArray(body.list);
}

/** A word that can be a code; a sentence, which could quote somebody, is none. */
function token(value: unknown): string | null {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && /^[A-Za-z][\w.-]{0,29}$|^\d{1,6}$/.test(text.trim()) ? text.trim() : null;
}

function fieldNames(targets: unknown): string[] {
  const list = Array.isArray(targets) ? targets : [targets];
  return list
    .map((one) => token(typeof one === 'string' ? one : (record(one).field ?? record(one).name)))
    .filter((name) => name !== null)
    .slice(0, 5);
}

function first(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
