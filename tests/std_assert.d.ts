/**
 * Types of the assertions that the tests use: the package is plain JavaScript, and without them a wrong call passes
 * the type check.
 */

/** The error of an assertion that does not hold. */
export class AssertionError extends Error {}

/** Throws unless the expression is truthy, and narrows it. */
export function assert(expression: unknown, message?: string): asserts expression;
/** Throws unless the expression is falsy. */
export function assertFalse(expression: unknown, message?: string): void;
/** Throws unless both are equal in every part. */
export function assertEquals<T>(actual: T, expected: T, message?: string): void;
/** Throws if both are equal in every part. */
export function assertNotEquals<T>(actual: T, expected: T, message?: string): void;
/** Throws unless both are the same value (`Object.is`). */
export function assertStrictEquals<T>(actual: T, expected: T, message?: string): void;
/** Throws unless the numbers differ by at most the tolerance, 1e-7 of the expected one by default. */
export function assertAlmostEquals(
  actual: number,
  expected: number,
  tolerance?: number,
  message?: string,
): void;
/** Throws unless the text holds the part. */
export function assertStringIncludes(actual: string, expected: string, message?: string): void;
/** Throws unless the expression matches. */
export function assertMatch(actual: string, expected: RegExp, message?: string): void;
/** Throws if the expression matches. */
export function assertNotMatch(actual: string, expected: RegExp, message?: string): void;

// deno-lint-ignore no-explicit-any
type ErrorClass<E extends Error> = abstract new (...given: any[]) => E;

/** Throws unless the call throws; returns what it threw. */
export function assertThrows(call: () => unknown, message?: string): unknown;
/** Throws unless the call throws an error of this class whose message holds the text; returns the error. */
export function assertThrows<E extends Error>(
  call: () => unknown,
  errorClass: ErrorClass<E>,
  includes?: string,
  message?: string,
): E;
/** Throws unless the promise rejects; resolves to the reason. */
export function assertRejects(call: () => PromiseLike<unknown>, message?: string): Promise<unknown>;
/** Throws unless the promise rejects with an error of this class whose message holds the text; resolves to the error. */
export function assertRejects<E extends Error>(
  call: () => PromiseLike<unknown>,
  errorClass: ErrorClass<E>,
  includes?: string,
  message?: string,
): Promise<E>;
