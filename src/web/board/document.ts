import { html, type Html } from '../html.ts';

/** A page of the board: wider than those behind links, and with a cookie. */
export const boardDocument = ({
  title,
  visitor,
  main,
}: {
  title: string;
  /** Who is signed in; null before that. */
  visitor: { readonly name: string; readonly workspaceName: string } | null;
  main: Html;
}): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · rekey</title>
        <link rel="stylesheet" href="/assets/page.css" />
        <link rel="stylesheet" href="/assets/board.css" />
      </head>
      <body class="board">
        <header class="top">
          <a class="brand" href="/board"><span class="mark" aria-hidden="true"></span>rekey</a>
          ${
            visitor &&
            html`<form class="visitor" method="post" action="/board/sign-out">
              <span>${visitor.name}, ${visitor.workspaceName}</span>
              <button type="submit">Sign out</button>
            </form>`
          }
        </header>
        <main id="main">${main}</main>
        <footer class="foot">
          <p>The board never shows a secret. One cookie keeps you signed in; no tracking.</p>
        </footer>
      </body>
    </html> `.text;
