// What is said at the door, before any use case is asked.

export const STRANGER_WORDS =
  'rekey could not make out who you are in this workspace, so nothing was done. If you are a vendor, use the link you were sent, or ask the admin who asked you.';
export const DIRECTORY_WORDS =
  'Slack did not tell rekey who you are just now, so nothing was done. Please try again in a minute.';
export const DAMAGED_TEXT_WORDS =
  'What was typed holds a character that is none, so it could not be kept as it is. Nothing was changed. Type it again rather than paste it.';
export const OTHER_WORKSPACE_WORDS =
  'rekey serves another Slack workspace than this one, so nothing was done. Ask whoever installed it.';
export const OLD_BUTTON_WORDS =
  'This button comes from an older message and does nothing any more. Nothing was changed. The card in the channel, or the App Home, has the buttons that hold now.';
