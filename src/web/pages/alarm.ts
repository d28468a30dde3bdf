import type { Raised } from '../../usecases/raise-alarm.ts';
import { html, type Html } from '../html.ts';
import { page } from '../layout.ts';

/** What became of an alarm (promise H13). `noted` is the same, byte for byte, for a link that nobody knows. */
export function alarmPage(raised: Extract<Raised, { ok: true }>): Html {
  switch (raised.outcome) {
    case 'void':
      return voidPage(raised.isOutage);
    case 'in_force':
      return IN_FORCE;
    case 'over':
      return OVER;
    case 'noted':
      return NOTED_PAGE;
  }
}

/** Also the answer to a link that is none at all. */
export const NOTED_PAGE = page({
  heading: 'Thank you, that was noted',
  body: html`<p class="lead">
      If this link belongs to a rotation, the admins on the other side are being told that something may be
      wrong with it. Nothing was changed: that needs a link that still works, and its code.
    </p>
    <ul>
      <li>Don’t put any secret you may have been given into use.</li>
      <li>Tell the person who asked you to collect it, by telephone or in person.</li>
      <li>
        You typed a code, or have one? Compare it letter by letter and say it again, or wait a quarter of an
        hour if many were tried: with the right one the secret is void at once.
      </li>
    </ul>`,
});

const voidPage = (isOutage: boolean): Html =>
  page({
    heading: 'The secret is void',
    body: html`<p class="lead">
        Nobody can collect it any more, with any link, and Activate is blocked. The admins have been told and
        will generate another.
      </p>
      <p>
        ${
          isOutage
            ? html`<strong>The old secret no longer works either</strong>, so your connection stays down until
                you have the next one: tell the admin that it is urgent.`
            : html`<strong>Keep the old secret in use, or put it back now.</strong>`
        }
        A new message or a new link comes with the next one.
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

const OVER = page({
  heading: 'That secret had ended before',
  body: html`<p class="lead">
      It was replaced, or its rotation has ended, so there was nothing to make void, and nothing was changed.
    </p>
    <p>
      Go on with the newest secret you were given. If something of yours is down, ask the person who sent the
      link.
    </p>`,
});
