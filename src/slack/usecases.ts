import { acceptPlan } from '../usecases/accept-plan.ts';
import { activateRotation, reportEarlyActivate } from '../usecases/activate-rotation.ts';
import { addLateVendor } from '../usecases/add-late-vendor.ts';
import { addPackage } from '../usecases/add-package.ts';
import { addVendor } from '../usecases/add-vendor.ts';
import {
  cancelRotation,
  disownDeposit,
  generateAgain,
  planActivate,
  recordExpiry,
  resolveProblem,
  takeBackWaiver,
  waiveVendor,
} from '../usecases/admin-acts.ts';
import { dismissAlarm, reportCompromised, reportNotMe, suspendLinks } from '../usecases/answer-alarm.ts';
import { applyImport } from '../usecases/apply-import.ts';
import { appointAdmins, readAppointed } from '../usecases/appoint-admins.ts';
import { changeContact } from '../usecases/change-contact.ts';
import { confirmHandoff } from '../usecases/confirm-handoff.ts';
import type { Deps } from '../usecases/deps.ts';
import { findPackages, findRetired } from '../usecases/find-packages.ts';
import { guardText } from '../usecases/guard-text.ts';
import { readPackageLine, readStatus } from '../usecases/read-status.ts';
import { listAccounts } from '../usecases/list-accounts.ts';
import { readAccount, removeAccount, saveAccount } from '../usecases/save-account.ts';
import { addPlace } from '../usecases/add-place.ts';
import { archivePackage, restorePackage } from '../usecases/archive-package.ts';
import { confirmStillTrue, editPlace, removePlace } from '../usecases/edit-place.ts';
import { editPackage } from '../usecases/edit-package.ts';
import { editVendor } from '../usecases/edit-vendor.ts';
import { listVendors, readVendor } from '../usecases/list-vendors.ts';
import { readPlace, readPlaces } from '../usecases/read-places.ts';
import { readRecord } from '../usecases/read-record.ts';
import { mailLink } from '../usecases/mail-link.ts';
import { mintCalendarFile } from '../usecases/mint-calendar-file.ts';
import { mintCollectLink } from '../usecases/mint-collect-link.ts';
import { mintImportLink } from '../usecases/mint-import-link.ts';
import { mintDepositLink } from '../usecases/mint-deposit-link.ts';
import { passOnLink } from '../usecases/pass-on-link.ts';
import { previewImport } from '../usecases/preview-import.ts';
import { planByHand } from '../usecases/plan-by-hand.ts';
import { readCard } from '../usecases/read-card.ts';
import { readFirstSteps } from '../usecases/read-first-steps.ts';
import { readBoard } from '../usecases/read-board.ts';
import { findFilterOptions, readFilter } from '../usecases/read-filter.ts';
import { readHome } from '../usecases/read-home.ts';
import { readPlan } from '../usecases/read-plan.ts';
import { readDigest, readNudge, readReminder } from '../usecases/read-reminders.ts';
import { readStart } from '../usecases/read-start.ts';
import { readThreadLine } from '../usecases/read-thread-line.ts';
import { readVendorMessage } from '../usecases/read-vendor-message.ts';
import { readWebhook } from '../usecases/read-webhook.ts';
import { reportProblem } from '../usecases/report-problem.ts';
import { retirePackage } from '../usecases/retire-package.ts';
import { readPackageAdmins, setPackageAdmins } from '../usecases/set-package-admins.ts';
import { agreeToRequest, askToActivate, declineRequest } from '../usecases/second-person.ts';
import { readRoles, setRoles } from '../usecases/set-roles.ts';
import { setAbsence } from '../usecases/set-absence.ts';
import { readLeadDays, readPolicy, setPolicy } from '../usecases/set-policy.ts';
import { readSnooze, snoozePackage } from '../usecases/snooze-package.ts';
import { renewWebhookSecret, setWebhook, switchOffWebhook } from '../usecases/set-webhook.ts';
import { startRotation } from '../usecases/start-rotation.ts';
import { renewCalendar, subscribeCalendar, switchOffCalendar } from '../usecases/subscribe-calendar.ts';
import { testWebhook } from '../usecases/test-webhook.ts';

const ALL = {
  askToActivate,
  agreeToRequest,
  declineRequest,
  activateRotation,
  reportEarlyActivate,
  addLateVendor,
  addPackage,
  addVendor,
  cancelRotation,
  disownDeposit,
  dismissAlarm,
  reportCompromised,
  reportNotMe,
  suspendLinks,
  generateAgain,
  planActivate,
  recordExpiry,
  resolveProblem,
  takeBackWaiver,
  waiveVendor,
  appointAdmins,
  readAppointed,
  changeContact,
  confirmHandoff,
  findPackages,
  guardText,
  readStatus,
  findRetired,
  readRecord,
  editPackage,
  archivePackage,
  restorePackage,
  readPlaces,
  readPlace,
  addPlace,
  editPlace,
  removePlace,
  confirmStillTrue,
  listVendors,
  readVendor,
  editVendor,
  listAccounts,
  readAccount,
  saveAccount,
  removeAccount,
  mailLink,
  mintCollectLink,
  mintDepositLink,
  passOnLink,
  applyImport,
  mintImportLink,
  previewImport,
  readFirstSteps,
  readBoard,
  readFilter,
  findFilterOptions,
  readCard,
  readHome,
  readPackageLine,
  readDigest,
  readNudge,
  readReminder,
  readStart,
  readThreadLine,
  readVendorMessage,
  reportProblem,
  retirePackage,
  readRoles,
  setRoles,
  readPackageAdmins,
  setPackageAdmins,
  setAbsence,
  readLeadDays,
  readPolicy,
  setPolicy,
  readSnooze,
  snoozePackage,
  startRotation,
  subscribeCalendar,
  renewCalendar,
  switchOffCalendar,
  mintCalendarFile,
  readWebhook,
  setWebhook,
  renewWebhookSecret,
  switchOffWebhook,
  testWebhook,
  readPlan,
  acceptPlan,
  planByHand,
};

type Bound<F> = F extends (deps: Deps, input: infer I) => infer O ? (input: I) => O : never;

/** What Slack may ask for: the use cases with their dependencies already given. */
export type SlackUsecases = { readonly [K in keyof typeof ALL]: Bound<(typeof ALL)[K]> };

/** Gives every use case its dependencies, once, in app.ts. */
export const bindUsecases = (deps: Deps): SlackUsecases =>
  Object.fromEntries(
    Object.entries(ALL).map(([name, usecase]) => [
      name,
      (input: never) => (usecase as (deps: Deps, input: never) => unknown)(deps, input),
    ]),
  ) as unknown as SlackUsecases;
