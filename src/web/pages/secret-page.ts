import type { Collected, HandoffPageFacts } from '../../usecases/facts.ts';
import { html, type Html } from '../html.ts';
import { facts, page, stepsOf, when } from '../layout.ts';
import { HANDOFF_STEPS } from './doors.ts';
import { tokenEndpoint, tokenTest } from './token-test.ts';

/**
 * The one answer that brings the secret, sealed to the key of the tab that asked (promise H5). The script opens it into one
 * element and builds every copy from that.
 */
export function secretPage({ sealed, facts: given }: Pick<Collected, 'sealed' | 'facts'>): Html {
  const endpoint = tokenEndpoint(given.subdomain);
  return page({
    steps: stepsOf(HANDOFF_STEPS, 2),
    heading: html`The secret of ${given.packageName}`,
    at: given.at,
    isUnstored: true,
    body: html`<p class="lead">
        Store it now: this page shows it once. It works already, live since ${when(given.liveAt)}.
      </p>
      <section data-fields="${JSON.stringify(copyFields(given))}">
        <h2 id="secret-label">Client secret</h2>
        <p class="secret">
          <code
            id="secret"
            tabindex="0"
            role="textbox"
            aria-readonly="true"
            aria-labelledby="secret-label"
            translate="no"
            data-sealed="${sealed}"
          ></code>
        </p>
        <div class="row">
          <button type="button" class="main" data-copy="secret">Copy secret</button
          ><button type="button" data-copy="env">Copy as .env</button
          ><button type="button" data-copy="json">Copy as JSON</button>
        </div>
        <div data-notice></div>
        <p class="hint">Clipboard managers and synced clipboards keep what is copied: clear it afterwards.</p>
      </section>
      ${facts([
        ['Client ID', given.clientId && html`<code class="whole">${given.clientId}</code>`],
        ['Subdomain', endpoint && html`<code class="whole">${given.subdomain}</code>`],
        ['Token URL', endpoint && html`<code class="whole">${endpoint}</code>`],
        ['Business units', given.businessUnits.length > 0 && units(given)],
      ])}
      <section>
        <div data-notice></div>
        <form data-act="stored"><button type="submit">I have stored it</button></form>
        <p class="quiet">Then this page forgets the secret and shows what to do next.</p>
      </section>
      ${tokenTest(given)}`,
  });
}

const units = (given: HandoffPageFacts): Html =>
  html`<ul class="plain">
    ${given.businessUnits.map(({ mid, name }) => html`<li><code class="whole">${mid}</code> ${name}</li>`)}
  </ul>`;

/** What goes beside the secret in `.env` and JSON; the MID only when there is no choice to make. */
function copyFields(given: HandoffPageFacts): Record<string, string> {
  const endpoint = tokenEndpoint(given.subdomain);
  const all: [string, string | null | undefined][] = [
    ['client_id', given.clientId],
    ['client_secret', ''],
    ['subdomain', endpoint && given.subdomain],
    ['token_url', endpoint],
    ['account_id', given.businessUnits.length === 1 ? given.businessUnits[0]?.mid : null],
  ];
  return Object.fromEntries(all.filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
}
