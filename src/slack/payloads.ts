import { z } from 'zod';

/** What is read of Slack's payloads; everything else is let pass unread. */

const person = z.object({ id: z.string(), team_id: z.string().nullish() });

const option = z.object({ value: z.string() });

/** One input's state, as Slack sends it. */
const stateValue = z.object({
  type: z.string(),
  value: z.string().nullish(),
  selected_date: z.string().nullish(),
  selected_date_time: z.number().nullish(),
  selected_user: z.string().nullish(),
  selected_users: z.array(z.string()).nullish(),
  selected_conversation: z.string().nullish(),
  selected_option: option.nullish(),
  selected_options: z.array(option).nullish(),
});
const state = z.object({ values: z.record(z.string(), z.record(z.string(), stateValue)) });
export type StateValue = z.infer<typeof stateValue>;

const view = z.object({
  id: z.string(),
  type: z.enum(['modal', 'home']),
  callback_id: z.string().default(''),
  private_metadata: z.string().default(''),
  previous_view_id: z.string().nullish(),
  state: state.optional(),
  blocks: z.array(z.object({ type: z.string(), block_id: z.string().optional() })).default([]),
});
export type View = z.infer<typeof view>;

export const commandBody = z.object({
  user_id: z.string(),
  team_id: z.string(),
  channel_id: z.string().default(''),
  channel_name: z.string().default(''),
  text: z.string().default(''),
  trigger_id: z.string(),
});

export const actionBody = z.object({
  user: person,
  trigger_id: z.string().default(''),
  response_url: z.string().optional(),
  view: view.optional(),
  container: z.object({ channel_id: z.string().optional(), message_ts: z.string().optional() }).optional(),
  state: state.optional(),
  actions: z
    .array(
      z.object({
        action_id: z.string(),
        type: z.string(),
        value: z.string().nullish(),
        selected_option: option.nullish(),
      }),
    )
    .min(1),
});
export type ActionBody = z.infer<typeof actionBody>;

export const submissionBody = z.object({ user: person, trigger_id: z.string().default(''), view });

export const suggestionBody = z.object({
  user: person,
  action_id: z.string(),
  value: z.string().default(''),
});

export const homeEvent = z.object({ user: z.string(), tab: z.string().default('home') });

/** Everything that may have been typed: inputs' text, and values that are none of our own making. */
export function typedIn(values: z.infer<typeof state>['values'] = {}): string[] {
  return Object.values(values)
    .flatMap((block) => Object.values(block))
    .flatMap(({ value }) => (value ? [value] : []));
}

/** Slack escapes three characters in a command's text. */
export const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
