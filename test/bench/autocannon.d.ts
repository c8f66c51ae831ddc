// What the bench of the dashboard uses of autocannon; the package brings no types.

declare module 'autocannon' {
  interface Options {
    readonly url: string;
    readonly requests: readonly { readonly path: string; readonly headers: Readonly<Record<string, string>> }[];
    readonly connections: number;
    /** Requests per second over all connections. */
    readonly overallRate: number;
    /** Seconds. */
    readonly duration: number;
  }
  interface Result {
    readonly non2xx: number;
    readonly errors: number;
  }
  interface Run extends PromiseLike<Result> {
    on(event: 'response', listener: (client: unknown, status: number, bytes: number, ms: number) => void): void;
  }
  export default function autocannon(options: Options): Run;
}
