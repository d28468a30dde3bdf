import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import type { Package } from '../../domain/package.ts';
import type { StartFacts } from '../../usecases/facts.ts';
import { INPUT, PACKAGE_SEARCH, valueOf } from '../action-ids.ts';
import { actions, button, context, option, section, words } from './blocks.ts';
import { consentField, manyField, modal, momentField } from './inputs.ts';
import { unitWords } from './names.ts';
import { bold, listed, sureUntil } from './text.ts';

/** Typeahead over packages; choosing one draws the modal again with its vendors. */
const search = (chosen?: StartFacts['package']): InputBlock => ({
  type: 'input',
  block_id: 'package',
  label: words('Package'),
  dispatch_action: true,
  element: {
    type: 'external_select',
    action_id: PACKAGE_SEARCH,
    min_query_length: 0,
    placeholder: words('Type a part of its name'),
    ...(chosen ? { initial_option: packageOption(chosen) } : {}),
  },
});

/** A package as an option of the typeahead; its client id, and where it is at home, tell namesakes apart. */
export function packageOption(pack: Pick<Package, 'id' | 'name' | 'clientId' | 'account' | 'businessUnits'>) {
  const words = [pack.clientId, unitWords(pack)].filter(Boolean).join(' · ');
  return option(pack.name, valueOf('pick_package', { packageId: pack.id }), words || undefined);
}

/** Start without a package: first choose one. `why` says why it has to be chosen. */
export const startModal = (why?: string): ModalView =>
  modal('start', {}, { title: 'Start a rotation', submit: 'Start' }, [
    ...(why ? [section(why)] : []),
    search(),
  ]);

/** Start for one package: who takes part, and when Activate may be pressed at the earliest. */
export function startModalFor(facts: StartFacts): ModalView {
  const { package: pack, vendors } = facts;
  const meta = { packageId: pack.id };
  if (vendors.length === 0) return withoutVendors(facts);
  return modal('start', meta, { title: 'Start a rotation', submit: 'Start' }, [
    search(pack),
    ...banner(facts),
    ...replacing(facts),
    whoTakesPart(facts),
    momentField('planned_at', 'Earliest time for Activate', {
      isOptional: true,
      hint: 'Only if there is a maintenance window. In your own time zone.',
    }),
    context('This opens a card in the package’s channel. Nothing is switched off by it.'),
  ]);
}

/** Its own action id per package: Slack keeps what was chosen in an input of the same ids when a modal is drawn again. */
function whoTakesPart({ package: pack, vendors }: StartFacts): InputBlock {
  const choices = vendors.map(({ id, name }) => [name, id] as const);
  const hint = 'Everybody who uses this package. Activate waits for each of them.';
  const block = manyField('vendors', 'Who takes part', choices, { isChosen: true, hint });
  return { ...block, element: { ...block.element, action_id: `${INPUT}.${pack.id}` } };
}

function withoutVendors({ package: pack }: StartFacts): ModalView {
  const look = { style: 'primary', label: `Add vendors to ${pack.name}` } as const;
  return modal('notice', {}, { title: 'Start a rotation' }, [
    section(
      `Nobody is recorded as using ${bold(pack.name, 80)}, so nobody would get the new secret. Add everybody who uses it first, our own systems included.`,
    ),
    ...actions(button('Add vendors…', 'vendors', { packageId: pack.id }, look)),
  ]);
}

function banner({ package: pack, daysLeft }: StartFacts): KnownBlock[] {
  if (pack.isDormant)
    return [
      section(
        ':rotating_light: *Outage.* Salesforce has invalidated this package as unused: there is no working secret until each vendor has the new one.',
      ),
    ];
  if (daysLeft === null || pack.expiresOn === null)
    return [section(':warning: The date of the present secret is unknown. Look it up in Setup.')];
  if (daysLeft < 0)
    return [
      section(
        ':rotating_light: *Outage.* The present secret has expired: there is no working secret until each vendor has the new one.',
      ),
    ];
  return [section(`The present secret: ${sureUntil(pack.expiresOn, daysLeft)}.`)];
}

/** Rule 4: a staged secret of an earlier rotation would be replaced. */
function replacing({ staged }: StartFacts): KnownBlock[] {
  if (!staged) return [];
  const who =
    staged.collectedBy.length > 0
      ? ` These collected it and may run on it: ${listed(staged.collectedBy, 10)}. They are cut off at once.`
      : ' Nobody collected it.';
  return [
    section(
      `:warning: *Secret number ${staged.generation} was generated earlier and never activated.* Generating again replaces it.${who}`,
    ),
    consentField('accept', 'Before you start', 'I accept that the earlier new secret dies'),
  ];
}
