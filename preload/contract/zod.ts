import { z } from 'zod';

// The page runs under a CSP without eval; zod must not try to compile its schemas. Whoever makes a schema imports zod from
// here, so that this has been said before the first one is made.
z.config({ jitless: true });

export { z };
