import { EVERYTHING } from '../../domain/board.ts';
import { refuse } from '../edge.ts';
import { readLook } from '../board-look.ts';
import { filterModal } from '../views/filter-modal.ts';
import { answerList } from '../board-list.ts';
import type { Handler } from './handler.ts';

/** Of App Homes drawn before the board had filters: their pages were those of all packages. */
export const turnHome: Handler<'home_page'> = ({ drawHome }, { page }) =>
  drawHome({ filter: EVERYTHING, page: Number(page) });

/** Another page, another shelf, or the board as a whole. What can't be read any more is the whole. */
export const lookAtHome: Handler<'home_look'> = ({ drawHome }, { look }) =>
  drawHome(look ? readLook(look) : null);

export const openFilter: Handler<'filter_home'> = async (ask, { look }) => {
  const filter = (look ? readLook(look)?.filter : null) ?? EVERYTHING;
  const read = await ask.edge.usecases.readFilter({ person: ask.person, filter });
  await (read.ok ? ask.show(filterModal(filter, read.names)) : refuse(ask, read.refusal));
};

/** Turns a page of a list in its place. */
export const turnList: Handler<'list_look'> = (ask, { look }) =>
  answerList(ask, readLook(look) ?? { filter: EVERYTHING, page: 0 }, ask.turn);
