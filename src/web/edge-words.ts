import type { Words } from './words.ts';

/** What the edge itself refuses or suffers, before or beside any use case. */
export type EdgeCode =
  | 'not_found'
  | 'wrong_method'
  | 'other_site'
  | 'wrong_type'
  | 'not_json'
  | 'too_large'
  | 'table_too_large'
  | 'no_room'
  | 'cut_short'
  | 'code_malformed'
  | 'field_malformed'
  | 'too_many'
  | 'out_of_order'
  | 'broken';

/** Field by field, for a body that does not fit: browsers check these first, so mostly scripts read them. */
const FIELDS: Record<string, string> = {
  secret: 'the secret',
  retry_key:
    'the retry_key: 64 hex digits, made at random for this one collection and kept until it is stored',
  publicKey: 'the page’s own key: load the page again',
  generatedAt: 'when Generate was pressed',
  systems: 'the systems that run on the new secret',
  proof: 'how you made sure',
  kind: 'what is wrong',
  note: 'the note (at most 500 characters)',
  table: 'the table',
  accountName: 'the account (at most 100 characters, never a secret)',
};

export const EDGE_WORDS = {
  not_found: {
    status: 404,
    title: 'There is nothing here',
    text: 'This address belongs to no page of rekey.',
    next: 'Open the link you were sent exactly as it is, its end included.',
  },
  wrong_method: {
    status: 405,
    title: 'Not that way',
    text: 'This address does not answer that method. Nothing has changed.',
    next: 'Open the link you were sent in a browser.',
  },
  other_site: {
    status: 403,
    title: 'This came from another site',
    text: 'Only rekey’s own pages may do this. Nothing has changed.',
    next: 'Open the link you were sent in a browser, by itself.',
  },
  wrong_type: {
    status: 415,
    title: 'Not understood',
    text: 'Only application/json in UTF-8, not compressed, is taken here. Nothing has changed.',
    next: 'Send JSON with the header Content-Type: application/json.',
  },
  not_json: {
    status: 400,
    title: 'Not understood',
    text: 'What was sent is not a JSON object in UTF-8. Nothing has changed.',
    next: 'Load the page again and repeat.',
  },
  too_large: {
    status: 413,
    title: 'That is far too long',
    text: 'A client secret has 64 characters. Nothing was read or stored.',
    next: 'Was a whole file pasted? Paste the secret alone.',
  },
  table_too_large: {
    status: 413,
    title: 'That is far too large',
    text: 'A table of 5,000 packages has about one megabyte, and no more than three are read. Nothing was written.',
    next: 'Bring the table in parts. A whole workbook can’t be read: save the sheet as CSV.',
  },
  no_room: {
    status: 503,
    title: 'Several tables are being read just now',
    text: 'There is no room for another one yet. Nothing was written.',
    next: 'Try again in a few seconds.',
    retryAfterSeconds: 5,
  },
  cut_short: {
    status: 400,
    title: 'Only part of it arrived',
    text: 'The connection broke off. Nothing has changed.',
    next: 'Try again.',
  },
  code_malformed: {
    status: 422,
    title: 'A code has 8 letters and digits',
    text: 'What was typed has more, fewer or others. Nothing has been opened.',
    next: 'Compare it letter by letter with the one that belongs to this link.',
  },
  field_malformed: {
    status: 422,
    title: 'Something is missing',
    text: 'Part of the form is empty or not readable. Nothing was recorded.',
    next: 'Fill it in and send it again.',
  },
  too_many: {
    status: 429,
    title: 'Too many attempts',
    text: 'So many came from your network that rekey takes a short rest. Nothing was lost, and your link still works.',
    next: 'Try again in a minute.',
  },
  out_of_order: {
    status: 503,
    title: 'rekey can’t reach its own records just now',
    text: 'As far as we can tell nothing has changed, and your link still works.',
    next: 'Try again in half a minute, in this same tab: a secret that was on its way can be fetched again there.',
    retryAfterSeconds: 30,
  },
  broken: {
    status: 500,
    title: 'Something broke on our side',
    text: 'It is in our log. Most likely nothing has changed.',
    next: 'Try again in this same tab: nothing is done twice, and a secret that was on its way can be fetched again there. If it stays like this, pass the reference on to whoever sent you the link.',
  },
} satisfies Record<EdgeCode, Words>;

/** Names the field, never its content. */
export function fieldWords(field: string): Words {
  const name = Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined;
  return name
    ? { ...EDGE_WORDS.field_malformed, text: `Please say ${name}. Nothing was recorded.` }
    : EDGE_WORDS.field_malformed;
}
