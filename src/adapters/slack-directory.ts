import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Person } from '../domain/people.ts';
import { isZone } from '../domain/working-time.ts';
import type { Clock } from './clock.ts';
import { DirectoryUnavailable, type Directory } from './directory.ts';

const SECONDS_REMEMBERED = 30;

const userSchema = z.object({
  id: z.string(),
  team_id: z.string().optional(),
  name: z.string().optional(),
  real_name: z.string().optional(),
  deleted: z.boolean().optional(),
  is_bot: z.boolean().optional(),
  is_admin: z.boolean().optional(),
  is_owner: z.boolean().optional(),
  is_primary_owner: z.boolean().optional(),
  is_restricted: z.boolean().optional(),
  is_ultra_restricted: z.boolean().optional(),
  is_stranger: z.boolean().optional(),
  tz: z.string().optional(),
  profile: z.object({ real_name: z.string().optional(), display_name: z.string().optional() }).optional(),
  enterprise_user: z.object({ enterprise_id: z.string().optional() }).optional(),
});

type SlackUser = z.infer<typeof userSchema>;

/** The workspace this app is installed in. */
export interface Home {
  readonly teamId: string;
  readonly enterpriseId: string | null;
}

/** People as Slack's users.info tells them (scope users:read), remembered for half a minute. */
export function slackDirectory({
  client,
  home,
  clock,
}: {
  client: WebClient;
  home: Home;
  clock: Clock;
}): Directory {
  const remembered = new Map<string, { person: Person | null; until: number }>();
  return {
    async find(userId) {
      const now = clock.now().toMillis();
      const known = remembered.get(userId);
      if (known && now < known.until) return known.person;
      const person = await ask(client, home, userId);
      remembered.set(userId, { person, until: now + SECONDS_REMEMBERED * 1000 });
      return person;
    },
  };
}

async function ask(client: WebClient, home: Home, userId: string): Promise<Person | null> {
  try {
    const answer = await client.users.info({ user: userId });
    return toPerson(userSchema.parse(answer.user), home);
  } catch (error) {
    const refusal = error instanceof WebAPIPlatformError ? error.data.error : null;
    if (refusal !== null && UNKNOWN.includes(refusal)) return null;
    const isAboutPerson = error instanceof z.ZodError || refusal === 'internal_error';
    throw new DirectoryUnavailable({ isAboutPerson });
  }
}

const UNKNOWN = ['user_not_found', 'user_not_visible', 'users_not_found'];

/** slack.md §4: external means another team and another enterprise; guests carry our team id. */
function toPerson(user: SlackUser, home: Home): Person {
  const teamId = user.team_id ?? home.teamId;
  const enterpriseId =
    user.enterprise_user?.enterprise_id ?? (teamId === home.teamId ? home.enterpriseId : null);
  const isOurs = teamId === home.teamId || (enterpriseId !== null && enterpriseId === home.enterpriseId);
  const name =
    user.profile?.real_name ?? user.real_name ?? user.profile?.display_name ?? user.name ?? user.id;
  const standing = standingOf(user, isOurs);
  const isAdmin = user.is_admin === true || user.is_owner === true || user.is_primary_owner === true;
  return {
    enterpriseId,
    teamId,
    userId: user.id,
    name,
    standing,
    zone: user.tz !== undefined && isZone(user.tz) ? user.tz : null,
    isWorkspaceAdmin: standing === 'member' && isAdmin,
  };
}

function standingOf(user: SlackUser, isOurs: boolean): Person['standing'] {
  if (user.deleted === true) return 'deactivated';
  if (user.is_bot === true) return 'bot';
  if (!isOurs || user.is_stranger === true) return 'external';
  return user.is_restricted === true || user.is_ultra_restricted === true ? 'guest' : 'member';
}
