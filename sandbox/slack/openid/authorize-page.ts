import { html, type Html } from '../../marketing-cloud/html.ts';
import type { SandboxUser } from '../types.ts';

/** The page on which somebody at Slack lets the app know who they are. `fields` are posted back as they came. */
export const authorizePage = (
  people: readonly SandboxUser[],
  fields: Readonly<Record<string, string>>,
  workspaceName: string,
): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Sign in with Slack · sandbox</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/openid.css" />
      </head>
      <body>
        <main>
          <h1>Sign in to rekey with Slack</h1>
          <p>
            rekey will see your name, and which workspace you belong to. Nobody checks a password in the
            sandbox: choose who you are.
          </p>
          <form method="post" action="/openid/connect/authorize">
            ${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
            ${people.map((person) => choice(person))}
            <button class="plain" name="user" value="">Cancel</button>
          </form>
          <p class="soft">${workspaceName}, a workspace of the sandbox.</p>
        </main>
      </body>
    </html> `.text;

const choice = ({ id, real_name: name, role }: SandboxUser): Html =>
  html`<button name="user" value="${id}">
    Continue as ${name.split(' ')[0]}<small>${name}, ${role}</small>
  </button>`;
