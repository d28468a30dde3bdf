import { RULES } from '../../domain/rules.ts';
import type { ProblemKind } from '../../domain/rotation.ts';
import type { HandoffPageFacts } from '../../usecases/facts.ts';
import { FRESH_TOKEN_TOO, PROOFS } from '../../usecases/proofs.ts';
import { NOTE_LIMIT } from '../body.ts';
import { html, type Html } from '../html.ts';
import { facts, listed, page, stepsOf, when } from '../layout.ts';
import { HANDOFF_STEPS, otherOpenedIt } from './doors.ts';
import { tokenTest } from './token-test.ts';

/** The guided causes of rule 13. */
const PROBLEMS: Record<ProblemKind, { readonly name: string; readonly hint: string }> = {
  rejected: {
    name: 'It is rejected (401, invalid_client)',
    hint: 'Mostly a blank or line break pasted along, the JWT signing secret, or another client ID or subdomain. Look there first.',
  },
  no_access: {
    name: 'It signs in, but something is missing',
    hint: 'A business unit (MID) without access, a missing scope, or an IP address that is not allowed.',
  },
  wrong_package: { name: 'It belongs to another package', hint: 'The client ID is not the one you use.' },
  lost: {
    name: 'I don’t have it (any more)',
    hint: 'It can’t be shown again: the admin deposits it once more, and you get a new link.',
  },
  other: {
    name: 'Something else',
    hint: 'Say what you see. If somebody else may have seen the secret, say so: the admin should generate again.',
  },
};

/** Collected: *It works* and *Something is wrong* (promise R4). */
export const collectedPage = (given: HandoffPageFacts): Html =>
  page({
    steps: stepsOf(HANDOFF_STEPS, 3),
    heading: given.problem ? 'A problem is open' : 'Does it work?',
    at: given.at,
    body: html`${given.problem ? problemBanner(given) : html`${answerBanner(given)}${collectedLead(given)}`}
    ${facts([
      ['Package', given.packageName],
      ['For', given.vendorName],
      ['Collected', given.collectedAt && when(given.collectedAt)],
    ])}
    ${againForm(given)} ${worksForm(given)}
    ${wrongForm(given.problem ? 'Report something else' : 'Something is wrong')} ${notMeForm}
    ${tokenTest(given)}`,
  });

/** Confirmed; a later failure can still be told. */
export const confirmedPage = (given: HandoffPageFacts): Html =>
  page({
    steps: stepsOf(HANDOFF_STEPS, given.problem ? 3 : HANDOFF_STEPS.length),
    heading: given.problem ? 'A problem is open' : 'Confirmed. Thank you!',
    at: given.at,
    body: html`${
      given.problem
        ? problemBanner(given)
        : html`<p class="lead">
            ${given.workspaceName} knows that ${given.vendorName} runs on the new secret of
            ${given.packageName}. There is nothing more to do, and you may close this page.
          </p>`
    }
    ${facts([
      ['Package', given.packageName],
      ['Confirmed', given.confirmedAt && when(given.confirmedAt)],
      ['By', given.confirmedBy && byWords(given.confirmedBy)],
      ['How', given.proof && PROOFS[given.proof].choice],
    ])}
    ${given.problem && worksForm(given)}
    ${wrongForm(given.problem ? 'Report something else' : 'Something is wrong after all')} ${notMeForm}`,
  });

/** Promise R4: over which way, and as exactly as is known by whom. */
function byWords({ way, isLink, name }: NonNullable<HandoffPageFacts['confirmedBy']>): string {
  if (!isLink) return `${name ?? 'The contact'}, in Slack`;
  switch (way) {
    case 'slack':
      return 'Whoever holds the link and code that your contact was given in Slack';
    case 'own_mail':
      return 'Whoever holds the link and code of your contact’s own mail';
    case 'passed_on':
      return 'Whoever holds the link and code that an admin passed on to you';
  }
}

const collectedLead = (given: HandoffPageFacts): Html =>
  html`<p class="lead">
      ${
        given.isOutage
          ? html`${given.workspaceName} wants to know when you are up again.`
          : html`The old secret should stay on until you say that the new one works.`
      }
      Come back here with the same link and code when you know.
    </p>
    <ol>
      <li>
        Put the new secret in place of the old one in ${listed(given.systems) || 'every system that uses it'}.
      </li>
      <li>Make each of them fetch a new token: restart it, reconnect it, or use its connection test.</li>
      <li>When it works, say so below.</li>
    </ol>`;

const problemBanner = ({ problem, isOutage }: HandoffPageFacts): Html =>
  html`<div class="aside bad">
    <p><strong>${problem && PROBLEMS[problem.kind].name}.</strong> ${problem?.note}</p>
    <p>
      The admins have been told.
      ${!isOutage && 'rekey asks nobody to switch the old secret off while this is open.'} If it is solved,
      say below that it works.
    </p>
  </div>`;

