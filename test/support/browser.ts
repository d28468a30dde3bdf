import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';

const PLACES = [
  process.env['CHROMIUM_PATH'] ?? '',
  ...['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/snap/bin/chromium'],
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];
const executablePath = PLACES.find((place) => place !== '' && existsSync(place));
const isRequired = process.env['REQUIRE_BROWSER'] === '1';

if (!executablePath && !isRequired) {
  process.stdout.write(
    'No Chromium is installed: the tests in a browser are skipped. CHROMIUM_PATH names another.\n',
  );
}

/** A group of tests that need a browser: skipped without one, unless REQUIRE_BROWSER=1, when they fail. */
export const describeInBrowser = executablePath || isRequired ? describe : describe.skip;

export const launchChromium = (): Promise<Browser> => {
  if (!executablePath) throw new Error('No Chromium is installed, and REQUIRE_BROWSER=1 asks for one.');
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', ...QUIET] });
};

/** A visitor's window. */
export interface Visit {
  readonly page: Page;
  /** What it sent where it must not: the text in an address, or any referrer. */
  leaksOf(text: string): string[];
}

export interface VisitOptions extends BrowserContextOptions {
  /** Other origins it may ask, beside that of its first page. */
  readonly alsoMayAsk?: readonly string[];
  /** Answers are lost on their way: the browser says so on its console. */
  readonly losesAnswers?: boolean;
}

/** A browser for the file; `visit` opens a window of a new visitor. After each test nothing may have gone wrong unseen in any. */
export function useBrowser() {
  let browser: Browser;
  let faults: string[] = [];
  beforeAll(async () => void (browser = await launchChromium()));
  afterAll(() => browser?.close());
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    expect(faults.splice(0)).toEqual([]);
  });
  const visit = async (
    url: string,
    { alsoMayAsk = [], losesAnswers = false, ...options }: VisitOptions = {},
  ): Promise<Visit> => {
    faults = [];
    const context = await browser.newContext({
      viewport: { width: 1280, height: 860 },
      reducedMotion: 'reduce',
      ...options,
    });
    const page = await context.newPage();
    context.setDefaultTimeout(15_000);
    const asked: { url: string; referrer: string }[] = [];
    const origins = [new URL(url).origin, ...alsoMayAsk];
    page.on('pageerror', (error) => void faults.push(`threw: ${error.message}`));
    page.on('console', (line) => {
      if (
        ['error', 'warning'].includes(line.type()) &&
        !IS_REFUSAL.test(line.text()) &&
        !(losesAnswers && IS_LOSS.test(line.text()))
      )
        faults.push(`console: ${line.text()}`);
    });
    page.on('request', (request) => {
      asked.push({ url: request.url().replace(/#.*/, ''), referrer: request.headers()['referer'] ?? '' });
      if (!origins.includes(new URL(request.url()).origin)) faults.push(`asked ${request.url()}`);
    });
    await page.goto(url);
    const leaksOf = (text: string) =>
      asked
        .filter(({ url: address, referrer }) => address.includes(text) || referrer !== '')
        .map((one) => JSON.stringify(one));
    return { page, leaksOf };
  };
  return { visit };
}

/** Chromium's own line for every answer that is not 2xx; refusals are such. */
const IS_REFUSAL = /^Failed to load resource: the server responded with a status of (?:4\d\d|503)/;

const IS_LOSS = /^Failed to load resource: net::ERR_/;

/** Where the focus is: the text or label of the element. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const at = document.activeElement;
    const named = at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement ? at.labels?.[0] : null;
    return (named ?? at)?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
  });

/** What keeps somebody from using a page: no heading, no label, no language, sideways scrolling, small targets. */
export const hindrances = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    const root = document.documentElement;
    const isShown = (element: Element) => element.getClientRects().length > 0;
    const nameOf = (element: Element) =>
      [
        ...Array.from((element as HTMLInputElement).labels ?? [], (label) => label.textContent),
        element.getAttribute('aria-label'),
        document.getElementById(element.getAttribute('aria-labelledby') ?? '')?.textContent,
        element.matches('button, summary, a') ? element.textContent : null,
      ].find((name) => name?.trim());
    if (root.lang !== 'en') found.push(`lang is ${root.lang}`);
    if (document.title.trim().length < 5) found.push('no title');
    const headings = [...document.querySelectorAll('h1')].filter(isShown);
    if (headings.length !== 1) found.push(`${headings.length} h1`);
    if (root.scrollWidth > root.clientWidth)
      found.push(`scrolls sideways: ${root.scrollWidth} of ${root.clientWidth}`);
    const ids = Array.from(document.querySelectorAll('[id]'), ({ id }) => id);
    found.push(...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `#${id} twice`));
    for (const control of document.querySelectorAll(
      'input:not([type=hidden]), button, textarea, select, summary, [tabindex="0"]',
    )) {
      if (!isShown(control)) continue;
      const text = control.outerHTML.slice(0, 80);
      if (!nameOf(control)) found.push(`nameless: ${text}`);
      const { height } = (control.closest('label') ?? control).getBoundingClientRect();
      if (height < 44) found.push(`${Math.round(height)} px high: ${text}`);
      for (const id of control.getAttribute('aria-describedby')?.split(' ') ?? []) {
        if (!document.getElementById(id)) found.push(`described by nothing: ${text}`);
      }
    }
    return found;
  });

/** The lowest contrast of any text that is shown, by WCAG's formula, and what it is. */
export const lowestContrast = (page: Page): Promise<{ ratio: number; text: string }> =>
  page.evaluate(() => {
    const channels = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number);
    const light = ([r = 0, g = 0, b = 0]: number[]) => {
      const [x = 0, y = 0, z = 0] = [r, g, b].map((c) =>
        c / 255 <= 0.03928 ? c / 3294.6 : ((c / 255 + 0.055) / 1.055) ** 2.4,
      );
      return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const groundOf = (element: Element | null): number[] => {
      if (!element) return [255, 255, 255];
      const ground = channels(getComputedStyle(element).backgroundColor);
      return ground.length < 4 || ground[3] === 1 ? ground : groundOf(element.parentElement);
    };
    let lowest = { ratio: 21, text: '' };
    for (const element of document.querySelectorAll('body *')) {
      const text = [...element.childNodes].find(
        (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim(),
      );
      if (!text || element.getClientRects().length === 0 || element.matches('.unseen')) continue;
      const [a = 0, b = 0] = [
        light(channels(getComputedStyle(element).color)),
        light(groundOf(element)),
      ].sort((x, y) => y - x);
      const ratio = (a + 0.05) / (b + 0.05);
      if (ratio < lowest.ratio) lowest = { ratio, text: text.textContent?.trim() ?? '' };
    }
    return lowest;
  });
