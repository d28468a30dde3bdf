import { html, type Html } from '../html.ts';
import { page } from '../layout.ts';

/** What became of an alarm (promise H13). `noted` is the same, byte for byte, for a link that nobody knows. */
export function alarmPage({ outcome }: { outcome: 'void' | 'in_force' | 'noted' }): Html {
  switch (outcome) {
    case 'void':
      return VOID;
    case 'in_force':
      return IN_FORCE;
    case 'noted':
      return NOTED_PAGE;
  }
}

/** Also the answer to a link that is none at all. */
export const NOTED_PAGE = page({
  heading: 'Thank you, that was noted',
  body: html`<p class="lead">
      If this link belongs to a rotation, the admins on the other side are being told that something may be
      wrong with it. Without its code nothing was changed.
    </p>
    <ul>
      <li>Don’t put any secret you may have been given into use.</li>
      <li>Tell the person who asked you to collect it, by telephone or in person.</li>
      <li>If you have the code, say it on this page again: then the secret is void at once.</li>
    </ul>`,
});

const VOID = page({
  heading: 'The secret is void',
  body: html`<p class="lead">
      Nobody can collect it any more, with any link, and Activate is blocked. The admins have been told and
      will generate another.
    </p>
    <p>
      <strong>Keep the old secret in use, or put it back now.</strong> A new message or a new link comes with
      the next one.
    </p>`,
});

const IN_FORCE = page({
  heading: 'The admins have been told',
  body: html`<p class="lead">
      This secret is the one in force: it can’t be taken back without cutting everybody off, so only a new
      rotation ends it. The admins know now that others may have it.
    </p>
    <p>Keep it in use until they send you the next one, and tell them what you saw.</p>`,
});
