import express, { type Request, type Response, type Router } from 'express';
import { sendEdge } from './answers.ts';
import { errorBoundary, type FaultPorts } from './errors.ts';
import { brake, jsonOnly, ownFormOnly, rawBody, sameOriginOnly, SMALL_BODY } from './gates.ts';
import { headerFloor, withForms } from './headers.ts';
import { type Route, routesOf } from './routes.ts';
import type { WebUsecases } from './usecases.ts';

export interface WebOptions extends FaultPorts {
  readonly usecases: WebUsecases;
  /** The origin browsers use: it decides how the board's cookies are guarded. */
  readonly publicUrl: string;
  /** The slash command, with its slash: the board names it. */
  readonly command: string;
  /** False while draining and when the database does not answer. */
  readonly health: () => Promise<boolean>;
  readonly limits: {
    /** POSTs per address and minute, over all pages; and as many requests for calendars. */
    readonly actsPerMinute: number;
  };
}

/**
 * The pages, with their own 404 and error boundary: mount it last, at the root, behind nothing that reads bodies. Addresses of
 * callers are believed as the app's `trust proxy` says.
 */
export function createWebRouter(options: WebOptions): Router {
  const { usecases, health, limits, publicUrl, command } = options;
  const router = express.Router({ caseSensitive: true, strict: true });
  const gates = [brake(limits.actsPerMinute), sameOriginOnly, jsonOnly];
  // Counted apart: a service that asks for many calendars takes no act from anybody.
  const readsBrake = brake(limits.actsPerMinute);
  const visitsBrake = brake(limits.actsPerMinute);
  router.use(headerFloor);
  for (const route of routesOf({ usecases, health, ports: options, publicUrl, command })) {
    // HEAD first and by name: a router that runs GET's handler for it by itself is not a decision of ours.
    if (route.look) router.head(route.path, route.look).get(route.path, route.look);
    if (route.read) router.head(route.path, readsBrake, route.read).get(route.path, readsBrake, route.read);
    if (route.visit) {
      const visit = [visitsBrake, withForms, route.visit];
      router.head(route.path, visit).get(route.path, visit);
    }
    if (route.enter) {
      router.head(route.path, (req, res) => refuseMethod(route, req, res));
      router.get(route.path, visitsBrake, route.enter);
    }
    if (route.form)
      router.post(route.path, brake(limits.actsPerMinute), ownFormOnly, rawBody(SMALL_BODY), route.form);
    if (route.act) router.post(route.path, gates, rawBody(route.body ?? SMALL_BODY), route.act);
    router.all(route.path, (req, res) => refuseMethod(route, req, res));
  }
  router.use((req, res) => sendEdge(req, res, 'not_found'));
  router.use(errorBoundary(options));
  return router;
}

function refuseMethod(route: Route, req: Request, res: Response): void {
  res.setHeader('Allow', methodsOf(route).join(', '));
  sendEdge(req, res, 'wrong_method');
}

const methodsOf = ({ look, read, visit, enter, form, act }: Route): string[] => [
  ...(look || read || visit ? ['GET', 'HEAD'] : []),
  ...(enter ? ['GET'] : []),
  ...(act || form ? ['POST'] : []),
];
