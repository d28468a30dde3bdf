import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readConfig, VARIABLES } from '../../src/config.ts';
import { always, anyText, piece } from '../support/any-input.ts';

describe('the environment', () => {
  const right = {
    SLACK_BOT_TOKEN: 'xoxb-1-2-abc',
    SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
    PUBLIC_URL: 'https://rekey.example.com',
  };
  const url = fc.tuple(
    fc.constantFrom('http://', 'https://', 'HTTPS://', 'ftp://', ''),
    fc.oneof(anyText, piece),
    anyText,
  );
  const values = fc.oneof(
    anyText,
    fc.nat(100_000).map(String),
    fc.webUrl(),
    url.map((parts) => parts.join('')),
  );

  test('any values: a configuration or problems by name, never the value', () => {
    always(fc.dictionary(fc.constantFrom(...VARIABLES), values), (given) => {
      const reading = readConfig({ ...right, ...given });
      if (reading.ok) return;
      expect(reading.problems.length).toBeGreaterThan(0);
      for (const problem of reading.problems) expect(problem).toMatch(/^[A-Z_]+ /);
    });
  });

  test('what is taken is taken again as it was read', () => {
    always(values, (text) => {
      const numbers = ['PORT', 'TRUSTED_PROXIES', 'LINK_HOURS'] as const;
      for (const name of [...numbers, 'PUBLIC_URL', 'COMMAND', 'LOG_LEVEL'] as const) {
        const reading = readConfig({ ...right, [name]: text });
        if (!reading.ok) continue;
        const { port, trustedProxies, linkHours, publicUrl, command, logLevel } = reading.config;
        const read = {
          PORT: port,
          TRUSTED_PROXIES: trustedProxies,
          LINK_HOURS: linkHours,
          PUBLIC_URL: publicUrl,
        };
        const written = { ...read, COMMAND: command, LOG_LEVEL: logLevel };
        expect(readConfig({ ...right, [name]: String(written[name]) })).toEqual(reading);
      }
    });
  });
});
