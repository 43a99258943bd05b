import type { ShopFailure } from '../../preload/contract/shop.ts';
import type { Shop } from '../shop/open.ts';
import type { Caretaker } from './caretaker.ts';
import type { Dispatcher } from './dispatcher.ts';

/** A shop that is open: who answers its calls, and who looks after it meanwhile. */
export interface OpenState {
  readonly kind: 'open';
  readonly shop: Shop;
  readonly dispatcher: Dispatcher;
  readonly care: Caretaker;
  readonly demo: boolean;
}

/** What there is behind the window. */
export type State =
  | { readonly kind: 'empty' }
  | { readonly kind: 'failed'; readonly failure: ShopFailure }
  | { readonly kind: 'locked'; readonly password: boolean }
  | OpenState;
