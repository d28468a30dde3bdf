import { html } from '../html.ts';
import type { Words } from '../words.ts';
import { boardDocument } from './document.ts';
import { SIGN_IN_PATH } from './paths.ts';

const SIGN_IN = html`<p class="row"><a class="button main" href="${SIGN_IN_PATH}">Sign in with Slack</a></p>`;

/** For whoever is not signed in. */
export const doorPage = ({ hadSession }: { hadSession: boolean }): string =>
  boardDocument({
    title: 'Sign in to the board',
    visitor: null,
    main: html`<article class="card door">
      <h1>${hadSession ? 'You are no longer signed in' : 'The board'}</h1>
      <p class="lead">
        Every package and its secret’s dates: what is overdue, what is under way and who holds it up, and what
        comes next.
      </p>
      <p>
        ${
          hadSession
            ? 'That lasts eight hours, or until you sign out.'
            : 'It is for members of the Slack workspace, and shows them what Slack shows them. Never a secret.'
        }
      </p>
      ${SIGN_IN}
      <p class="quiet">
        Slack tells rekey who you are, and nothing else. A cookie then keeps you signed in for eight hours.
      </p>
    </article>`,
  });

/** Words for whoever is not let in, with the way to try again where there is one. */
export const turnedAwayPage = (words: Words, { mayTryAgain }: { mayTryAgain: boolean }): string =>
  boardDocument({
    title: words.title,
    visitor: null,
    main: html`<article class="card door">
      <h1>${words.title}</h1>
      <p class="lead">${words.text}</p>
      <p>${words.next}</p>
      ${mayTryAgain && SIGN_IN}
    </article>`,
  });
