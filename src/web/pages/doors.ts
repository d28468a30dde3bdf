import { html, type Html } from '../html.ts';
import { document, page, stepsOf } from '../layout.ts';

/** The ways through the pages. */
export const DEPOSIT_STEPS = ['Code', 'Deposit', 'Done'] as const;
export const HANDOFF_STEPS = ['Code', 'Reveal', 'Switch over', 'Confirm'] as const;
export const IMPORT_STEPS = ['Code', 'Table', 'Preview', 'Done'] as const;

const opening = html`<article class="card">
  <h1 tabindex="-1">One moment …</h1>
  <noscript
    ><p>
      This page needs JavaScript: the link’s key is in the part of the address that browsers keep to
      themselves, so only a script on your side can use it.
    </p>
    <p>
      Nothing has been opened. Switch JavaScript on for this address, or open the link in another browser.
    </p></noscript
  >
</article>`;

/** The pages as they are served: the fragment of the address never reaches the server. */
export const DEPOSIT_DOOR = document({ title: 'Deposit a secret', main: opening, hasScript: true });
export const IMPORT_DOOR = document({
  title: 'Bring in packages',
  main: opening,
  hasScript: true,
  hasTables: true,
});
export const HANDOFF_DOOR = document({ title: 'Collect a secret', main: opening, hasScript: true });

/** `/`: for whoever cuts the address short. */
export const ABOUT = document({
  title: 'What this is',
  hasScript: false,
  main: page({
    heading: 'This is rekey',
    body: html`<p class="lead">
        It carries the rotation of Salesforce Marketing Cloud secrets: an admin deposits a new secret here,
        and each vendor who needs it collects it here, once, with a link and a code.
      </p>
      <p>
        There is nothing to see without a link. If you were sent one, open it exactly as it is, with
        everything after the <code>#</code>.
      </p>`,
  }),
});

const codeForm = (button: string): Html =>
  html`<form data-act="open" class="code">
    <label for="code">Code</label>
    <p class="hint" id="code-hint">8 letters and digits; capitals, blanks and dashes don’t matter.</p>
    <input
      id="code"
      name="code"
      class="code-field"
      required
      maxlength="24"
      autocomplete="off"
      autocapitalize="characters"
      autocorrect="off"
      spellcheck="false"
      aria-describedby="code-hint"
      data-1p-ignore
      data-lpignore="true"
      data-bwignore
    />
    <button type="submit" class="main">${button}</button>
  </form>`;

/** Before the code: workspace and vendor, nothing else (promise H3). */
export const handoffLanding = ({
  workspaceName,
  vendorName,
}: {
  workspaceName: string;
  vendorName: string;
}): Html =>
  page({
    steps: stepsOf(HANDOFF_STEPS, 0),
    heading: html`${workspaceName} has a new Marketing Cloud secret for ${vendorName}`,
    body: html`<p class="lead">
        To see what it is for, type the code that belongs to this link: neither is of use alone.
      </p>
      ${codeForm('Continue')}
      <p class="quiet">
        Looking at this page opens nothing and uses nothing up. If you expect no secret from ${workspaceName},
        close it and ask them.
      </p>`,
  });

/** Before the code, the admin's side: the workspace only. */
export const depositLanding = ({ workspaceName }: { workspaceName: string }): Html =>
  page({
    steps: stepsOf(DEPOSIT_STEPS, 0),
    heading: html`Deposit a new secret for ${workspaceName}`,
    body: html`<p class="lead">Type the code that belongs to this link.</p>
      ${codeForm('Continue')}
      <p class="quiet">
        The secret goes from this page straight into sealed copies, one per vendor. It never enters Slack.
      </p>`,
  });

/** Before the code of an import: the workspace only. */
export const importLanding = ({ workspaceName }: { workspaceName: string }): Html =>
  page({
    steps: stepsOf(IMPORT_STEPS, 0),
    heading: html`Bring in the packages of ${workspaceName}`,
    body: html`<p class="lead">Type the code that belongs to this link.</p>
      ${codeForm('Continue')}
      <p class="quiet">
        Then paste the table of Installed Packages. You see what it would change before anything is written.
      </p>`,
  });

/** Asked once before a secret is made void for everybody, in the words of Slack's own question. It is not sent along. */
export const otherOpenedIt = html`<label class="choice"
  ><input type="checkbox" required /><span>Somebody else opened it, or may have</span></label
>`;

/**
 * Promise H10: expired, used, collected, revoked, replaced, unknown and malformed links all lead here, byte for byte. The
 * code still opens the status page of a secret that was collected; and whoever expected one and finds it gone says so
 * (promise H13).
 */
export const TERMINAL_PAGE = page({
  heading: 'This link opens nothing without its code',
  body: html`<p class="lead">
      If you have collected with it before, the code still shows where things stand, and lets you confirm or
      report.
    </p>
    ${codeForm('Continue')}
    <h2>No code, or it says that nothing opens?</h2>
    <p>
      The link may have expired, been used, been replaced by a newer one, or lost its end when it was copied.
      Ask whoever sent it for a new one: that takes them one click.
    </p>
    <section class="panel">
      <details>
        <summary>I expected a secret here, and it is gone</summary>
        <div data-notice></div>
        <form data-act="alarm">
          <p>
            If somebody else may have opened it, say so. With the code the secret is void at once, for
            everybody, and another is generated. Without it nothing changes, and the admins are told.
          </p>
          <label for="alarm-code">Its code <span class="soft">(if you have it)</span></label>
          <input
            id="alarm-code"
            name="code"
            class="code-field"
            maxlength="24"
            autocomplete="off"
            autocapitalize="characters"
            autocorrect="off"
            spellcheck="false"
            data-1p-ignore
            data-lpignore="true"
            data-bwignore
          />
          ${otherOpenedIt}
          <button type="submit">It was opened, and not by me</button>
        </form>
      </details>
    </section>`,
});

/** The same for a deposit page: there is nothing to look at afterwards, and nothing that somebody else could have opened. */
export const DEPOSIT_TERMINAL_PAGE = page({
  heading: 'This link doesn’t open anything any more',
  body: html`<p class="lead">
      It may have expired, been used, been replaced by a newer one, or lost its end when it was copied.
      Nothing was stored.
    </p>
    <p>The button on the rotation’s card in Slack gives you a new one, with its code.</p>`,
});

/** The same for an import page. */
export const IMPORT_TERMINAL_PAGE = page({
  heading: 'This link doesn’t open anything any more',
  body: html`<p class="lead">
      It works for an hour, and may have been closed, been replaced by a newer one, or lost its end when it
      was copied. What was applied stays; nothing else was written.
    </p>
    <p>The command’s <code>import</code> in Slack gives you a new one, with its code.</p>`,
});
