// Queue room: a promise with a budget. BullMQ's calls may hang for ever while the server is away.

/** The promise's value, or a rejection after `ms` real milliseconds; what comes later is dropped, also an error. */
export function withTimeout<T>(ms: number, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
