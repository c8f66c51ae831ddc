// Rakuten's own address of RMS.

export const RMS_BASE_URL = 'https://api.rms.rakuten.co.jp';
