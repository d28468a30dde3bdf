import { expect, test } from 'vitest';
import { cardText } from '../../sandbox/steps-seen.ts';
import { PACK, share } from '../../sandbox/steps-through.ts';
import { button, enter, heading, pressesCollect, shows } from './vendor-window.ts';
import { describeInBrowser, focused, hindrances, useBrowser, type VisitOptions } from '../support/browser.ts';
import { tracesOfSecret, useJourneys } from '../support/journey.ts';

const journey = useJourneys();

describeInBrowser('a vendor', () => {
  const { visit } = useBrowser();

  /** The secret is live, Vera has her link and code, and opens the link. */
  async function opens(options: VisitOptions = {}) {
    const story = await journey();
    const secret = await share(story);
    const held = await pressesCollect(story);
    const { page, leaksOf } = await visit(held.url, options);
    await page.getByLabel('Code', { exact: true }).waitFor();
    const token = new URL(held.url).hash.slice(1);
    return { story, secret, page, leaksOf, token, ...held };
  }

  test('collects, copies, stores, and comes back to confirm', async () => {
    const { story, secret, page, leaksOf, token, code, url } = await opens();
    const { clientId, subdomain } = story.cloud.package(PACK);
    const context = page.context();
    await context.grantPermissions(['clipboard-write'], { origin: story.url });
    await context.grantPermissions(['clipboard-read'], { origin: story.cloud.url });
    const desk = await context.newPage();
    await desk.goto(`${story.cloud.url}/setup`);
    const copied = async (what: string) => {
      await button(page, what).click();
      await page.locator('button:focus', { hasText: 'Copied' }).waitFor();
      await desk.bringToFront();
      const text = await desk.evaluate(() => navigator.clipboard.readText());
      await page.bringToFront();
      return text;
    };

    expect(await heading(page)).toContain('for Acme Mail');
    expect(await page.content()).not.toMatch(new RegExp(`${PACK}|${clientId}|${subdomain}`));
    await enter(page, code.toLowerCase().replace('-', ' '));
    await shows(page, `The new secret of ${PACK}`);
    expect(await focused(page)).toBe(`The new secret of ${PACK}`);
    expect(await page.content()).not.toContain(secret);

    await button(page, 'Reveal').click();
    await shows(page, `The secret of ${PACK}`);
    expect(await page.locator('#secret').innerText()).toBe(secret);
    expect(await copied('Copy secret')).toBe(secret);
    const env = await copied('Copy as .env');
    expect(env).toContain(
      `SFMC_CLIENT_ID=${clientId}\nSFMC_CLIENT_SECRET=${secret}\nSFMC_SUBDOMAIN=${subdomain}\n`,
    );
    expect(JSON.parse(await copied('Copy as JSON'))).toMatchObject({
      client_id: clientId,
      client_secret: secret,
      subdomain,
    });
    await page.getByText('Test it from a terminal').click();
    const command = await copied('Copy command');
    expect(command).toContain(`https://${subdomain}.auth.marketingcloudapis.com/v2/token`);
    expect(command).not.toContain(secret);

    await button(page, 'I have stored it').click();
    await shows(page, 'Does it work?');
    expect(await page.content()).not.toContain(secret);
    await page.getByLabel('Nightly import').check();
    await page.getByLabel('Preference centre').check();
    await page.getByLabel('We watched real traffic').check();
    await button(page, 'Confirm').click();
    await page.getByText('Could that still be the old token?').waitFor();
    // Whoever says that a new token was forced is not asked whether one was.
    const isAsked = () => page.getByLabel('A new token was fetched since').isVisible();
    expect(await isAsked()).toBe(true);
    await page.getByLabel('We forced a new token').check();
    expect(await isAsked()).toBe(false);
    expect(await page.getByLabel('Nightly import').isChecked()).toBe(true);
    expect(cardText(story, PACK)).not.toContain('confirmed by');

    await story.pass({ minutes: 25 });
    await page.goto('about:blank');
    await page.goto(url);
    await enter(page, code);
    await shows(page, 'Does it work?');
    expect(await page.getByLabel('A new token was fetched since').count()).toBe(0);
    await page.getByLabel('Nightly import').check();
    await page.getByLabel('Preference centre').check();
    await page.getByLabel('We used a test connection').check();
    await button(page, 'Confirm').click();
    await shows(page, 'Confirmed. Thank you!');
    expect(await focused(page)).toBe('Confirmed. Thank you!');

    await story.app.rounds.settle();
    expect(cardText(story, PACK)).toMatch(/Acme Mail.*\n.*confirmed .* a test connection/);
    expect(leaksOf(token)).toEqual([]);
    expect(await tracesOfSecret(story, secret)).toEqual([]);
  });

  test('needs no mouse', async () => {
    const { secret, page, code } = await opens();
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    expect(await focused(page)).toContain('for Acme Mail');
    await press('Tab');
    expect(await focused(page)).toBe('Code');
    await page.keyboard.type(code);
    await press('Enter');
    await shows(page, 'The new secret of');
    await press('Tab');
    expect(await focused(page)).toBe('Reveal the secret');
    await press('Enter');
    await page.locator('#secret').waitFor();
    await press('Tab');
    expect(await focused(page)).toBe(secret);
    await press('Tab', 'Tab', 'Tab', 'Tab');
    expect(await focused(page)).toBe('I have stored it');
    await press('Enter');
    await shows(page, 'Does it work?');
    // Two systems, and a fresh token, of which nothing more is asked.
    await press('Tab', 'Space', 'Tab', 'Space', 'Tab', 'Space', 'Tab');
    expect(await focused(page)).toBe('Confirm: it works');
    await press('Enter');
    await shows(page, 'Confirmed. Thank you!');
    expect(await hindrances(page)).toEqual([]);
  });

  test('reports a problem; a note that holds the secret goes nowhere', async () => {
    const { story, secret, page, code } = await opens({ viewport: { width: 390, height: 844 } });
    await enter(page, code);
    await button(page, 'Reveal').click();
    await button(page, 'I have stored it').click();
    await page.getByText('Something is wrong').click();
    await page.getByLabel('It is rejected').check();
    const note = page.getByLabel('Note for the admin');
    const typed = `It says invalid_client for ${secret}.`;
    await note.fill(typed);
    await button(page, 'Tell the admins').click();
    await page.getByText('That looks like a secret').waitFor();
    expect(await note.inputValue()).toBe(typed);
    expect(await focused(page)).toContain('Nothing was reported yet');
    expect(await page.locator('[data-words]').innerText()).not.toContain(secret.slice(5, 17));
    await note.fill('It says invalid_client.');
    await button(page, 'Tell the admins').click();
    await shows(page, 'A problem is open');
    expect(await page.locator('main').innerText()).toContain('The admins have been told.');
    await story.app.rounds.settle();
    expect(cardText(story, PACK)).toContain('It says invalid_client.');
    expect(await tracesOfSecret(story, secret)).toEqual([]);
  });

  test('with a wrong code opens nothing, and keeps what was typed', async () => {
    const { page, code } = await opens();
    await enter(page, code === '00000000' ? '11111111' : '0000-0000');
    await page.getByText('That is not the code of this link').waitFor();
    expect(await focused(page)).toContain('the link still works');
    expect(await page.getByLabel('Code', { exact: true }).inputValue()).toMatch(/^(0000-0000|11111111)$/);
    await enter(page, '123');
    await page.getByText('A code has 8 letters and digits').waitFor();
    await enter(page, code);
    await shows(page, 'The new secret of');
  });

  test('with a link that was replaced finds the same page as with one cut short', async () => {
    const { story, page, url, code } = await opens();
    const newer = await pressesCollect(story);
    expect(newer.url).not.toBe(url);
    await page.reload();
    await shows(page, 'This link opens nothing without its code');
    const dead = await page.locator('main').innerHTML();
    await enter(page, code);
    await page.getByText('Link and code don’t open anything').waitFor();
    await page.goto(`${story.url}/handoff#cut`);
    await shows(page, 'This link opens nothing without its code');
    expect(await page.locator('main').innerHTML()).toBe(dead);
    // Whoever expected a secret there says so; without the code the admins decide.
    await page.goto(url);
    await shows(page, 'This link opens nothing without its code');
    await page.getByText('I expected a secret here').click();
    await page.getByText('Somebody else opened it, or may have').click();
    await button(page, 'It was opened, and not by me').click();
    await shows(page, 'Thank you, that was noted');
    await page.goto(newer.url);
    await shows(page, 'for Acme Mail');
  });

  test('finds that it was collected by somebody else, and makes it void', async () => {
    const { story, page, url, code } = await opens();
    await enter(page, code);
    await button(page, 'Reveal').click();
    await page.locator('#secret').waitFor();
    const other = await page.context().newPage();
    await other.goto(url);
    await enter(other, code);
    await shows(other, 'Does it work?');
    await other.getByText('It was collected, and not by us').click();
    // One click too many does nothing: it is asked once.
    await button(other, 'Make the secret void').click();
    expect(await story.sql`select id from audit where kind = 'generation_voided'`).toEqual([]);
    await other.getByText('Somebody else opened it, or may have').click();
    await button(other, 'Make the secret void').click();
    await shows(other, 'The secret is void');
    await story.app.rounds.settle();
    expect(cardText(story, PACK)).toContain('Others may have seen the last new secret: it is void.');
  });

  test('in two tabs gets it once: the other waits, then is told', async () => {
    const { story, secret, page, url, code } = await opens();
    await enter(page, code);
    const other = await page.context().newPage();
    await other.goto(url);
    await enter(other, code);
    await shows(other, 'The new secret of');
    const until = story.clock.now().plus({ seconds: 30 }).toISO();
    await story.sql`update handoff set lease_id = gen_random_uuid(), lease_until = ${until} where sealed is not null`;
    await button(other, 'Reveal').click();
    await other.getByText('Somebody is collecting this right now').waitFor();
    await story.pass({ minutes: 1 });
    await button(page, 'Reveal').click();
    expect(await page.locator('#secret').innerText()).toBe(secret);
    await button(other, 'Reveal').click();
    await other.getByText('The secret was already collected').waitFor();
    expect(await other.content()).not.toContain(secret);
    await button(other, 'Show where it stands').click();
    await shows(other, 'Does it work?');
  });

  test('leaves nothing behind: not on the way out, not on the way back', async () => {
    const { secret, page, code, token } = await opens();
    const asked: string[] = [];
    page.on('dialog', (dialog) => {
      asked.push(dialog.type());
      void dialog.accept();
    });
    await enter(page, code);
    await button(page, 'Reveal').click();
    await page.locator('#secret').waitFor();
    expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...(history.state as object) }))).toBe(
      '{}',
    );
    // The tab remembers the random id of the key that the secret was sealed to, until it is put away.
    const kept = await page.evaluate(() => JSON.stringify({ ...sessionStorage }));
    expect(kept).toMatch(/^\{"claim-[^"]{22}":"[0-9a-f-]{36}"\}$/);
    expect([kept.includes(code), kept.includes(token)]).toEqual([false, false]);
    expect(await page.evaluate(() => document.cookie)).toBe('');
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })));
    expect(await page.content()).not.toContain(secret);
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    await page.getByLabel('Code', { exact: true }).waitFor();
    expect(await page.getByLabel('Code', { exact: true }).inputValue()).toBe('');
    await page.goto('about:blank');
    await page.goBack();
    await page.getByLabel('Code', { exact: true }).waitFor();
    expect(await page.getByLabel('Code', { exact: true }).inputValue()).toBe('');
    expect(await page.content()).not.toContain(secret);
    expect(asked).toEqual([]);
  });

  test('is asked before leaving a secret that was not put away', async () => {
    const { page, code } = await opens();
    const asked: string[] = [];
    page.on('dialog', (dialog) => {
      asked.push(dialog.type());
      void dialog.accept();
    });
    await enter(page, code);
    await button(page, 'Reveal').click();
    await page.locator('#secret').waitFor();
    await page.goto('about:blank');
    expect(asked).toEqual(['beforeunload']);
    await page.goBack();
    await page.getByLabel('Code', { exact: true }).waitFor();
    expect(await page.locator('#secret').count()).toBe(0);
  });
});
