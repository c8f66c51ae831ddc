// What the bench of the dashboard uses of autocannon; the package brings no types.

declare module 'autocannon' {
  interface Options {
    readonly url: string;
    readonly requests: readonly { readonly path: string; readonly headers: Readonly<Record<string, string>> }[];
    readonly connections: number;
    /** Requests per second over all connections; latencies are corrected for coordinated omission. */
    readonly overallRate: number;
    /** Seconds. */
    readonly duration: number;
  }
  interface Result {
    readonly non2xx: number;
    readonly errors: number;
    /** Milliseconds. */
    readonly latency: { readonly p50: number; readonly p99: number };
  }
  export default function autocannon(options: Options): Promise<Result>;
}
