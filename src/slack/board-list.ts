import { BY_URGENCY, type BoardLook } from '../domain/board.ts';
import { refuse, type Ask } from './edge.ts';
import { firstSteps } from './views/first-steps.ts';
import { list } from './views/list.ts';

/** Lines of one page: two sections of ten. */
const PER_PAGE = 20;

/** One page of the packages that are looked for, to the asker alone; before there is any, how to begin. */
export async function answerList(ask: Ask, look: BoardLook, answer: Ask['tell']): Promise<void> {
  const { edge, person } = ask;
  const { filter, page } = look;
  const asked = { person, filter, sort: BY_URGENCY, page, perPage: PER_PAGE };
  const read = await edge.usecases.readBoard(asked);
  if (!read.ok) return refuse(ask, read.refusal);
  if (Object.values(read.board.counts).every((many) => many === 0)) {
    const first = await edge.usecases.readFirstSteps({ person });
    if (first.isEmpty) return answer(firstSteps(first, edge.command));
  }
  const named = await edge.usecases.readFilter({ person, filter });
  if (!named.ok) return refuse(ask, named.refusal);
  await answer(list({ board: read.board, filter, names: named.names, command: edge.command }));
}
