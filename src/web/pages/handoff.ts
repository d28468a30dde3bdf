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
          place ready where you will keep it. If the connection breaks off just then, this tab can fetch it
          again for ten minutes.
        </li>
        <li>You put it into ${systems(given)}. ${overlap(given)}</li>
        <li>
          You come back with the same link and code and say that it works. ${given.workspaceName} waits for
          that${!given.isOutage && html` before switching the old secret off`}.
        </li>
      </ol>
      <form data-act="collect"><button type="submit" class="main">Reveal the secret</button></form>
      <p class="quiet">Not now? Close the page: nothing is opened until you press the button.</p>
      ${fromScript}`,
  });

/** The same request from a shell: link and code are typed, never arguments, and the answer is for its owner's eyes. */
const SCRIPT = `umask 077
openssl rand -hex 32 > retry.key
( printf 'Link: '; read -rs link; echo; printf 'Code: '; read -rs code; echo
  printf '{"token":"%s","code":"%s","retry_key":"%s"}' "\${link#*#}" "$code" "$(cat retry.key)" |
  curl -sS -H 'Accept: application/json' -H 'Content-Type: application/json' \\
    --data-binary @- "\${link%%#*}/collect" > answer.json )`;

const fromScript = html`<details class="test">
  <summary>Collect it from a script instead</summary>
  <p>
    For bash or zsh. It asks for link and code, so that neither reaches the shell history or the process list,
    and leaves the answer (JSON, with <code>secret</code> in it) in a file that only you can read. If the
    connection breaks off, run all but the second line again within ten minutes: with the same
    <code>retry.key</code> the same answer comes.
  </p>
  <pre tabindex="0" aria-label="Command" id="script-command">${SCRIPT}</pre>
  <div class="row"><button type="button" data-copy-from="script-command">Copy command</button></div>
  <p class="hint">Delete both files once the secret is in its place.</p>
</details>`;

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
