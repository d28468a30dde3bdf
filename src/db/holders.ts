import { sql, type SQL } from 'drizzle-orm';

/**
 * Whether a link was given to an admin to pass on who is one no more: off the package, off the list of admins, or gone from
 * Slack. It opens no copy then, whoever has it. `of` names the row of `link` in the statement.
 */
export const holderHasLeft = (of: SQL): SQL<boolean> => sql<boolean>`(${of}.way = 'passed_on' and not exists (
  select from rotation hr join package_admin ha on ha.package_id = hr.package_id
    join appointed_admin ho on ho.workspace_id = ha.workspace_id and ho.team_id = ha.team_id and ho.user_id = ha.user_id
    left join known_person hk on hk.workspace_id = ha.workspace_id and hk.team_id = ha.team_id and hk.user_id = ha.user_id
  where hr.id = ${of}.rotation_id and ha.team_id = ${of}.minted_for->>'teamId'
    and ha.user_id = ${of}.minted_for->>'userId' and not coalesce(hk.is_gone, false)))`;
