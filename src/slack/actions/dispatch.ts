import type { Clicked, Verb } from '../action-ids.ts';
import type { Ask } from '../edge.ts';
import { openAccount, openNewAccount, removeAccount } from './accounts.ts';
import * as board from './board.ts';
import { addToCalendar, giveCalendar, giveNewAddress, switchOff } from './calendar.ts';
import { collect } from './collect.ts';
import { explainDeposit, explainSecondDeposit, giveDepositPage, giveSecondDepositPage } from './deposit.ts';
import { disown } from './disown.ts';
import type { Handler } from './handler.ts';
import { openImport } from './import.ts';
import { openAddPackage, openNewVendor, openRetire, openVendors, showStatus } from './package-paths.ts';
import { mailLink } from './mail-link.ts';
import { passOn } from './pass-on.ts';
import * as places from './places.ts';
import * as records from './records.ts';
import * as paths from './rotation-paths.ts';
import { acceptWhole, openCapacity, openPlanPage, showPlan } from './plan.ts';
import { openAway, openSettings, openSnooze } from './reminders.ts';
import { openAgree, openDecline } from './second-person.ts';
import { openStart, pickPackage } from './start.ts';
import { suspendLinks } from './suspend-links.ts';
import { takeBackWaiver } from './take-back-waiver.ts';
import { openConfirm, openProblem } from './vendor-answers.ts';
import { openVendor } from './vendors.ts';
import { openWebhook, renewSecret, sendTest, switchWebhookOff } from './webhook.ts';

/** Every verb there is, and what it does. A verb without a handler does not compile. */
const HANDLERS: { readonly [V in Verb]: Handler<V> } = {
  add: openAddPackage,
  start: openStart,
  snooze: openSnooze,
  away: openAway,
  settings: openSettings,
  pick_package: pickPackage,
  vendors: openVendors,
  new_vendor: openNewVendor,
  retire: openRetire,
  status: showStatus,
  more: paths.openMore,
  how_to_deposit: explainDeposit,
  deposit: giveDepositPage,
  how_to_deposit_again: explainSecondDeposit,
  deposit_again: giveSecondDepositPage,
  disown,
  generated_again: paths.openGeneratedAgain,
  activate: paths.openActivate,
  early_activate: paths.openEarly,
  record_date: paths.openRecordDate,
  plan_activate: paths.openPlan,
  add_late_vendor: paths.openAddLateVendor,
  cancel: paths.openCancel,
  second_agree: openAgree,
  second_decline: openDecline,
  vendor_paths: paths.openVendorPaths,
  pass_on: passOn,
  mail_link: mailLink,
  waive: paths.openWaive,
  take_back_waiver: takeBackWaiver,
  change_contact: paths.openChangeContact,
  resolve_problem: paths.openResolve,
  suspend_links: suspendLinks,
  dismiss_alarm: paths.openDismiss,
  compromised: paths.openCompromised,
  collect,
  confirm: openConfirm,
  problem: openProblem,
  calendar: giveCalendar,
  calendar_new: giveNewAddress,
  calendar_off: switchOff,
  add_to_calendar: addToCalendar,
  import: openImport,
  webhook: openWebhook,
  webhook_test: sendTest,
  webhook_secret: renewSecret,
  webhook_off: switchWebhookOff,
  show: records.showRecord,
  edit_package: records.openEdit,
  hand_over: records.openHandOver,
  archive: records.archive,
  restore: records.restore,
  places: places.openPlaces,
  place: places.openPlace,
  new_place: places.openNewPlace,
  own_systems: places.openOwnSystems,
  remove_place: places.removePlace,
  still_true: places.openStillTrue,
  new_account: openNewAccount,
  account: openAccount,
  remove_account: removeAccount,
  vendor_record: openVendor,
  plan: showPlan,
  capacity: openCapacity,
  accept_plan: acceptWhole,
  plan_page: openPlanPage,
  home_page: board.turnHome,
  home_look: board.lookAtHome,
  filter_home: board.openFilter,
  list_look: board.turnList,
};

/** Does what was clicked. */
export const dispatch = (ask: Ask, { verb, ref }: Clicked): Promise<void> =>
  (HANDLERS[verb] as (ask: Ask, ref: Clicked['ref']) => Promise<void>)(ask, ref);
