// Every table carries its workspace. Names of steps, statuses and kinds are those of src/domain and are for ever.
export * from './schema-board.ts';
export * from './schema-calendar.ts';
export * from './schema-import.ts';
export * from './schema-inventory.ts';
export * from './schema-places.ts';
export * from './schema-reminders.ts';
export * from './schema-roles.ts';
export * from './schema-rotation.ts';
export * from './schema-trail.ts';
export * from './schema-webhook.ts';
