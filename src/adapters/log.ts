/** The fields a log line may carry. Nothing else gets in: a secret, token or code has no name here. */
export interface LogFields {
  reference?: string;
  workspaceId?: string;
  packageId?: string;
  rotationId?: string;
  handoffId?: string;
  outboxId?: string;
  kind?: string;
  action?: string;
  /** A stable, lower-case code that tells cases apart (`link_expired`, `link_unknown`). */
  code?: string;
  /** The name of an error's class or its SQLSTATE: never its message, which may quote parameters. */
  fault?: string;
  /** Stack frames without the message line. */
  stack?: string;
  status?: number;
  method?: string;
  route?: string;
  attempt?: number;
  count?: number;
  ms?: number;
  port?: number;
  url?: string;
}

export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  /** `cause` is named (class, SQLSTATE) and its frames kept; its message, which may quote a secret, never is. */
  warn(message: string, fields?: LogFields, cause?: unknown): void;
  error(message: string, fields?: LogFields, cause?: unknown): void;
}
