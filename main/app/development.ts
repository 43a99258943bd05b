import type { Language } from '../../preload/contract/values.ts';

/**
 * What people who build the app can do from the main process, beside the debug menu; the tests hand a running app on from shop to shop by it.
 * Never in a packaged app.
 */
export interface Development {
  /** Closes the shop, as at the end of the app but without its backup; the window stays, and every call is refused. */
  leave(): Promise<void>;
  /** Opens what lies in the data folder now, on a system that speaks this language. */
  enter(systemLanguage: Language): Promise<void>;
}

/** Lays the handle where a debugger finds it: `development` of the main process. */
export function layHandle(development: Development): void {
  Object.assign(globalThis, { development });
}
