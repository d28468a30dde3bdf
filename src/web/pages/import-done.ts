import type { ImportDone } from '../../usecases/apply-import.ts';
import type { ExportFacts } from '../../usecases/export-packages.ts';
import { html, type Html } from '../html.ts';
import { facts, named, page, stepsOf } from '../layout.ts';
import { IMPORT_STEPS } from './doors.ts';
import { refusedSection } from './import-plan.ts';
import { counted } from './import-table.ts';

/** What was written, what was not, and what comes next. */
export const donePage = (done: ImportDone, command: string): Html =>
  page({
    steps: stepsOf(IMPORT_STEPS, 3),
    heading: headingOf(done),
    at: done.at,
    body: html`${facts([
        ['New', done.added > 0 && counted(done.added)],
        ['Changed', done.changed > 0 && counted(done.changed)],
        ['Unchanged', done.unchanged > 0 && counted(done.unchanged)],
        ['Refused', done.refused.length > 0 && `${done.refused.length.toLocaleString('en')}, as shown below`],
        ['First is due', done.firstDueOn],
        ['Date unknown', done.undated > 0 && counted(done.undated)],
      ])}
      <h2>What happens next</h2>
      <ol>
        ${done.firstDueOn !== null && html`<li>${reminderWords(done)}</li>`}
        ${
          done.undated > 0 &&
          html`<li>
            Without a date nothing is reminded: the summary table of Installed Packages shows it. Bring that
            in, and it is filled in here.
          </li>`
        }
        ${
          done.added > 1 &&
          html`<li>
            In Slack, type <code>${command} plan</code>: where many are due in the same week, it spreads their
            starts.
          </li>`
        }
        ${
          done.unused > 0 &&
          html`<li>
            Say who uses each secret, and in which system: each of them gets a copy of their own. In Slack, or
            by a column <strong>Vendors</strong>.
          </li>`
        }
        ${done.newAccounts.length > 0 && html`<li>${newAccounts(done.newAccounts, command)}</li>`}
        ${done.joinLater.length > 0 && html`<li>${joinLater(done.joinLater)}</li>`}
      </ol>
      ${refusedSection(done.refused)}
      <div class="row">
        <form data-act="open"><button type="submit">Another table</button></form>
        <form data-act="close"><button type="submit">I am done: close this page</button></form>
      </div>`,
  });

function headingOf({ added, changed }: ImportDone): string {
  if (added === 0 && changed === 0) return 'There was nothing left to change';
  if (added === 0) return changed === 1 ? 'One package is changed' : `${counted(changed)} are changed`;
  return added === 1 ? 'One package is in' : `${counted(added)} are in`;
}

const reminderWords = ({ firstDueOn, at }: ImportDone): string =>
  firstDueOn !== null && firstDueOn <= at.toISODate()
    ? 'Rotations are due now: the first reminder comes in its channel in a moment, in working hours.'
    : `The first rotation is due on ${firstDueOn}: rekey reminds its owner and its channel.`;

/** Whoever is not in a rotation under way would be down after its Activate. */
const joinLater = (names: readonly string[]): Html =>
  html`Being rotated now, without the vendors and systems just added: <bdi>${named(names)}</bdi>. Who needs
    that secret too is added on its card, before Activate.`;

/** A table names accounts; what else they are nobody has said. */
const newAccounts = (names: readonly string[], command: string): Html =>
  html`New ${names.length === 1 ? 'account' : 'accounts'} <bdi>${named(names)}</bdi>: in Slack, type
    <code>${command} accounts</code> and add the subdomain, which vendors are shown with the secret, and the
    kind (production or sandbox).`;

/** Nothing can be done with the link any more. */
export const closedPage = page({
  heading: 'This page is closed',
  body: html`<p class="lead">What was applied stays. The link and its code open nothing any more.</p>
    <p>Go on in Slack: the App Home of rekey shows what waits for you.</p>`,
});

/** The inventory as a file, saved by the page’s script. */
export const exportPage = ({ file }: { file: ExportFacts }): Html =>
  page({
    steps: stepsOf(IMPORT_STEPS, 1),
    heading: html`${counted(file.packages)} as CSV`,
    body: html`<p class="lead">
        Edit it in a spreadsheet and bring it in again: only what you change is changed. Cells that a
        spreadsheet would take for formulas begin with an apostrophe; leave it there.
      </p>
      <pre id="csv" hidden>${file.csv}</pre>
      <div class="row">
        <button type="button" class="main" data-save="csv" data-file-name="${file.fileName}">
          Save the file
        </button>
        <button type="button" data-copy-from="csv">Copy</button>
      </div>
      <form data-act="open"><button type="submit">Back to the table</button></form>`,
  });
