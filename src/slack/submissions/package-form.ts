import type { Criticality, ExpirySource, IntegrationType, Package } from '../../domain/package.ts';
import { RULES } from '../../domain/rules.ts';
import { computedExpiryOn, daysBetween, startOfDay, type Day } from '../../domain/schedule.ts';
import type { RecordDraft } from '../../usecases/drafts.ts';
import { readValue } from '../action-ids.ts';
import type { Field } from '../fields.ts';
import { readFreezeWindows, readUnits, type FieldErrors, type Form } from '../forms.ts';
import { CRITICALITIES, INTEGRATIONS } from '../views/terms.ts';

// One reading of the package's form, whether it is added or edited: the same bad input gets the same answer.

interface Given {
  readonly form: Form;
  readonly today: Day;
  /** What is on record; null for one that is new. */
  readonly before: Package | null;
}

type Dates = Pick<RecordDraft, 'expiresOn' | 'expirySource' | 'secretGeneratedOn' | 'isDormant'>;

/** Secrets generated before this day have no 180 days of their own: they end on the fixed date (rule 6). */
const CHANGED_ON = '2026-03-26';

function expiryOf(read: Day | null, generatedOn: Day | null): Pick<Dates, 'expiresOn' | 'expirySource'> {
  if (read) return { expiresOn: read, expirySource: 'read_in_setup' };
  if (!generatedOn) return { expiresOn: null, expirySource: null };
  if (generatedOn < CHANGED_ON) return { expiresOn: RULES.fixedExpiryOn, expirySource: 'fixed_date' };
  const expirySource: ExpirySource = 'computed';
  return { expiresOn: computedExpiryOn(startOfDay(generatedOn)), expirySource };
}

/** A date that was counted stays as it is until somebody says something else of it. */
function datesOf({ form, before }: Given): Dates {
  if (before && !form.has('expires_on')) {
    const { expiresOn, expirySource, secretGeneratedOn, isDormant } = before;
    return { expiresOn, expirySource, secretGeneratedOn, isDormant };
  }
  const read = form.day('expires_on');
  const secretGeneratedOn = form.day('generated_on');
  const isDormant = form.isTicked('dormant');
  const isAsBefore =
    before !== null &&
    read === null &&
    before.expirySource !== 'read_in_setup' &&
    secretGeneratedOn === before.secretGeneratedOn;
  const expiry = isAsBefore
    ? { expiresOn: before.expiresOn, expirySource: before.expirySource }
    : expiryOf(read, secretGeneratedOn);
  return { ...expiry, secretGeneratedOn, isDormant };
}

const isOneOf = <K extends string>(record: Record<K, unknown>, text: string | null): text is K =>
  text !== null && Object.hasOwn(record, text);

/** The package as it was filled in, or what is wrong at which field. */
export function readRecord(given: Given): { draft: RecordDraft | null; wrong: FieldErrors } {
  const { form, today } = given;
  const { before } = given;
  const isKept = (field: Field) => before !== null && !form.has(field);
  const units = isKept('units') ? kept(before?.businessUnits) : readUnits(form.lines('units'));
  const freeze = isKept('freeze') ? kept(before?.freezeWindows) : readFreezeWindows(form.lines('freeze'));
  const name = (isKept('name') ? before?.name : form.line('name')) ?? '';
  const channelId = form.channel('channel');
  const wrong: FieldErrors = {
    ...(name ? {} : { name: 'A name is needed.' }),
    ...(channelId && /^[CG]/.test(channelId) ? {} : { channel: 'Choose a channel, not a direct message.' }),
    ...(units.ok ? {} : units.errors),
    ...(freeze.ok ? {} : freeze.errors),
    ...wrongFormats(form, today),
  };
  if (Object.keys(wrong).length > 0 || !channelId || !units.ok || !freeze.ok) return { draft: null, wrong };
  const found = { name, channelId, businessUnits: units.value, freezeWindows: freeze.value };
  return { draft: { ...found, ...datesOf(given), ...rest(given) }, wrong };
}

const wrongFormats = (form: Form, today: Day): FieldErrors => {
  const generatedOn = form.day('generated_on');
  const runbook = form.text('runbook');
  return {
    // East of UTC it may be tomorrow already.
    ...(generatedOn && daysBetween(today, generatedOn) > 1
      ? { generated_on: 'That day has not come yet.' }
      : {}),
    ...(runbook && !/^https?:\/\/[^\s<>|]+$/.test(runbook)
      ? { runbook: 'A web address that begins with https://' }
      : {}),
  };
};

/** A field that the form left out, as its text is too long for it, stays as it was. */
const kept = <T>(value: readonly T[] = []) => ({ ok: true as const, value });

function rest({
  form,
  before,
}: Given): Omit<RecordDraft, 'name' | 'channelId' | 'businessUnits' | 'freezeWindows' | keyof Dates> {
  const type = form.choice('type');
  const criticality = form.choice('criticality');
  const text = (field: Field, was: string | null | undefined) =>
    before && !form.has(field) ? (was ?? null) : form.cleaned(field);
  const leadDays = form.choice('lead_days');
  const chosen = readValue(form.choice('account') ?? '');
  return {
    accountId: chosen?.verb === 'account' ? chosen.ref.accountId : null,
    sfmcPackageId: text('package_id', before?.sfmcPackageId),
    clientId: text('client_id', before?.clientId),
    integrationType: isOneOf<IntegrationType>(INTEGRATIONS, type) ? type : 'server_to_server',
    scopes: text('scopes', before?.scopes),
    criticality: isOneOf<Criticality>(CRITICALITIES, criticality) ? criticality : 'normal',
    runbookUrl: form.text('runbook'),
    notes: text('notes', before?.notes),
    leadDays: leadDays === null ? RULES.leadDays : Number(leadDays),
  };
}

/** What is odd but possible: said once, refused never (marketing-cloud.md, Formats). */
export function oddities({ clientId, expiresOn, isDormant }: RecordDraft): string[] {
  const odd: [boolean, string][] = [
    [
      clientId !== null && !/^[a-z0-9]{24}$/.test(clientId),
      'The client id is usually 24 lower-case letters and digits; this one is not. Compare it with Setup.',
    ],
    [
      expiresOn === null && !isDormant,
      'Without a date there are no reminders. Read it in the summary table of Installed Packages.',
    ],
  ];
  return odd.filter(([is]) => is).map(([, words]) => words);
}
