import type { Request, RequestHandler, Response } from 'express';
import type { BoardRefusal } from '../../usecases/board-refusals.ts';
import { sendDocument, sendEdge } from '../answers.ts';
import type { WebUsecases } from '../usecases.ts';
import { boardPage } from './board-page.ts';
import { readBoardQuery } from './board-query.ts';
import type { BoardCookies } from './cookies.ts';
import { doorPage, turnedAwayPage } from './door.ts';
import { BOARD_PATH } from './paths.ts';
import { boardWords } from './words.ts';

/** Everything Slack sends back fits into this; what is longer is not from Slack. */
const QUERY_LIMIT = 2_000;

interface Doors {
  readonly usecases: WebUsecases;
  readonly cookies: BoardCookies;
  /** The slash command: where there is nothing yet, the board says what to type. */
  readonly command: string;
}

/** `GET /board`: the board for whoever is signed in, the door for everybody else. */
export const showBoard =
  ({ usecases, cookies, command }: Doors): RequestHandler =>
  async (req, res) => {
    const asked = readBoardQuery(queryOf(req));
    const visited = await usecases.visitBoard({ token: cookies.session(req), asked });
    if (visited.ok) return sendDocument(res, 200, boardPage(visited.board, asked, command));
    turnAway(res, cookies, visited.refusal);
  };

/** `GET /board/sign-in`: off to Slack. Nothing is written down but in the browser. */
export const goToSlack =
  ({ usecases, cookies }: Doors): RequestHandler =>
  async (_req, res) => {
    const begun = await usecases.beginSignIn();
    if (!begun.ok) return turnAway(res, cookies, begun.refusal);
    cookies.keepAttempt(res, begun.attempt);
    redirect(res, begun.url);
  };

/** `GET /board/signed-in`: back from Slack. The one GET that writes: the visitor's own session. */
export const comeBack =
  ({ usecases, cookies }: Doors): RequestHandler =>
  async (req, res) => {
    const query = queryOf(req);
    if (query.length > QUERY_LIMIT) return sendEdge(req, res, 'not_found');
    const attempt = cookies.attempt(req);
    const done = await usecases.signIn({ query, attempt, before: cookies.session(req) });
    cookies.dropAttempt(res);
    if (!done.ok) return turnAway(res, cookies, done.refusal);
    cookies.keepSession(res, done.token);
    redirect(res, BOARD_PATH);
  };

/** `POST /board/sign-out`. */
export const leave =
  ({ usecases, cookies }: Doors): RequestHandler =>
  async (req, res) => {
    const token = cookies.session(req);
    if (token !== null) await usecases.signOut({ token });
    cookies.dropSession(res);
    redirect(res, BOARD_PATH);
  };

function turnAway(res: Response, cookies: BoardCookies, refusal: BoardRefusal): void {
  if (refusal.code === 'not_signed_in') {
    if (refusal.hadOne) cookies.dropSession(res);
    return sendDocument(res, 200, doorPage({ hadSession: refusal.hadOne }));
  }
  if (refusal.code === 'may_not_view') cookies.dropSession(res);
  const words = boardWords(refusal);
  if (words.retryAfterSeconds !== undefined) res.setHeader('Retry-After', String(words.retryAfterSeconds));
  const mayTryAgain = refusal.code.startsWith('sign_in_') || refusal.code === 'signed_in_elsewhere';
  const isSetUp = refusal.code !== 'sign_in_not_set_up';
  sendDocument(res, words.status, turnedAwayPage(words, { mayTryAgain: mayTryAgain && isSetUp }));
}

/** By hand: Express would add a body of its own. */
function redirect(res: Response, to: string): void {
  res.statusCode = 303;
  res.setHeader('Location', to);
  res.setHeader('Content-Length', '0');
  res.end();
}

const queryOf = ({ originalUrl }: Request): string => originalUrl.split('?').slice(1).join('?');
