import { hardStopOn } from '../../domain/schedule.ts';
import type { HandoffPageFacts } from '../../usecases/facts.ts';
import { html, type Html } from '../html.ts';
import { facts, listed, page, stepsOf, when } from '../layout.ts';
import { HANDOFF_STEPS } from './doors.ts';
import { collectedPage, confirmedPage } from './handoff-status.ts';

/** What the vendor's link opens with its code, at any time. Never the secret. */
export function handoffPage({ facts: given }: { facts: HandoffPageFacts }): Html {
  switch (given.status) {
    case 'collectable':
      return revealPage(given);
    case 'cooling':
      return coolingPage(given);
    case 'missing':
      return missingPage(given);
    case 'collected':
      return collectedPage(given);
    case 'confirmed':
      return confirmedPage(given);
    case 'waived':
      return waivedPage(given);
  }
}

const systems = (given: HandoffPageFacts) => listed(given.systems) || 'wherever you use it';

/** Rule 3 and rule 14 in plain words: how long the old secret goes on working. */
const overlap = (given: HandoffPageFacts): Html =>
  given.isOutage
    ? html`<strong>The old secret no longer works</strong>, so your connection is down until the new one is
        in.`
    : html`The old secret keeps working while you do, so nothing breaks in
      between${
        given.oldExpiresOn &&
        html`. Please be done by the end of <strong>${hardStopOn(given.oldExpiresOn)}</strong>`
      }.`;

const revealPage = (given: HandoffPageFacts): Html =>
  page({
    steps: stepsOf(HANDOFF_STEPS, 1),
    heading: html`The new secret of ${given.packageName}`,
    at: given.at,
    body: html`${given.isOutage && outageBanner}
      ${facts([
        ['From', given.workspaceName],
        ['For', given.vendorName],
        ['Goes into', systems(given)],
        ['Live since', when(given.liveAt)],
        ['Link works until', when(given.linkExpiresAt)],
      ])}
      <h2>What will happen</h2>
      <ol>
        <li>
          <strong>Reveal</strong> shows the client secret. It is shown <strong>once</strong>, so have the
          place ready where you will keep it.
        </li>
        <li>You put it into ${systems(given)}. ${overlap(given)}</li>
        <li>
          You come back with the same link and code and say that it works. ${given.workspaceName} waits for
          that${!given.isOutage && html` before switching the old secret off`}.
        </li>
      </ol>
      <form data-act="collect"><button type="submit" class="main">Reveal the secret</button></form>
      <p class="quiet">Not now? Close the page: nothing is opened until you press the button.</p>`,
  });

const outageBanner = html`<p class="aside bad">
  <strong>This one is urgent.</strong> The old secret has expired or was switched off.
</p>`;

const lookAgain = (label: string, isAutomatic = false): Html =>
  html`<form data-act="open" ${isAutomatic && html` data-when-due`}>
    <button type="submit">${label}</button>
  </form>`;

const coolingPage = (given: HandoffPageFacts): Html =>
  page({
    steps: stepsOf(HANDOFF_STEPS, 1),
    heading: 'Not live yet',
    at: given.at,
    body: html`<p class="lead">
        A new Marketing Cloud secret does not work in its first five minutes. So that nobody switches over too
        early, it is handed out after them.
      </p>
      ${facts([
        ['Package', given.packageName],
        [
          'Live at',
          html`${when(given.liveAt)} <span class="countdown" data-due="${given.liveAt.toISO()}"></span>`,
        ],
      ])}
      ${lookAgain('Look again', true)}
      <p class="quiet">
        You may leave this page open, or come back later with the same link and code. Nothing has been opened.
      </p>`,
  });

const missingPage = (given: HandoffPageFacts): Html =>
  page({
    heading: 'There is no copy for you yet',
    at: given.at,
    body: html`<p class="lead">
        The admin at ${given.workspaceName} has to deposit the secret of ${given.packageName} once more before
        you can collect it. They know; if it is urgent, remind them.
      </p>
      ${!given.isOutage && html`<p>Until then the old secret stays in use, and rekey asks nobody to switch it off without you.</p>`}
      ${lookAgain('Look again')}`,
  });

const waivedPage = (given: HandoffPageFacts): Html =>
  page({
    heading: 'Going on without your confirmation',
    at: given.at,
    body: html`<p class="lead">
        An admin at ${given.workspaceName} has decided not to wait for ${given.vendorName}, and put the reason
        on record. The old secret of ${given.packageName} may be switched off at any time.
      </p>
      <p>If one of your systems (${systems(given)}) still uses it, tell the admin now.</p>`,
  });
