import { refuse } from '../edge.ts';
import { passOnLink } from '../views/ephemerals.ts';
import type { Handler } from './handler.ts';

/** An admin gets link and code for a vendor without Slack; the record says so. */
export const passOn: Handler<'pass_on'> = async (ask, { rotationId, vendorId }) => {
  const { edge, person, tell } = ask;
  const card = await edge.usecases.readCard({ rotationId });
  const passed = await edge.usecases.passOnLink({ person, rotationId, vendorId });
  if (!passed.ok) return refuse(ask, passed.refusal);
  await tell(
    passOnLink(passed.link, {
      ...passed,
      workspaceName: card?.workspaceName,
      packageName: card?.package.name,
    }),
  );
};
