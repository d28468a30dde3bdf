import { randomBytes } from 'node:crypto';
import { Visitor, type Answer } from './visitor.ts';

// The handoff as a stranger with HTTP can judge it: black box, against a rekey at a URL and one handoff made for the purpose,
// which is collected by it. docs/handoff.md says why each result is what it is.

/** One thing that was looked at. */
export interface Finding {
  /** The promise's number: H2 … */
  readonly promise: string;
  readonly words: string;
  readonly isKept: boolean;
  /** What was seen instead, when it is not kept. */
  readonly seen: string;
}

/** The link and code of a handoff that waits to be collected, and the origin they belong to. */
export interface Subject {
  readonly url: string;
  readonly token: string;
  readonly code: string;
}

type Check = (visitor: Visitor, subject: Subject) => Promise<readonly [isKept: boolean, seen: unknown]>;

const UNKNOWN = () => randomBytes(32).toString('base64url');
const retryKey = () => randomBytes(32).toString('hex');
const same = (answers: readonly Answer[]) => new Set(answers.map((one) => JSON.stringify(one))).size === 1;
const codesOf = (answers: readonly Answer[]) => answers.map(({ status, code }) => code ?? String(status));

const ACTS = ['peek', 'open', 'collect', 'stored', 'confirm', 'report', 'alarm'];
const VISITORS = [
  'Slackbot-LinkExpanding 1.0',
  'SkypeUriPreview Preview/0.5',
  'Mozilla/5.0 SafeLinks',
  'curl/8',
];

/** Asked over and over while the handoff waits: none of it may collect, confirm or void. */
const BEFORE: readonly (readonly [promise: string, words: string, check: Check])[] = [
  [
    'H2',
    'GET and HEAD of the page say the same for any link, whoever asks',
    async (visitor, { token }) => {
      const looks = await Promise.all(
        VISITORS.flatMap((agent) =>
          ['/handoff', `/handoff?token=${token}`].map((path) => visitor.look('GET', path, agent)),
        ),
      );
      return [same(looks) && looks[0]?.status === 200, codesOf(looks)];
    },
  ],
  [
    'H2',
    'no method but POST acts',
    async (visitor, { token, code }) => {
      const methods = ['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'];
      const answers = await Promise.all(
        ACTS.flatMap((act) =>
          methods.map((method) => visitor.look(method, `/handoff/${act}?token=${token}&code=${code}`)),
        ),
      );
      return [answers.every(({ status }) => status === 405), codesOf(answers)];
    },
  ],
  [
    'H2',
    'a form or a script of another site is refused',
    async (visitor, subject) => {
      const body = { ...subject, retry_key: retryKey() };
      const answers = await Promise.all([
        visitor.act('collect', body, { 'sec-fetch-site': 'cross-site' }),
        visitor.act('collect', body, { 'sec-fetch-site': 'none' }),
        visitor.act('collect', body, { 'content-type': 'text/plain' }),
        visitor.act('collect', body, { 'content-type': 'application/x-www-form-urlencoded' }),
      ]);
      return [answers.every(({ status }) => status === 403 || status === 415), codesOf(answers)];
    },
  ],
  [
    'H3',
    'the link without its code does nothing but say who sends something',
    async (visitor, { token }) => {
      const acts = ACTS.filter((act) => act !== 'peek' && act !== 'alarm');
      const answers = await Promise.all(
        acts.map((act) =>
          visitor.act(act, { token, retry_key: retryKey(), proof: 'fresh_token', kind: 'other' }),
        ),
      );
      return [answers.every(({ status }) => status === 422), codesOf(answers)];
    },
  ],
  [
    'H3',
    'before the code the page knows no more than workspace and vendor',
    async (visitor, { token }) => {
      const { text } = await visitor.act('peek', { token });
      const keys = Object.keys(JSON.parse(text) as object).toSorted();
      return [keys.join() === 'ok,vendorName,workspaceName', keys];
    },
  ],
  [
    'H10',
    'an unknown link, a malformed one and none at all get the same bytes',
    async (visitor) => {
      const tokens = [UNKNOWN(), UNKNOWN(), 'short', '../../etc/passwd', ''];
      const answers = await Promise.all(tokens.map((token) => visitor.act('peek', { token })));
      return [same(answers) && answers[0]?.status === 404, codesOf(answers)];
    },
  ],
  [
    'H12',
    'every answer carries the header floor, errors too',
    async (visitor, { token }) => {
      const answers = await Promise.all([
        ...['/', '/handoff', '/deposit', '/assets/page.js', '/nowhere'].map((path) =>
          visitor.look('GET', path),
        ),
        visitor.look('PUT', '/handoff'),
        visitor.act('peek', { token }),
        visitor.act('open', { token, code: '00000000x' }),
        visitor.act('collect', {}, { 'content-type': 'text/plain' }),
      ]);
      const missing = answers.flatMap(({ lacks }) => lacks);
      return [missing.length === 0, missing];
    },
  ],
  [
    'H13',
    'an alarm over an unknown link is answered as any other, and does nothing',
    async (visitor) => {
      const answers = await Promise.all([UNKNOWN(), 'x'].map((token) => visitor.act('alarm', { token })));
      return [same(answers) && answers[0]?.status === 200, codesOf(answers)];
    },
  ],
];

