import type { Html } from './html.ts';
import { html } from './html.ts';
import type { InstalledPackage, StoredSecret } from './packages.ts';
import { urlOf } from './setup-fragments.ts';
import { moment, notice } from './setup-layout.ts';
import type { TokenRequest } from './tenants.ts';

/** What came of "Try a token": the endpoint's own answer. */
export interface Trial {
  readonly status: number;
  readonly body: unknown;
  readonly used: 'active' | 'staged' | null;
}

/** What only the sandbox has: to ask for a token as a vendor's system would, and to see who asked. */
export function trySection({
  pack,
  requests,
  trial,
}: {
  pack: InstalledPackage;
  requests: readonly TokenRequest[];
  trial?: Trial | undefined;
}): Html {
  return html`<section class="card aside" id="try">
    <p class="tag">Sandbox only</p>
    <h2>Try a token</h2>
    <p class="quiet">
      What a vendor’s system does: <code>POST /v2/token</code> with this client ID. Nothing you type is kept.
    </p>
    <form method="post" action="${urlOf(pack)}/try#try" class="try" autocomplete="off">
      <label
        >Client secret
        <input name="client_secret" type="password" required spellcheck="false" autocomplete="off"
      /></label>
      <label
        >Business unit
        <select name="account_id">
          <option value="">not named</option>
          ${pack.mids.map((mid) => html`<option>${mid}</option>`)}
        </select>
      </label>
      <button class="button">Request a token</button>
    </form>
    ${trial && trialResult(trial)}
    <details>
      <summary>Secrets that vendors may hold</summary>
      <p class="quiet">
        The real Setup never shows a secret again. Here they stand in for what sits in the vendors’ systems.
      </p>
      ${heldSecret('The secret', 'held', pack.active)}
      ${pack.previous && heldSecret('The previous one, replaced by Activate', 'held-before', pack.previous)}
    </details>
    ${requestTable(requests)}
  </section>`;
}

const heldSecret = (label: string, id: string, { text }: StoredSecret) =>
  html`<p class="held">${label}</p>
    <p class="reveal">
      <code id="${id}">${text}</code>
      <button type="button" class="button small" data-copy="${id}">Copy</button>
    </p>`;

function trialResult({ status, body, used }: Trial): Html {
  const words = used
    ? html`This is the <strong>${used}</strong> secret.`
    : html`A vendor with this secret is down.`;
  return html`<div class="answer" role="status">
    ${notice(used ? 'good' : 'bad', words, used ? 'Granted' : 'Refused')}
    <pre>${`HTTP ${status}\n${JSON.stringify(body, null, 2)}`}</pre>
  </div>`;
}

function requestTable(requests: readonly TokenRequest[]): Html {
  if (requests.length === 0)
    return html`<p class="quiet">Nobody has asked for a token of this package yet.</p>`;
  return html`<h3>Latest token requests</h3>
    <table class="requests">
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">Answer</th>
          <th scope="col">Business unit</th>
        </tr>
      </thead>
      <tbody>
        ${requests
          .slice(-8)
          .reverse()
          .map(
            ({ at, status, used, accountId }) =>
              html`<tr>
                <td>${moment(at)}</td>
                <td>
                  ${status || 'no answer'}
                  ${used ? html`<span class="pill good">${used} secret</span>` : html`<span class="pill bad">no token</span>`}
                </td>
                <td>${accountId || '–'}</td>
              </tr>`,
          )}
      </tbody>
    </table>`;
}
