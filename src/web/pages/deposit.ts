import type { DepositPageFacts, DepositReceipt } from '../../usecases/facts.ts';
import { html, type Html } from '../html.ts';
import { facts, listed, page, stepsOf, when } from '../layout.ts';
import { DEPOSIT_STEPS } from './doors.ts';
import { DEPOSIT_FORM } from './words-page.ts';

/** The form of the one place that takes a secret in (promise H1). */
export const depositPage = ({ facts: given }: { facts: DepositPageFacts }): Html =>
  page({
    steps: stepsOf(DEPOSIT_STEPS, 1),
    heading: html`New secret of ${given.packageName}`,
    at: given.at,
    body: html`${facts([
        ['Workspace', given.workspaceName],
        ['Secret number', `${given.generationNumber}${given.isAgain ? ', once more' : ''}`],
        [given.vendors.length === 1 ? 'A copy for' : 'Copies for', listed(given.vendors) || 'nobody yet'],
      ])}
      ${given.isAgain && again}
      <form id="${DEPOSIT_FORM}" data-act="accept">
        ${secretField(given.isAgain ? whereKept : whereShown)}
        ${given.isAgain ? html`<input type="hidden" name="generatedAt" value="${given.at.toISO()}" />` : generatedFields}
        <button type="submit" class="main">Seal and deposit</button>
      </form>
      <p class="quiet">
        Nothing is stored until you press the button; then sealed copies only, which rekey itself opens once,
        for the vendor.
      </p>`,
  });

const again = html`<p class="aside">
  <strong>The very same secret once more.</strong> rekey compares it with the first deposit. If you pressed
  Generate again in the meantime, that is another secret: say so on the card in Slack instead.
</p>`;

const whereShown = html`Setup › Installed Packages › the package › <em>Staged Secret</em>. It starts with
  <code>SFMC_</code>. Not the JWT signing secret.`;
const whereKept = html`From where you keep it: Setup shows a secret only once. It starts with
  <code>SFMC_</code>.`;

const secretField = (hint: Html): Html =>
  html`<label for="secret-in">Client secret</label>
    <p class="hint" id="secret-hint">${hint}</p>
    <div class="with-button">
      <input
        id="secret-in"
        name="secret"
        class="masked"
        required
        autocomplete="off"
        autocapitalize="none"
        autocorrect="off"
        spellcheck="false"
        translate="no"
        aria-describedby="secret-hint"
        data-1p-ignore
        data-lpignore="true"
        data-bwignore
        data-form-type="other"
      /><button type="button" data-unmask="secret-in" aria-pressed="false">Show</button>
    </div>`;

const generatedFields = html`<fieldset>
  <legend>When did you press Generate?</legend>
  <p class="hint" id="generated-hint">
    The secret goes live five minutes after it and expires 180 days after it. When unsure, choose the earlier.
  </p>
  <label class="choice"
    ><input type="radio" name="generated" value="now" data-now checked /><span>Just now</span></label
  >
  <label class="choice"
    ><input type="radio" name="generated" value="earlier" data-opens="generated-earlier" /><span
      >Earlier</span
    ></label
  >
  <div id="generated-earlier" class="under" hidden>
    <label for="generated-at">Day and time <span data-zone>(UTC)</span></label>
    <input
      type="datetime-local"
      id="generated-at"
      name="generatedAt"
      data-moment
      required
      disabled
      aria-describedby="generated-hint"
    />
  </div>
</fieldset>`;

/** What an accepted deposit answers: the rest happens in Slack. */
export const receiptPage = ({ receipt }: { receipt: DepositReceipt }): Html =>
  page({
    steps: stepsOf(DEPOSIT_STEPS, 2),
    heading: 'Sealed and stored',
    body: html`<p class="lead">
        The new secret of ${receipt.packageName} is deposited. You may close this page.
      </p>
      ${facts([
        ['Secret number', String(receipt.generationNumber)],
        [
          receipt.vendors.length === 1 ? 'One copy, for' : `${receipt.vendors.length} copies, for`,
          listed(receipt.vendors),
        ],
        ['Live at', when(receipt.liveAt)],
        [
          'Expires on',
          html`${receipt.expiresOn} <span class="soft">(computed: 180 days after Generate)</span>`,
        ],
      ])}
      <h2>What happens next</h2>
      <ol>
        <li>Once it is live, rekey offers the vendors their copies.</li>
        <li>
          They switch over and confirm, one by one. The old secret goes on working, unless it has expired
          already.
        </li>
        <li>
          When all have confirmed or were waived, the card in Slack asks you to press Activate.
          <strong>Not before:</strong> Activate switches the old secret off at once.
        </li>
      </ol>
      <p class="quiet">
        The secret may still be on your clipboard: copy something else over it. A receipt is in Slack; if this
        deposit was not yours, say so there.
      </p>`,
  });
