import { registerHooks } from 'node:module';

// drizzle-orm 0.45's package.json is 160 KB and Node >= 22 parses it again for each of its modules (+600 ms, +250 MB):
// its own relative imports are resolved here without reading it.
registerHooks({
  resolve(specifier, context, next) {
    if (specifier.startsWith('.') && context.parentURL?.includes('/node_modules/drizzle-orm/')) {
      return { url: new URL(specifier, context.parentURL).href, format: 'module', shortCircuit: true };
    }
    return next(specifier, context);
  },
});
