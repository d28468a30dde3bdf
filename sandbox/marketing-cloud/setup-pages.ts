import type { DateTime } from 'luxon';
import type { Html } from './html.ts';
import { html } from './html.ts';
import type { InstalledPackage, SetupRefusal } from './packages.ts';
import { liveFrom } from './packages.ts';
import { CLIENT } from './seed-client.ts';
import { expiry, stagedInBrief, urlOf } from './setup-fragments.ts';
import type { Page } from './setup-layout.ts';
import { home, moment, notice, refusalNotice } from './setup-layout.ts';
import type { Trial } from './setup-try.ts';
import { trySection } from './setup-try.ts';
import type { TokenRequest } from './tenants.ts';

interface PackagePageInput {
  readonly pack: InstalledPackage;
  readonly at: DateTime;
  readonly requests: readonly TokenRequest[];
  readonly trial?: Trial;
  readonly refusal?: SetupRefusal;
  readonly hasJust?: 'activated';
}

/**
 * Installed Packages: the summary table, the one place where Setup prints expiration dates. One account at a time, by its
 * enterprise id; the first one where none is asked for.
 */
export function listPage(all: readonly InstalledPackage[], at: DateTime, account: string | null): Page {
  const accounts = [...new Set(all.map(({ enterpriseId }) => enterpriseId))];
  const chosen = accounts.find((one) => one === account) ?? accounts[0];
  const packages = all.filter(({ enterpriseId }) => enterpriseId === chosen);
  const main = html`<h1>Installed Packages</h1>
    ${accounts.length > 1 && accountLinks(accounts, chosen)}
    <p class="lead">
      A package’s client secret expires 180 days after it was generated. To rotate it, stage a second one,
      hand it to everybody who uses the package, then activate it.
    </p>
    <div class="card scroll">
      <table class="packages">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Package ID</th>
            <th scope="col">Secret expires</th>
            <th scope="col">Staged secret</th>
          </tr>
        </thead>
        <tbody>
          ${packages.map(
            (pack) =>
              html`<tr>
                <th scope="row"><a href="${urlOf(pack)}">${pack.name}</a></th>
                <td data-label="Package ID"><code>${pack.packageId}</code></td>
                <td data-label="Secret expires">${expiry(pack.active, at)}</td>
                <td data-label="Staged secret">${stagedInBrief(pack, at)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  return { title: 'Installed Packages', crumbs: [{ label: home.label }], main };
}

/** The accounts one may switch between, as with the account menu of the real Setup. */
const accountLinks = (accounts: readonly string[], chosen: string | undefined): Html =>
  html`<nav class="accounts" aria-label="Account">
    ${accounts.map(
      (one) =>
        html`<a href="/setup?account=${one}" ${one === chosen && html`aria-current="page"`}
          >${accountName(one)}</a
        >`,
    )}
  </nav>`;

const accountName = (enterpriseId: string): string =>
  `${enterpriseId === CLIENT.enterpriseId ? CLIENT.name : 'Northwind'} (${enterpriseId})`;

/** One package: its facts, both secrets, and a form to try a token as a vendor's system would. */
export function packagePage(input: PackagePageInput): Page {
  const { pack, at, refusal, hasJust } = input;
  const liveAt = pack.staged ? liveFrom(pack.staged) : null;
  const main = html`<h1>${pack.name}</h1>
    ${refusal && refusalNotice(refusal)}
    ${hasJust === 'activated' && notice('good', html`The staged secret is now the package’s only secret; the previous one stopped working. The list of <a href="/setup">Installed Packages</a> shows the new expiration date.`)}
    ${pack.isDormant && notice('warn', html`No token was requested for 180 days: this package is switched off until its secret is rotated.`)}
    <section class="card">
      <h2>Package</h2>
      <dl class="facts">
        <div>
          <dt>Package ID</dt>
          <dd><code>${pack.packageId}</code></dd>
        </div>
        <div>
          <dt>Integration type</dt>
          <dd>Server-to-server</dd>
        </div>
        <div>
          <dt>Client ID</dt>
          <dd><code>${pack.clientId}</code></dd>
        </div>
        <div>
          <dt>Business units (MID)</dt>
          <dd>${pack.mids.join(', ')}</dd>
        </div>
        <div>
          <dt>Authentication base URI</dt>
          <dd><code>https://${pack.subdomain}.auth.marketingcloudapis.com/</code></dd>
        </div>
      </dl>
    </section>
    <div class="pair">${secretCard(pack)} ${stagedCard(pack, at)}</div>
    ${trySection(input)}`;
  const changesAt = liveAt && liveAt > at ? liveAt : null;
  return { title: pack.name, crumbs: [home, { label: pack.name }], main, changesAt };
}

function secretCard(pack: InstalledPackage): Html {
  return html`<section class="card">
    <h2>Secret</h2>
    <p class="masked" aria-label="The secret is hidden">${dots}</p>
    <dl class="facts">
      <div>
        <dt>Generated</dt>
        <dd>${moment(pack.active.generatedAt)}</dd>
      </div>
      ${
        pack.lastActivatedAt &&
        html`<div>
          <dt>Activated</dt>
          <dd>${moment(pack.lastActivatedAt)}</dd>
        </div>`
      }
    </dl>
  </section>`;
}

function stagedCard(pack: InstalledPackage, at: DateTime): Html {
  const { staged } = pack;
  return html`<section class="card">
    <h2>Staged Secret</h2>
    ${
      staged
        ? html`<p class="masked" aria-label="The staged secret is hidden">${dots}</p>
            <dl class="facts">
              <div>
                <dt>State</dt>
                <dd>${stagedInBrief(pack, at)}</dd>
              </div>
              <div>
                <dt>Generated</dt>
                <dd>${moment(staged.generatedAt)}</dd>
              </div>
              <div>
                <dt>Description</dt>
                <dd>${staged.description || '–'}</dd>
              </div>
            </dl>`
        : html`<p class="quiet">
            None. Generate one to begin a rotation; the present secret goes on working.
          </p>`
    }
    <div class="row">
      <a class="button ${staged ? '' : 'primary'}" href="${urlOf(pack)}/generate">Generate</a>
      ${staged && html`<a class="button primary" href="${urlOf(pack)}/activate">Activate</a>`}
    </div>
  </section>`;
}

const dots = '•'.repeat(24);
