import type { HandoffPageFacts } from '../../usecases/facts.ts';
import { html, type Html } from '../html.ts';

/** Null unless the subdomain is a plain host label: secrets have been stolen through `mc123.attacker.com/`. */
export const tokenEndpoint = (subdomain: string | null): string | null =>
  subdomain !== null && /^[a-zA-Z0-9-]+$/.test(subdomain)
    ? `https://${subdomain}.auth.marketingcloudapis.com/v2/token`
    : null;

/**
 * Asks the token endpoint whether the secret authenticates, for bash and zsh. The secret is read without echo inside a subshell and
 * goes to curl over a pipe from the shell's own printf: it is in no history, no argument list and no variable afterwards. The
 * parentheses make it one command, so that a paste is not read as the secret. `scope: ""` asks for a token without permissions.
 */
export function tokenTestCommand({
  clientId,
  subdomain,
}: Pick<HandoffPageFacts, 'clientId' | 'subdomain'>): string {
  const id = clientId !== null && /^[A-Za-z0-9_-]+$/.test(clientId) ? clientId : 'YOUR_CLIENT_ID';
  const url = tokenEndpoint(subdomain) ?? 'https://YOUR_SUBDOMAIN.auth.marketingcloudapis.com/v2/token';
  const json = `{"grant_type":"client_credentials","client_id":"${id}","client_secret":"%s","scope":""}`;
  return `( printf 'Secret: '; read -rs s; echo
  printf '${json}' "$s" |
  curl -sS -o /dev/null -w '%{http_code}\\n' -H 'Content-Type: application/json' --data-binary @- \\
  '${url}' )`;
}

/** How to test it, folded away: whoever has a test button needs no terminal. */
export const tokenTest = (given: HandoffPageFacts): Html =>
  html`<details class="test">
    <summary>Test it from a terminal</summary>
    <p>
      For bash or zsh (macOS, Linux, WSL). Paste this, press Enter, then paste the secret at the question: it
      is not shown, and it reaches neither the shell history nor the process list.
    </p>
    <pre tabindex="0" aria-label="Command" id="test-command">${tokenTestCommand(given)}</pre>
    <div class="row"><button type="button" data-copy-from="test-command">Copy command</button></div>
    <p>
      <strong>200</strong>: the secret authenticates. <strong>401</strong>: it does not; look for a blank
      pasted along, or another client ID. <strong>429</strong> or <strong>5xx</strong>: says nothing, try
      again in a minute.
    </p>
    <p class="hint">
      It asks for a token without any permission and throws it away. To test one business unit, put
      <code>,"account_id":MID</code> after <code>"scope":""</code>.
    </p>
  </details>`;
