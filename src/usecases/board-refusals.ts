/** Why somebody is not let in to the board, or not shown what they ask for. Only pages can meet these. */
export type BoardRefusal =
  /** The app's id and secret are not configured. */
  | { readonly code: 'sign_in_not_set_up' }
  /** No session, or one that has ended; `hadOne`: their browser still remembered it. */
  | { readonly code: 'not_signed_in'; readonly hadOne: boolean }
  /** They said no at Slack. */
  | { readonly code: 'sign_in_cancelled' }
  /** What came back is not what was begun in this browser, or was made use of already. */
  | { readonly code: 'sign_in_not_genuine' }
  /** Signed in at Slack, but to another workspace. */
  | { readonly code: 'signed_in_elsewhere'; readonly workspaceName: string }
  /** Of this workspace, but not among those who may see the board. */
  | { readonly code: 'may_not_view' }
  /** Slack could not be asked who this is, or to sign them in. */
  | { readonly code: 'slack_is_silent' };

export type BoardResult<T = object> =
  ({ readonly ok: true } & T) | { readonly ok: false; readonly refusal: BoardRefusal };

export const notLetIn = (refusal: BoardRefusal): { ok: false; refusal: BoardRefusal } => ({
  ok: false,
  refusal,
});
