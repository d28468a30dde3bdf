export const BOARD_PATH = '/board';
export const SIGN_IN_PATH = '/board/sign-in';
/** Where Slack sends browsers back to: it stands in manifest.yml too, and Slack sends them nowhere else. */
export const SIGNED_IN_PATH = '/board/signed-in';
export const SIGN_OUT_PATH = '/board/sign-out';
