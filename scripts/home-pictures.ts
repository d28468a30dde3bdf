import { mkdirSync } from 'node:fs';
import { PEOPLE } from '../sandbox/slack/seed.ts';
import { eachSize, type Scene } from './each-size.ts';

// Makes docs/home anew: the App Home with 1, 60 and 5,000 packages, on a desk and in a hand.
// node --import ./src/boot.ts scripts/home-pictures.ts

const SCREENS = {
  desktop: { viewport: { width: 1100, height: 1300 }, deviceScaleFactor: 1 },
  phone: { viewport: { width: 390, height: 1300 }, deviceScaleFactor: 1 },
};
const CALM = { reducedMotion: 'reduce', timezoneId: 'Europe/Stockholm', colorScheme: 'light' } as const;
const FOLDER = 'docs/home';

async function shoot({ sandbox: { slack }, browser, count }: Scene): Promise<void> {
  await slack.as(PEOPLE.ada).openHome();
  for (const [name, screen] of Object.entries(SCREENS)) {
    const context = await browser.newContext({ ...CALM, ...screen });
    const page = await context.newPage();
    await page.goto(`${slack.url}?as=ada#/home`);
    const blocks = page.locator('.blocks').first();
    await blocks.waitFor();
    await slack.quiet();
    // No taller than what there is to see.
    const { y, height } = (await blocks.boundingBox()) ?? { y: 0, height: screen.viewport.height };
    const end = Math.max(440, Math.min(screen.viewport.height, Math.ceil(y + height) + 32));
    const clip = { x: 0, y: 0, width: screen.viewport.width, height: end };
    await page.screenshot({ path: `${FOLDER}/${count}-${name}.png`, clip });
    await context.close();
  }
}

mkdirSync(FOLDER, { recursive: true });
await eachSize(shoot);
