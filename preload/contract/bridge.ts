import type { Result } from './errors.ts';
import type { Topic } from './kinds.ts';

/** What main tells the page on its own. */
export type Notice =
  | { readonly about: 'changed'; readonly topics: readonly Topic[] }
  /** `total` is null when it is not known yet. */
  | { readonly about: 'progress'; readonly requestId: string; readonly done: number; readonly total: number | null };

/** All that the page sees of the world outside its sandbox: `window.regulars`. */
export interface RegularsBridge {
  /** One call of one procedure. `requestId` names the human intention; commands require it. */
  call(name: string, input: unknown, requestId: string | null): Promise<Result<unknown>>;
  /** Hear what changed and how far long work is. Returns the way to stop hearing. */
  subscribe(listener: (notice: Notice) => void): () => void;
}

declare global {
  interface Window {
    readonly regulars: RegularsBridge;
  }
}
