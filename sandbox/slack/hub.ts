import type { Delivery } from './deliver.ts';
import type { Faults } from './faults.ts';
import type { Grants } from './openid/grants.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { Store } from './store.ts';
import type { Traffic } from './traffic.ts';
import type { Triggers } from './triggers.ts';
import type { SandboxOption } from './types.ts';

/** What the parts of one sandbox share. */
export interface Hub {
  store: Store;
  triggers: Triggers;
  responseUrls: ResponseUrls;
  traffic: Traffic;
  faults: Faults;
  /** Sign in with Slack. */
  grants: Grants;
  delivery: Delivery;
  settings: {
    botToken: string;
    scopes: string[];
    /** "/rekey" */
    command: string;
    /** Whether the bot may open a DM with a Slack Connect external (not known for certain of Slack: no by default). */
    externalDms: boolean;
  };
  /** The options last suggested to somebody in an external select. */
  suggested: Map<string, SandboxOption[]>;
  /** `http://127.0.0.1:port`, known once the server listens. */
  url: string;
  /** The app's base URL: browsers are sent back to no other. */
  appUrl: string;
}

export const responseUrl = (hub: Hub, handle: string): string => `${hub.url}/response/${handle}`;
