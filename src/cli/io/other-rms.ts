// cli: where RMS is asked, in words; it loads nothing of the client.

import type { Bilingual } from '../../core/model.ts';
import { RMS_BASE_URL } from '../../rms/base-url.ts';

/** Where RMS is asked, when that is not Rakuten's own address; null when it is. */
export function otherRms(rmsBaseUrl: string | undefined): Bilingual | null {
  if (rmsBaseUrl === undefined || rmsBaseUrl === RMS_BASE_URL) return null;
  return {
    ja: `RMSの接続先は ${rmsBaseUrl} です（service.yamlのrmsBaseUrl）。楽天の ${RMS_BASE_URL} ではありません`,
    en: `RMS is asked at ${rmsBaseUrl} (rmsBaseUrl in service.yaml), not at Rakuten's own ${RMS_BASE_URL}`,
  };
}
