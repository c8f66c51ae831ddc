// A process of its own unpacks the browser: the package writes to the temp folder, and adds the libraries that a small
// Linux lacks (libnss3) only where the environment says it is on AWS. Both are said to this process alone.

import chromium from '@sparticuz/chromium';

process.stdout.write(await chromium.executablePath());
