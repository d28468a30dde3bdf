/** One thing to try, and where. Words between backticks are shown as typed text. */
export interface StoryStep {
  readonly title: string;
  readonly text: string;
  readonly where: 'slack' | 'setup' | 'mail' | 'clock';
}

/** What belongs together: it can be tried without the others. */
export interface Story {
  readonly title: string;
  readonly steps: readonly StoryStep[];
}

/** One rotation from end to end, as a visitor of the demo can live it. */
const rotation: readonly StoryStep[] = [
  {
    title: 'Look around',
    text: 'In the Slack workspace you are Ada, an admin. Type `/rekey list` or open the rekey home: both say how many days ESP Production has left. rekey counts to the day before the date that Setup prints.',
    where: 'slack',
  },
  {
    title: 'Start the rotation',
    text: 'Type `/rekey start ESP Production`. A card with five steps appears in the package’s channel: one message that is edited in place, with its history in its thread.',
    where: 'slack',
  },
  {
    title: 'Generate in Setup',
    text: 'On the card press “Generate and deposit…” to read how. In Setup open ESP Production, press Generate, give a description, press Next, copy the secret. It is shown once, so leave that page open until it is deposited.',
    where: 'setup',
  },
  {
    title: 'Deposit it',
    text: 'Under the instructions press “I pressed Generate: give me the deposit page”: you alone get a link and a code. They open rekey’s own page: paste the secret there. Nothing secret ever goes through Slack.',
    where: 'slack',
  },
  {
    title: 'Let five minutes pass',
    text: 'Press +5 min. Now the new secret is live beside the old one, and the vendors are told: not a moment earlier.',
    where: 'clock',
  },
  {
    title: 'Be the vendors',
    text: 'Become a vendor with “You are” (a second tab can be a second person), press Collect, open the link, type the code and press Reveal. Vera finds her message in #ext-acme, Gus in “rekey messages”.',
    where: 'slack',
  },
  {
    title: 'Be the one without Slack',
    text: 'Nora of Nordic Print has no Slack. As Ada press “Mail link” in the rekey home and keep the code that only you see. Then be Nora: open the mail, press “Open the page” and type the code that Ada told you.',
    where: 'mail',
  },
  {
    title: 'See both secrets work',
    text: 'Under “Try a token” paste the new secret as the vendor’s system would, then the old one (it stands under “Secrets that vendors may hold”). Both work: this is the overlap.',
    where: 'setup',
  },
  {
    title: 'Confirm, each of them',
    text: 'As each vendor press “It works…”, as Nora on her page. Meanwhile look at the card as Ada: nobody is invited to Activate before the last one has confirmed.',
    where: 'slack',
  },
  {
    title: 'Activate',
    text: 'Now the card says so: press Activate in Setup. The old secret stops working at once (try it). The list shows the new expiration date.',
    where: 'setup',
  },
  {
    title: 'Record it',
    text: 'On the card press “Activate…” and give the new date. The rotation is done, and the next one is scheduled.',
    where: 'slack',
  },
  {
    title: 'Go wrong on purpose',
    text: 'Type a secret into a Slack field, click as the outsider, collect twice, generate twice, or press +7 days in the middle of it all.',
    where: 'slack',
  },
];

/** Sixty packages that nobody has typed in: from a table in Setup to the first of them started. */
const inventory: readonly StoryStep[] = [
  {
    title: 'Copy the table',
    text: 'Fjord Travel is a client whose packages rekey has not heard of. Above the list of Installed Packages choose its account, select the whole table with its headings, and copy it.',
    where: 'setup',
  },
  {
    title: 'Paste it',
    text: 'As Ada type `/rekey import`: you get a page and a code. Paste the table there, name the account “Fjord Travel”, and press “Show what it would change”. Nothing is written before you press Apply.',
    where: 'slack',
  },
  {
    title: 'See the cliff',
    text: 'Type `/rekey plan`. The bars show how many secrets end at once: most of this client’s on the same dates, since they were made on the same dates.',
    where: 'slack',
  },
  {
    title: 'Accept a plan',
    text: 'Press “Say how many…” and say how many rotations you can start in a week: the plan spreads them, the risky ones first, none past its last sure date. Then “Accept the plan”.',
    where: 'slack',
  },
  {
    title: 'Look at the board',
    text: 'Open the rekey home: what waits for you comes first. “Web board” shows the same in the browser, with every secret on a time line; you sign in with the sandbox’s Slack.',
    where: 'slack',
  },
  {
    title: 'Start the first one',
    text: 'In the rekey home or under the plan press Start at a package that is due. rekey asks for its vendors first: who holds a copy of the secret must be known before a new one is made.',
    where: 'slack',
  },
];

export const defaultStories: readonly Story[] = [
  { title: 'One rotation, step by step', steps: rotation },
  { title: 'A whole inventory', steps: inventory },
];
