/**
 * The numbers of Marketing Cloud and of rekey, in one place (marketing-cloud.md, rule 16).
 * They are Salesforce's documented values unless a name says otherwise.
 */
export const RULES = {
  /** Rule 5: a secret expires this many days after it was generated. */
  secretLifeDays: 180,
  /** Rules 1 and 2: Generate and Activate once per five minutes; a staged secret is dead for its first five. */
  coolingMinutes: 5,
  /** Rule 12: an access token lives this long and is cached by its consumers. */
  tokenLifeMinutes: 20,
  /** Rule 6: every secret older than the change expires on this day. */
  fixedExpiryOn: '2026-09-30',
  /** Ours: days before the hard stop at which a rotation is due. A package may say otherwise. */
  leadDays: 7,
  /** Ours: the later reminders when nothing was started, in days before the hard stop. */
  laterRungDays: [3, 1],
  /**
   * Slack's, as far as is known: about a message a second to one channel and some hundreds a minute in all; 50 calls a minute
   * of a method of Tier 3, 100 of Tier 4; short bursts are borne with (slack.md §5).
   */
  slackPace: {
    placeMs: 1_100,
    methodMs: {
      'chat.postMessage': 250,
      'chat.update': 1_300,
      'conversations.open': 1_300,
      'views.publish': 650,
      'users.info': 650,
    },
    burstMs: 3_000,
  },
  /**
   * Ours: how long a sending is nobody else's business, in seconds: what its calls can take at worst (less than a minute), and
   * a minute by which the clock of whoever judges that may be ahead.
   */
  sendingLeaseSeconds: 120,
  /** Ours: when people are written to where nobody says otherwise; hours of the local day, ISO weekdays. */
  workingTime: { zone: 'UTC', hours: { from: 9, digest: 9, to: 17 }, weekdays: [1, 2, 3, 4, 5] },
  /** Ours: a difference between computed and read expiry above this must be explained (promise R7). */
  expiryToleranceDays: 1,
  /** Ours: how long a claim on a sealed copy holds while the KMS is asked, in seconds. */
  leaseSeconds: 30,
  /** Ours: how long whoever collected can fetch a lost answer again (promise H5). */
  readerCopyMinutes: 10,
  /** Ours: the receipts of a rotation are kept this long after its end; longer than two of a secret's lives. */
  receiptMonths: 13,
  /** Ours: how long a request for a second admin stands, and their agreement after it: a working day of whoever is asked, wherever they are. */
  secondPersonHours: 24,
  /** Ours: faults of the key service less than this apart are one incident, told once (promise H6). */
  incidentMinutes: 60,
  /** Ours: after an alarm without a code, how long the next one about the same handoff is not told again (promise H13). */
  alarmQuietMinutes: 60,
  /** Ours: wrong codes that one network may try on one handoff within a window; then even the right one waits (promise H11). */
  wrongCodesPerWindow: 20,
  /** Ours: how long such a window is. Windows are those of the clock: they begin at the hour, at a quarter past … */
  guessWindowMinutes: 15,
  /** Ours: more wrong codes than these on one handoff in a day, from everywhere, are told to the package's admins. */
  wrongCodesToTellOf: 100,
  /** Ours: more than these in a day on all handoffs of the workspace are a warning in the operator's log. */
  wrongCodesToWarnOf: 1_000,
  /** Ours: how long an event that is over stays in a calendar, so that every program that asks has seen it end. */
  calendarPastDays: 30,
  /** Ours: how long a planned Activate stands in a calendar. */
  activateWindowMinutes: 60,
  /** Ours: how long the file of the card's last step can be fetched. */
  calendarFileHours: 24,
  /** Ours: how long the page that brings an inventory in can be used. */
  importLinkMinutes: 60,
  /** Ours: packages that one table may bring. */
  mostImportRows: 5_000,
  /** Ours: columns of such a table, those that are left out too. */
  mostImportColumns: 100,
  /** Ours: how long a webhook's signing secret signs along after it was renewed. */
  webhookOverlapHours: 24,
  /** Ours: how long somebody stays signed in to the board. */
  boardSessionHours: 8,
} as const;

/** The methods of Slack's that messages take, each with a ceiling of its own for the whole workspace. */
export type PacedMethod = keyof typeof RULES.slackPace.methodMs;
