import type { RequestHandler } from 'express';
import { act } from './act.ts';
import { send, sendDocument, sendDone, sendJson, sendTerminal } from './answers.ts';
import { type Asset, ASSETS } from './assets.ts';
import { boardCookies } from './board/cookies.ts';
import { comeBack, goToSlack, leave, showBoard } from './board/handlers.ts';
import { BOARD_PATH, SIGN_IN_PATH, SIGN_OUT_PATH, SIGNED_IN_PATH } from './board/paths.ts';
import { CALENDAR_PATH, calendarOf } from './calendar.ts';
import { alarmBody, collectBody, confirmBody, depositBody, heldBody, peekBody, reportBody } from './body.ts';
import type { FaultPorts } from './errors.ts';
import type { BodyRule } from './gates.ts';
import { importRoutes } from './import-routes.ts';
import { alarmPage, NOTED_PAGE } from './pages/alarm.ts';
import { depositPage, receiptPage } from './pages/deposit.ts';
import {
  ABOUT,
  DEPOSIT_DOOR,
  DEPOSIT_TERMINAL_PAGE,
  depositLanding,
  HANDOFF_DOOR,
  handoffLanding,
  TERMINAL_PAGE,
} from './pages/doors.ts';
import { handoffPage } from './pages/handoff.ts';
import { secretPage } from './pages/secret-page.ts';
import type { WebUsecases } from './usecases.ts';

/** What an address answers, method by method: anything not named is refused with 405 (promise H2). */
export interface Route {
  readonly path: string | RegExp;
  /** GET and HEAD: read nothing but constants, or the database's pulse. */
  readonly look?: RequestHandler;
  /** GET and HEAD of a calendar program: asks a use case that changes nothing. */
  readonly read?: RequestHandler;
  /** GET and HEAD of a person in a browser that may have a session: shows what they may see. */
  readonly visit?: RequestHandler;
  /** GET alone, of a browser that Slack sends back: makes the visitor's own session, and nothing else. */
  readonly enter?: RequestHandler;
  /** POST of a form on a page with a session: from that page only. */
  readonly form?: RequestHandler;
  /** POST: the only method whose use cases change anything. */
  readonly act?: RequestHandler;
  /** How large its body may be, where that is more than a form's. */
  readonly body?: BodyRule;
}

interface Doors {
  readonly usecases: WebUsecases;
  readonly health: () => Promise<boolean>;
  readonly ports: FaultPorts;
  readonly publicUrl: string;
  readonly command: string;
}

/** Every address of the pages. */
export function routesOf({ usecases, health, ports, publicUrl, command }: Doors): readonly Route[] {
  const board = { usecases, cookies: boardCookies(publicUrl), command };
  return [
    { path: '/', look: fixed(ABOUT) },
    { path: '/health', look: healthOf(health) },
    ...ASSETS.map((asset) => ({ path: asset.path, look: assetOf(asset) })),

    { path: '/deposit', look: fixed(DEPOSIT_DOOR) },
    {
      path: '/deposit/peek',
      act: act(ports, {
        body: peekBody,
        run: usecases.peekDeposit,
        page: depositLanding,
        ofNoLink: sendTerminal(DEPOSIT_TERMINAL_PAGE),
      }),
    },
    {
      path: '/deposit/open',
      act: act(ports, { body: heldBody, run: usecases.openDeposit, page: depositPage }),
    },
    {
      path: '/deposit/accept',
      act: act(ports, { body: depositBody, run: usecases.depositSecret, page: receiptPage }),
    },

    { path: '/handoff', look: fixed(HANDOFF_DOOR) },
    {
      path: '/handoff/peek',
      act: act(ports, {
        body: peekBody,
        run: usecases.peekHandoff,
        page: handoffLanding,
        ofNoLink: sendTerminal(TERMINAL_PAGE),
      }),
    },
    {
      path: '/handoff/open',
      act: act(ports, { body: heldBody, run: usecases.openHandoff, page: handoffPage }),
    },
    {
      path: '/handoff/collect',
      act: act(ports, {
        ...{ body: collectBody, run: usecases.collectSecret },
        // A program's key has opened its copy already: it is answered as a program, whatever it accepts.
        page: (done) => (done.secret ? null : secretPage(done)),
        json: ({ sealed, secret, facts }) => ({
          ...(secret ? { secret: secret.reveal() } : { sealed }),
          facts,
        }),
      }),
    },
    {
      path: '/handoff/stored',
      act: act(ports, { body: heldBody, run: usecases.acknowledgeStored, page: handoffPage }),
    },
    {
      path: '/handoff/confirm',
      act: act(ports, { body: confirmBody, run: usecases.confirmByLink, page: handoffPage }),
    },
    {
      path: '/handoff/report',
      act: act(ports, { body: reportBody, run: usecases.reportByLink, page: handoffPage }),
    },
    {
      path: '/handoff/alarm',
      act: act(ports, {
        ...{ body: alarmBody, run: usecases.raiseAlarm, page: alarmPage },
        ofNoLink: (req, res) =>
          sendDone(
            req,
            res,
            () => NOTED_PAGE,
            () => ({ outcome: 'noted' }),
          ),
      }),
    },

    ...importRoutes({ usecases, ports, command }),

    { path: CALENDAR_PATH, read: calendarOf(ports, usecases) },

    { path: BOARD_PATH, visit: showBoard(board) },
    { path: SIGN_IN_PATH, visit: goToSlack(board) },
    { path: SIGNED_IN_PATH, enter: comeBack(board) },
    { path: SIGN_OUT_PATH, form: leave(board) },
  ];
}

const fixed =
  (document: string): RequestHandler =>
  (_req, res) =>
    sendDocument(res, 200, document);

const assetOf =
  ({ type, bytes, etag }: Asset): RequestHandler =>
  (req, res) => {
    res.setHeader('ETag', etag);
    if (req.headers['if-none-match'] === etag) return void res.status(304).end();
    send(res, { status: 200, type, body: bytes });
  };

/** 503 while draining or without the database: the load balancer looks elsewhere. */
const healthOf =
  (health: () => Promise<boolean>): RequestHandler =>
  async (_req, res) => {
    const isHealthy = await health().catch(() => false);
    sendJson(res, isHealthy ? 200 : 503, { ok: isHealthy });
  };
