import { RULES } from '../../domain/rules.ts';
import { computedExpiryOn, dayOf, startOfDay, type Day } from '../../domain/schedule.ts';
import type { Criticality, ExpirySource, IntegrationType } from '../../domain/package.ts';
import type { PackageDraft } from '../../usecases/drafts.ts';
import { readFreezeWindows, readUnits, type FieldErrors, type Form } from '../forms.ts';
import { CRITICALITIES, INTEGRATIONS } from '../views/terms.ts';
import { vendorsModal } from '../views/vendor-modals.ts';
import { errors, refusedSubmission, update, type Submission } from './handler.ts';

/** Saves the package, then becomes the modal of its vendors, with what looked odd. */
export const addPackage: Submission<'add_package'> = async ({ edge, person }, form) => {
  const { draft, wrong } = readDraft(form, dayOf(edge.clock.now()));
  if (!draft) return errors(wrong);
  const added = await edge.usecases.addPackage({ person, draft });
  if (added.ok) return update(vendorsModal({ id: added.packageId, name: draft.name }, [], oddities(draft)));
  return refusedSubmission(added.refusal, {
    package_name_taken: 'name',
    admin_unusable: 'owner',
    not_appointed: 'owner',
  });
};

/** Secrets generated before this day have no 180 days of their own: they end on the fixed date (rule 6). */
const CHANGED_ON = '2026-03-26';

function dateOf(form: Form): { expiresOn: Day | null; expirySource: ExpirySource | null } {
  const read = form.day('expires_on');
  if (read) return { expiresOn: read, expirySource: 'read_in_setup' };
  const generatedOn = form.day('generated_on');
  if (!generatedOn) return { expiresOn: null, expirySource: null };
  if (generatedOn < CHANGED_ON) return { expiresOn: RULES.fixedExpiryOn, expirySource: 'fixed_date' };
  return { expiresOn: computedExpiryOn(startOfDay(generatedOn)), expirySource: 'computed' };
}

const isOneOf = <K extends string>(record: Record<K, unknown>, text: string | null): text is K =>
  text !== null && Object.hasOwn(record, text);

function readDraft(form: Form, today: Day): { draft: PackageDraft | null; wrong: FieldErrors } {
  const units = readUnits(form.lines('units'));
  const freeze = readFreezeWindows(form.lines('freeze'));
  const name = form.text('name')?.replace(/\s+/g, ' ') ?? '';
  const channelId = form.channel('channel');
  const ownerId = form.user('owner');
  const wrong: FieldErrors = {
    ...(name ? {} : { name: 'A name is needed.' }),
    ...(channelId && /^[CG]/.test(channelId) ? {} : { channel: 'Choose a channel, not a direct message.' }),
    ...(ownerId ? {} : { owner: 'Somebody has to own it.' }),
    ...(units.ok ? {} : units.errors),
    ...(freeze.ok ? {} : freeze.errors),
    ...wrongFormats(form, today),
  };
  if (Object.keys(wrong).length > 0 || !channelId || !ownerId || !units.ok || !freeze.ok)
    return { draft: null, wrong };
  const found = { name, channelId, ownerId, businessUnits: units.value, freezeWindows: freeze.value };
  return { draft: { ...found, ...dateOf(form), ...rest(form) }, wrong };
}

const wrongFormats = (form: Form, today: Day): FieldErrors => {
  const subdomain = form.text('subdomain');
  const generatedOn = form.day('generated_on');
  const runbook = form.text('runbook');
  const enterpriseId = form.text('enterprise_id');
  return {
    ...(subdomain && !/^[a-zA-Z0-9-]+$/.test(subdomain)
      ? { subdomain: 'Letters, digits and hyphens only: the part before .auth.marketingcloudapis.com.' }
      : {}),
    ...(generatedOn && generatedOn > today ? { generated_on: 'That day has not come yet.' } : {}),
    ...(runbook && !/^https?:\/\/[^\s<>|]+$/.test(runbook)
      ? { runbook: 'A web address that begins with https://' }
      : {}),
    ...(enterpriseId && !/^\d+$/.test(enterpriseId) ? { enterprise_id: 'Digits only.' } : {}),
  };
};

function rest(
  form: Form,
): Omit<
  PackageDraft,
  'name' | 'channelId' | 'ownerId' | 'businessUnits' | 'freezeWindows' | 'expiresOn' | 'expirySource'
> {
  const type = form.choice('type');
  const criticality = form.choice('criticality');
  return {
    sfmcPackageId: form.text('package_id'),
    clientId: form.text('client_id'),
    integrationType: isOneOf<IntegrationType>(INTEGRATIONS, type) ? type : 'server_to_server',
    subdomain: form.text('subdomain'),
    enterpriseId: form.text('enterprise_id'),
    scopes: form.text('scopes'),
    criticality: isOneOf<Criticality>(CRITICALITIES, criticality) ? criticality : 'normal',
    secretGeneratedOn: form.day('generated_on'),
    isDormant: form.isTicked('dormant'),
    runbookUrl: form.text('runbook'),
    notes: form.text('notes'),
    leadDays: Number(form.choice('lead_days') ?? RULES.leadDays) || RULES.leadDays,
    backupIds: form.users('backups').filter((id) => id !== form.user('owner')),
  };
}

/** What is odd but possible: said once, refused never (marketing-cloud.md, Formats). */
function oddities({ clientId, subdomain, expiresOn, isDormant }: PackageDraft): string[] {
  const odd: [boolean, string][] = [
    [
      clientId !== null && !/^[a-z0-9]{24}$/.test(clientId),
      'The client id is usually 24 lower-case letters and digits; this one is not. Compare it with Setup.',
    ],
    [
      subdomain !== null && !/^mc[a-z0-9-]{26}$/.test(subdomain),
      'The subdomain usually begins with mc and has 28 characters; this one does not. Compare it with Setup.',
    ],
    [
      expiresOn === null && !isDormant,
      'Without a date there are no reminders. Read it in the summary table of Installed Packages.',
    ],
  ];
  return odd.filter(([is]) => is).map(([, words]) => words);
}
