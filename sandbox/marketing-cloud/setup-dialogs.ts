import type { DateTime } from 'luxon';
import { html } from './html.ts';
import type { InstalledPackage } from './packages.ts';
import { liveFrom, refusalOfActivate, refusalOfGenerate } from './packages.ts';
import { urlOf } from './setup-fragments.ts';
import type { Page } from './setup-layout.ts';
import { home, moment, notice, refusalNotice } from './setup-layout.ts';

/** Generate, first step: the description, or why not now. */
export function generatePage(pack: InstalledPackage, at: DateTime): Page {
  const refusal = refusalOfGenerate(pack, at);
  const isReplacing =
    pack.staged &&
    'There is a staged secret that was never activated. Generating again replaces it: whoever already uses it is cut off at once.';
  const main = html`<section class="card dialog">
    <h1>Generate a staged secret</h1>
    ${
      refusal
        ? html`${refusalNotice(refusal)}
            <div class="row end"><a class="button" href="${urlOf(pack)}">Back to the package</a></div>`
        : html`${isReplacing && notice('warn', html`${isReplacing}`)}
            <p>
              The present secret of ${pack.name} goes on working. The new one works five minutes after it was
              generated, and expires 180 days after it.
            </p>
            <form method="post" action="${urlOf(pack)}/generate" data-once-only>
              <label
                >Description <input name="description" maxlength="200" autofocus autocomplete="off"
              /></label>
              <div class="row end">
                <a class="button" href="${urlOf(pack)}">Cancel</a><button class="button primary">Next</button>
              </div>
            </form>`
    }
  </section>`;
  return { title: 'Generate', crumbs: crumbsOf(pack, 'Generate'), main };
}

/** Generate, second step: the only time the secret is shown. */
export function generatedPage(pack: InstalledPackage, secret: string): Page {
  const main = html`<section class="card dialog">
    <h1>Copy the staged secret</h1>
    ${notice('warn', html`It is shown now and never again. Without it you will have to generate another.`)}
    <p class="reveal">
      <code id="secret">${secret}</code> <button type="button" class="button" data-copy="secret">Copy</button>
    </p>
    <p class="quiet">
      It works from ${moment(liveFrom(pack.staged!), 'time')} on, beside the present one, until you activate
      it.
    </p>
    <div class="row end"><a class="button primary" href="${urlOf(pack)}">Finish</a></div>
  </section>`;
  return { title: 'Copy the staged secret', crumbs: crumbsOf(pack, 'Generate'), main, isOnce: true };
}

/** Activate's confirmation, or why not now. */
export function activatePage(pack: InstalledPackage, at: DateTime): Page {
  const refusal = refusalOfActivate(pack, at);
  const main = html`<section class="card dialog">
    <h1>Activate the staged secret</h1>
    ${
      refusal
        ? html`${refusalNotice(refusal)}
            <div class="row end"><a class="button" href="${urlOf(pack)}">Back to the package</a></div>`
        : html`<p>
              The staged secret becomes the only secret of ${pack.name}.
              <strong>The present one stops working at once</strong>, everywhere it is still used. This can’t
              be undone.
            </p>
            <form method="post" action="${urlOf(pack)}/activate" data-once-only>
              <div class="row end">
                <a class="button" href="${urlOf(pack)}">Cancel</a
                ><button class="button danger">Activate</button>
              </div>
            </form>`
    }
  </section>`;
  return {
    title: 'Activate',
    crumbs: crumbsOf(pack, 'Activate'),
    main,
    changesAt: refusal && 'nextAt' in refusal ? refusal.nextAt : null,
  };
}

export function errorPage(title: string, text: string): Page {
  const main = html`<section class="card dialog">
    <h1>${title}</h1>
    <p>${text}</p>
    <div class="row end"><a class="button" href="/setup">Installed Packages</a></div>
  </section>`;
  return { title, crumbs: [home, { label: title }], main };
}

const crumbsOf = (pack: InstalledPackage, label: string) => [
  home,
  { label: pack.name, href: urlOf(pack) },
  { label },
];
