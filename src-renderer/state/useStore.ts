import { useSyncExternalStore } from 'react'
import type { Store } from './createStore.ts'

/** The store's value, or a part of it. `select` must give the same reference for the same value: no fresh objects. */
export function useStore<Value>(store: Store<Value>): Value
export function useStore<Value, Part>(store: Store<Value>, select: (value: Value) => Part): Part
export function useStore<Value, Part>(store: Store<Value>, select?: (value: Value) => Part): Value | Part {
  return useSyncExternalStore(store.subscribe, () => (select === undefined ? store.get() : select(store.get())))
}
