// bench: the little that is used of luxon-business-days, which ships no types. Trap: its setup is global.

declare module 'luxon-business-days' {
  export interface DateTime {
    readonly year: number;
    readonly month: number;
    readonly day: number;
    setupBusiness(options: {
      businessDays: readonly number[];
      holidayMatchers: readonly ((date: DateTime) => boolean)[];
    }): void;
    startOf(unit: 'day'): DateTime;
    plusBusiness(amount: { days: number }): DateTime;
    plus(amount: { days: number }): DateTime;
    toMillis(): number;
  }
  const luxon: {
    readonly DateTime: {
      readonly prototype: DateTime;
      fromMillis(instant: number, options: { zone: string }): DateTime;
    };
  };
  export default luxon;
}
