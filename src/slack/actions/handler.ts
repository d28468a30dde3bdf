import type { RefOf, Verb } from '../action-ids.ts';
import type { Ask } from '../edge.ts';

/** Does what a click asks for, and answers the clicker alone. */
export type Handler<V extends Verb> = (ask: Ask, ref: RefOf<V>) => Promise<void>;
