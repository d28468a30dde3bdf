import type { ModalView } from '@slack/types';
import type { Message } from './blocks.ts';
import { section } from './blocks.ts';
import { modal } from './inputs.ts';

/** A message as a modal: the answer to a click in the App Home or in a modal, where no ephemeral message can go. */
export const noticeModal = ({ blocks }: Message, title = 'rekey'): ModalView =>
  modal('notice', {}, { title }, blocks.slice(0, 100));

/** What was recorded, and what comes next. Closing it closes the modals below, which are about what was before. */
export const nextStepModal = (words: string, title: string): ModalView => ({
  ...noticeOf(words, title),
  clear_on_close: true,
});

/** A notice of one paragraph. */
export const noticeOf = (words: string, title?: string): ModalView =>
  noticeModal({ text: words, blocks: [section(words)] }, title);
