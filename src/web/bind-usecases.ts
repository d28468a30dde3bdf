import { acknowledgeStored } from '../usecases/acknowledge-stored.ts';
import { applyByLink } from '../usecases/apply-import.ts';
import { closeImport } from '../usecases/close-import.ts';
import { beginSignIn } from '../usecases/begin-sign-in.ts';
import { collectSecret } from '../usecases/collect-secret.ts';
import { confirmByLink } from '../usecases/confirm-by-link.ts';
import { depositSecret } from '../usecases/deposit-secret.ts';
import type { Deps } from '../usecases/deps.ts';
import { exportPackages } from '../usecases/export-packages.ts';
import { openDeposit } from '../usecases/open-deposit.ts';
import { openHandoff } from '../usecases/open-handoff.ts';
import { openImport } from '../usecases/open-import.ts';
import { peekDeposit } from '../usecases/peek-deposit.ts';
import { peekHandoff } from '../usecases/peek-handoff.ts';
import { peekImport } from '../usecases/peek-import.ts';
import { previewByLink } from '../usecases/preview-import.ts';
import { readCalendar } from '../usecases/read-calendar.ts';
import { raiseAlarm } from '../usecases/raise-alarm.ts';
import { reportByLink } from '../usecases/report-by-link.ts';
import { signIn } from '../usecases/sign-in.ts';
import { signOut } from '../usecases/sign-out.ts';
import { visitBoard } from '../usecases/visit-board.ts';
import type { WebUsecases } from './usecases.ts';

/** Gives the pages' use cases their dependencies, once, in app.ts. */
export const bindWebUsecases = (deps: Deps): WebUsecases => ({
  peekDeposit: (input) => peekDeposit(deps, input),
  openDeposit: (input) => openDeposit(deps, input),
  depositSecret: (input) => depositSecret(deps, input),
  peekHandoff: (input) => peekHandoff(deps, input),
  openHandoff: (input) => openHandoff(deps, input),
  collectSecret: (input) => collectSecret(deps, input),
  acknowledgeStored: (input) => acknowledgeStored(deps, input),
  confirmByLink: (input) => confirmByLink(deps, input),
  raiseAlarm: (input) => raiseAlarm(deps, input),
  reportByLink: (input) => reportByLink(deps, input),
  peekImport: (input) => peekImport(deps, input),
  openImport: (input) => openImport(deps, input),
  previewImport: (input) => previewByLink(deps, input),
  applyImport: (input) => applyByLink(deps, input),
  exportPackages: (input) => exportPackages(deps, input),
  closeImport: (input) => closeImport(deps, input),
  readCalendar: (input) => readCalendar(deps, input),
  beginSignIn: () => beginSignIn(deps),
  signIn: (input) => signIn(deps, input),
  signOut: (input) => signOut(deps, input),
  visitBoard: (input) => visitBoard(deps, input),
});
