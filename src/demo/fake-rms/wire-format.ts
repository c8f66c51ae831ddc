// RMS's dates and bodies as the fake writes them. Written apart from src/rms/ on purpose: a misreading there must not
// cancel out here.

import type { Instant } from '../../core/model.ts';

const JST_MS = 9 * 3_600_000;

export interface FakeAnswer {
  readonly status: number;
  readonly type: 'application/json' | 'application/xml' | 'text/html';
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** `stall`: the socket stays open and silent. `cut`: it closes in the middle of the body. */
  readonly wire?: 'stall' | 'cut';
}

/** `yyyy-MM-dd'T'HH:mm:ss+09:00`, as in answers. */
export function rmsDate(t: Instant): string {
  return `${new Date(t + JST_MS).toISOString().slice(0, 19)}+09:00`;
}

/** Exactly `yyyy-MM-ddTHH:mm:ss`, as in queries, or null. */
export function parseQueryDate(text: string | null): Instant | null {
  if (text === null || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text)) return null;
  const utc = Date.parse(`${text}Z`);
  const exists = !Number.isNaN(utc) && new Date(utc).toISOString().startsWith(text);
  return exists ? utc - JST_MS : null;
}

export function json(value: unknown, status = 200): FakeAnswer {
  return { status, type: 'application/json', body: JSON.stringify(value) };
}

export function xml(body: string, status = 200): FakeAnswer {
  return { status, type: 'application/xml', body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}` };
}

export function html(status: number): FakeAnswer {
  const body = `<!DOCTYPE html><html><head><title>${status}</title></head><body>ただいまアクセスできません</body></html>`;
  return { status, type: 'text/html', body };
}

/** 400: IE001 for a bad parameter, IE000 for too deep a page. */
export function badRequest(code: 'IE000' | 'IE001', targets: readonly string[]): FakeAnswer {
  return json({ error: { code, message: 'パラメータが不正です', targets } }, 400);
}

export function unauthorised(): FakeAnswer {
  return json({ errors: [{ code: 'GA0001', message: 'Un-Authorised' }] }, 401);
}

/** The XML family of errors: `QPSLimit`, `AccessLimit`, or a sentence. */
export function systemStatusNg(message: string, status: number): FakeAnswer {
  return xml(
    `<result><status><interfaceId>inquirymng</interfaceId><systemStatus>NG</systemStatus><message>${message}</message></status></result>`,
    status,
  );
}
