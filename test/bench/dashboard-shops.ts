// bench: what the dashboard's shops ask for, so that every page shows it.

/** A share and a mean over a month, and the week before warnings: three windows of each shop. */
export const WITH_GOALS = {
  goals: [
    { within: 'flag', percent: 95, days: 30 },
    { average: '12h', days: 30 },
  ],
};