/** For the tab that collected: the script shows it where the key is (promise H5). */
const againForm = ({ againUntil }: HandoffPageFacts): Html | null =>
  againUntil
    ? html`<section class="panel">
        <h2>Did the secret not arrive?</h2>
        <p>The tab that collected it can show it once more, until ${when(againUntil)}; no other can.</p>
        <div data-notice></div>
        <form data-act="collect" data-again hidden><button type="submit">Show it again</button></form>
      </section>`
    : null;

const answerBanner = ({ answer }: HandoffPageFacts): Html | null =>
  answer
    ? html`<div class="aside">
        <p><strong>The admin has answered what you reported:</strong> ${answer}</p>
      </div>`
    : null;

/** Rule 12: right after pasting, “it works” may be the old token talking. */
const isTokenYoung = ({ at, collectedAt }: HandoffPageFacts): boolean =>
  collectedAt !== null && at.diff(collectedAt, 'minutes').minutes < RULES.tokenLifeMinutes;

const worksForm = (given: HandoffPageFacts): Html =>
  html`<section class="panel">
    <h2>It works</h2>
    <div data-notice></div>
    <form data-act="confirm">
      ${
        given.systems.length > 0 &&
        html`<fieldset>
          <legend>Runs on the new secret</legend>
          ${given.systems.map(
            (system) =>
              html`<label class="choice"
                ><input type="checkbox" name="systems" value="${system}" data-list required /><span
                  >${system}</span
                ></label
              >`,
          )}${given.systems.length > 1 && html`<p class="hint">All of them are needed. Not there yet? Come back when you are.</p>`}
        </fieldset>`
      }
      <fieldset>
        <legend>How did you make sure?</legend>
        ${choices('proof', PROOF_CHOICES)}
      </fieldset>
      ${isTokenYoung(given) && freshToken}
      <button type="submit" class="main">Confirm: it works</button>
    </form>
  </section>`;

/** A choice by the name the page's lists use for it. */
const asChoice = ({ choice, about }: (typeof PROOFS)[keyof typeof PROOFS]) => ({ name: choice, hint: about });
const PROOF_CHOICES = {
  fresh_token: asChoice(PROOFS.fresh_token),
  test_connection: asChoice(PROOFS.test_connection),
  production_traffic: asChoice(PROOFS.production_traffic),
};

/** Hidden by the style sheet while the proof says it already. */
const freshToken = html`<div class="aside fresh-token">
  <p>
    <strong>Less than ${RULES.tokenLifeMinutes} minutes since you collected it.</strong> Systems keep an
    access token for ${RULES.tokenLifeMinutes} minutes, so one that “still works” may be using a token fetched
    with the old secret. It shows only when that runs out.
  </p>
  <label class="choice"
    ><input type="checkbox" name="isSureTokenIsFresh" data-flag /><span>${FRESH_TOKEN_TOO}</span></label
  >
  <p class="hint">Or come back later and confirm then.</p>
</div>`;

const wrongForm = (summary: string): Html =>
  html`<section class="panel">
    <details>
      <summary>${summary}</summary>
      <div data-notice></div>
      <form data-act="report">
        <fieldset>
          <legend>What do you see?</legend>
          ${choices('kind', PROBLEMS)}
        </fieldset>
        <label for="note">Note for the admin <span class="soft">(may stay empty)</span></label>
        <p class="hint" id="note-hint">It is shown in Slack: never paste the secret here.</p>
        <textarea
          id="note"
          name="note"
          rows="3"
          maxlength="${NOTE_LIMIT}"
          autocomplete="off"
          aria-describedby="note-hint"
        ></textarea>
        <button type="submit">Tell the admins</button>
      </form>
    </details>
  </section>`;

/** Promise H13, with the code at hand: it says what it does, and asks once, as it is done for everybody. */
const notMeForm = html`<section class="panel">
  <details>
    <summary>It was collected, and not by us</summary>
    <div data-notice></div>
    <form data-act="alarm">
      <p>
        Then somebody else may have the secret. This makes it void <strong>for everybody, at once</strong>:
        nobody can collect it, Activate is blocked, and the admins generate another. If it is in force
        already, nothing is cut off, and the admins are told.
      </p>
      ${otherOpenedIt}
      <button type="submit">Make the secret void</button>
    </form>
  </details>
</section>`;

const choices = <Key extends string>(
  name: string,
  words: Record<Key, { readonly name: string; readonly hint: string }>,
): Html[] =>
  Object.entries<{ readonly name: string; readonly hint: string }>(words).map(
    ([value, { name: label, hint }]) =>
      html`<label class="choice"
        ><input type="radio" name="${name}" value="${value}" required /><span
          >${label} <small>${hint}</small></span
        ></label
      >`,
  );
