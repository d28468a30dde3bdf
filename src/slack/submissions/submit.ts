import { readMeta, type Modal } from '../action-ids.ts';
import { Form } from '../forms.ts';
import type { View } from '../payloads.ts';
import { noticeOf } from '../views/notice-modal.ts';
import { OLD_BUTTON_WORDS } from '../door-words.ts';
import { activate, recordDate, reportEarly } from './activate.ts';
import { saveAccount } from './account.ts';
import * as alarms from './alarms.ts';
import { addPackage } from './add-package.ts';
import { editPackage } from './edit-package.ts';
import { filterHome } from './filter-home.ts';
import { close, update, type Submission, type Submitted, type Submitter } from './handler.ts';
import { setPackageAdmins } from './package-admins.ts';
import { confirmStillTrue, savePlace } from './place.ts';
import { importTable } from './import.ts';
import { acceptPage, setCapacity } from './plan.ts';
import * as acts from './rotation-acts.ts';
import * as reminders from './reminders.ts';
import { setRoles } from './roles.ts';
import * as second from './second-person.ts';
import { start } from './start.ts';
import { confirm, notMe, reportProblem } from './vendor-answers.ts';
import { addLateVendor, addVendor, changeContact } from './vendor.ts';
import { editVendor } from './vendor-record.ts';
import { setWebhook } from './webhook.ts';

/** Every modal there is, and what its submission does. */
const SUBMISSIONS: { readonly [M in Modal]: Submission<M> } = {
  add_package: addPackage,
  vendors: async () => close,
  vendor: addVendor,
  start,
  snooze: reminders.snooze,
  away: reminders.away,
  policy: reminders.policy,
  activate,
  early_activate: reportEarly,
  record_date: recordDate,
  generated_again: acts.generatedAgain,
  plan_activate: acts.planActivate,
  add_late_vendor: addLateVendor,
  cancel: acts.cancel,
  retire: acts.retire,
  waive: acts.waive,
  ask_to_activate: second.askToActivate,
  second_agree: second.agree,
  second_decline: second.decline,
  change_contact: changeContact,
  resolve_problem: acts.resolveProblem,
  dismiss_alarm: alarms.dismissAlarm,
  compromised: alarms.reportCompromised,
  confirm,
  problem: reportProblem,
  not_me: notMe,
  admins: acts.appointAdmins,
  roles: setRoles,
  package_admins: setPackageAdmins,
  import: importTable,
  webhook: setWebhook,
  edit_package: editPackage,
  places: async () => close,
  place: savePlace,
  still_true: confirmStillTrue,
  account: saveAccount,
  vendor_record: editVendor,
  plan: acceptPage,
  capacity: setCapacity,
  filter_home: filterHome,
  notice: async () => close,
};

/** Does what a submitted modal asks for. */
export async function submit(by: Submitter, modal: Modal, view: View): Promise<Submitted> {
  const meta = readMeta(modal, view.private_metadata);
  if (!meta) return update(noticeOf(OLD_BUTTON_WORDS));
  return (SUBMISSIONS[modal] as (by: Submitter, form: Form, meta: unknown) => Promise<Submitted>)(
    by,
    new Form(view),
    meta,
  );
}
