import type { ReaderKey } from '../adapters/reader-seal.ts';
import type { ProblemKind, Proof } from '../domain/rotation.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Secret } from '../domain/secret.ts';
import type {
  CalendarFacts,
  Collected,
  DepositPageFacts,
  DepositReceipt,
  HandoffPageFacts,
} from '../usecases/facts.ts';
import type { ImportDone } from '../usecases/apply-import.ts';
import type { ExportFacts } from '../usecases/export-packages.ts';
import type { ImportFacts } from '../usecases/open-import.ts';
import type { ImportPreview } from '../usecases/preview-import.ts';
import type { TableInput } from '../usecases/read-import.ts';
import type { beginSignIn } from '../usecases/begin-sign-in.ts';
import type { Raised } from '../usecases/raise-alarm.ts';
import type { Result } from '../usecases/refusals.ts';
import type { signIn, SignInBack } from '../usecases/sign-in.ts';
import type { BoardVisit, visitBoard } from '../usecases/visit-board.ts';

/** The network a request comes from. */
export interface Origin {
  readonly from: string;
}

/** What every act of a page brings: the link's token and the code that travelled apart from it (promise H3). */
export interface Held extends Origin {
  readonly token: string;
  readonly code: string;
}

type UseCase<Input, Done> = (input: Input) => Promise<Result<Done>>;
type HandoffAct<Input = object> = UseCase<Held & Input, { readonly facts: HandoffPageFacts }>;

/** The use cases behind the pages, already bound to their dependencies. */
export interface WebUsecases {
  readonly peekDeposit: UseCase<{ readonly token: string }, { readonly workspaceName: string }>;
  readonly openDeposit: UseCase<Held, { readonly facts: DepositPageFacts }>;
  readonly depositSecret: UseCase<
    Held & { readonly secret: Secret; readonly generatedAt: Moment; readonly acceptsWarnings: boolean },
    { readonly receipt: DepositReceipt }
  >;
  readonly peekHandoff: UseCase<
    { readonly token: string },
    { readonly workspaceName: string; readonly vendorName: string }
  >;
  readonly openHandoff: HandoffAct;
  readonly collectSecret: UseCase<Held & { readonly reader: ReaderKey }, Collected>;
  readonly acknowledgeStored: HandoffAct;
  readonly confirmByLink: HandoffAct<{
    readonly systems: readonly string[];
    readonly proof: Proof;
    readonly isSureTokenIsFresh: boolean;
  }>;
  readonly raiseAlarm: (
    input: Origin & { readonly token: string; readonly code: string | null },
  ) => Promise<Raised>;
  readonly reportByLink: HandoffAct<{ readonly kind: ProblemKind; readonly note: string | null }>;
  readonly peekImport: UseCase<{ readonly token: string }, { readonly workspaceName: string }>;
  readonly openImport: UseCase<Held, { readonly facts: ImportFacts }>;
  readonly previewImport: UseCase<Held & TableInput, { readonly preview: ImportPreview }>;
  readonly applyImport: UseCase<Held & TableInput & { readonly seen: string }, { readonly done: ImportDone }>;
  readonly exportPackages: UseCase<Held, { readonly file: ExportFacts }>;
  readonly closeImport: UseCase<Held, object>;
  readonly beginSignIn: () => ReturnType<typeof beginSignIn>;
  readonly signIn: (input: SignInBack) => ReturnType<typeof signIn>;
  readonly signOut: (input: { readonly token: string }) => Promise<void>;
  readonly visitBoard: (input: BoardVisit) => ReturnType<typeof visitBoard>;
  readonly readCalendar: UseCase<{ readonly token: string }, { readonly calendar: CalendarFacts }>;
}
