// cli: where RMS is asked, in words; it loads nothing of the client.

import { RMS_BASE_URL } from '../../rms/base-url.ts';

/** Where RMS is asked, when that is not Rakuten's own address; null when it is. */
export function otherRms(rmsBaseUrl: string | undefined): string | null {
  if (rmsBaseUrl === undefined || rmsBaseUrl === RMS_BASE_URL) return null;
  return `RMS is asked at ${rmsBaseUrl} (rmsBaseUrl in service.yaml), not at Rakuten's own ${RMS_BASE_URL}`;
}
