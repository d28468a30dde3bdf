import { openWebhook } from '../actions/webhook.ts';
import type { Command } from './command.ts';

/** `/rekey webhook`: where rekey tells a ticket system what happens. */
export const webhook: Command = (ask) => openWebhook(ask, {});
