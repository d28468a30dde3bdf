import { addPackageModal } from '../views/add-package-modal.ts';
import type { Command } from './command.ts';

/** `/rekey add`: the modal of a package. */
export const add: Command = ({ person, show }) => show(addPackageModal(person.userId));
