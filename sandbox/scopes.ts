import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** The bot scopes manifest.yml asks for: the sandbox's Slack grants these and no others. */
export function manifestScopes(): string[] {
  const manifest = parse(readFileSync(new URL('../manifest.yml', import.meta.url), 'utf8')) as {
    oauth_config: { scopes: { bot: string[] } };
  };
  return manifest.oauth_config.scopes.bot;
}
