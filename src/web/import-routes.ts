import type { ImportPlan } from '../domain/import-plan.ts';
import { act } from './act.ts';
import { sendDocument, sendTerminal } from './answers.ts';
import { heldBody, peekBody, TABLE_LIMIT, tableBody } from './body.ts';
import type { FaultPorts } from './errors.ts';
import { Room, type BodyRule } from './gates.ts';
import { IMPORT_DOOR, IMPORT_TERMINAL_PAGE, importLanding } from './pages/doors.ts';
import { closedPage, donePage, exportPage } from './pages/import-done.ts';
import { previewPage } from './pages/import-preview.ts';
import { tablePage } from './pages/import-table.ts';
import type { Route } from './routes.ts';
import type { WebUsecases } from './usecases.ts';

const countsOf = ({ added, changed, unchanged, refused }: ImportPlan) => ({
  ...{ added: added.length, changed: changed.length, unchanged, refused },
});

/** Before the code is looked at a body is read: of all tables together no more than this is held at once. */
const HELD_AT_ONCE = 8 * TABLE_LIMIT;

/** The addresses of the page that brings an inventory in. */
export function importRoutes({
  usecases,
  ports,
  command,
}: {
  usecases: WebUsecases;
  ports: FaultPorts;
  command: string;
}): readonly Route[] {
  const body: BodyRule = { most: TABLE_LIMIT, tooLarge: 'table_too_large', room: new Room(HELD_AT_ONCE) };
  return [
    { path: '/import', look: (_req, res) => sendDocument(res, 200, IMPORT_DOOR) },
    {
      path: '/import/peek',
      act: act(ports, {
        body: peekBody,
        run: usecases.peekImport,
        page: importLanding,
        ofNoLink: sendTerminal(IMPORT_TERMINAL_PAGE),
      }),
    },
    { path: '/import/open', act: act(ports, { body: heldBody, run: usecases.openImport, page: tablePage }) },
    {
      ...{ path: '/import/preview', body },
      act: act(ports, {
        ...{ body: tableBody, run: usecases.previewImport, page: previewPage },
        json: ({ preview: { kind, ...rest } }) =>
          'plan' in rest ? { kind, ...countsOf(rest.plan), seen: rest.digest } : { kind },
      }),
    },
    {
      ...{ path: '/import/apply', body },
      act: act(ports, {
        body: tableBody,
        run: usecases.applyImport,
        page: ({ done }) => donePage(done, command),
      }),
    },
    {
      path: '/import/export',
      act: act(ports, { body: heldBody, run: usecases.exportPackages, page: exportPage }),
    },
    {
      path: '/import/close',
      act: act(ports, { body: heldBody, run: usecases.closeImport, page: () => closedPage }),
    },
  ];
}
