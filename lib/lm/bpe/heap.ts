/** A row of values of which the first by some order is taken. */
export interface Heap<T> {
  /** The first value, which stays; undefined where there is none. */
  first(): T | undefined;
  push(value: T): void;
  /** Takes the first value, or gives undefined where there is none. */
  pop(): T | undefined;
}

/**
 * Creates an empty binary heap: pushing and taking compare about log2(size) times.
 *
 * @param isBefore Whether the first value comes before the second.
 */
export function createHeap<T>(isBefore: (a: T, b: T) => boolean): Heap<T> {
  const values: T[] = [];

  function rise(value: T): void {
    let at = values.push(value) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(value, values[parent]!)) break;
      values[at] = values[parent]!;
      at = parent;
    }
    values[at] = value;
  }

  function sink(value: T): void {
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= values.length) break;
      if (child + 1 < values.length && isBefore(values[child + 1]!, values[child]!)) child++;
      if (!isBefore(values[child]!, value)) break;
      values[at] = values[child]!;
      at = child;
    }
    values[at] = value;
  }

  return {
    first: () => values[0],
    push: rise,
    pop() {
      const first = values[0];
      const last = values.pop();
      if (values.length > 0) sink(last!);
      return first;
    },
  };
}