/** With all the rest below the brake of 120 requests a minute. */
const READERS = 16;

/** Collects, once. */
async function collecting(visitor: Visitor, { token, code }: Subject): Promise<Finding[]> {
  const keys = Array.from({ length: READERS }, retryKey);
  const ask = (key: string) => visitor.act('collect', { token, code, retry_key: key });
  const answers = await Promise.all(keys.map(ask));
  const winners = keys.filter((_, n) => answers[n]?.status === 200);
  const [mine = ''] = winners;
  const secret = secretIn(answers.find(({ status }) => status === 200));
  const again = [await ask(mine), await ask(mine)];
  const others = await Promise.all(keys.filter((key) => key !== mine).map(ask));
  await visitor.act('stored', { token, code });
  const afterwards = await ask(mine);
  const peeks = [await visitor.act('peek', { token }), await visitor.act('peek', { token: UNKNOWN() })];
  return [
    finding(
      'H4',
      `of ${READERS} readers at once exactly one gets it`,
      winners.length === 1,
      codesOf(answers),
    ),
    finding(
      'H5',
      'that reader gets the same again',
      secret !== '' && again.every((one) => secretIn(one) === secret),
      codesOf(again),
    ),
    finding(
      'H5',
      'nobody else does',
      others.every(({ status, text }) => status === 409 && !text.includes(secret)),
      codesOf(others),
    ),
    finding('H5', 'nor anybody once it is stored', afterwards.status === 409, codesOf([afterwards])),
    finding('H10', 'without its code a collected link is as good as unknown', same(peeks), codesOf(peeks)),
  ];
}

/** Twice as many as are looked at. */
const GUESSES = 40;

/** Last of all: afterwards this network waits. */
async function guessing(visitor: Visitor, { token, code }: Subject): Promise<Finding[]> {
  const wrong = Array.from({ length: GUESSES }, (_, n) => String(n).padStart(8, '0')).filter(
    (one) => one !== code,
  );
  const answers = await Promise.all(wrong.map((guess) => visitor.act('open', { token, code: guess })));
  const unknown = await visitor.act('open', { token: UNKNOWN(), code });
  const right = await visitor.act('open', { token, code });
  return [
    finding(
      'H10',
      `nor do ${wrong.length} wrong codes at once tell the two apart`,
      same([...answers, unknown]),
      codesOf([...answers, unknown]),
    ),
    finding(
      'H11',
      'then even the right one waits, and is told the same',
      same([right, ...answers]),
      codesOf([right, ...answers]),
    ),
  ];
}

const secretIn = (answer: Answer | undefined): string =>
  answer?.status === 200 ? ((JSON.parse(answer.text) as { secret?: string }).secret ?? '') : '';

const finding = (promise: string, words: string, isKept: boolean, seen: unknown): Finding => ({
  ...{ promise, words, isKept },
  seen: isKept ? '' : JSON.stringify(seen),
});

/** Looks at everything, in order; the handoff is collected and stored afterwards, and its network may be out of guesses. */
export async function auditHandoff(subject: Subject): Promise<Finding[]> {
  const visitor = new Visitor(subject.url);
  const findings: Finding[] = [];
  for (const [promise, words, check] of BEFORE) {
    findings.push(finding(promise, words, ...(await check(visitor, subject))));
  }
  findings.push(...(await collecting(visitor, subject)));
  return [...findings, ...(await guessing(visitor, subject))];
}
