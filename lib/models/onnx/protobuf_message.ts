/**
 * A protobuf message as the list of its fields, each kept as the bytes it was read from: fields that are not
 * touched are written back byte for byte, whether this code knows them or not, and large payloads are views,
 * not copies.
 *
 * @module
 */
import { BinaryReader, BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

/** One field of a message: its number, wire type and encoded value (with the length prefix, where it has one). */
export interface Field {
  readonly number: number;
  readonly wireType: WireType;
  readonly raw: Uint8Array;
}

/** Splits a message into fields, in their order. @throws {Error} If the bytes are not a protobuf message. */
export function readFields(message: Uint8Array): Field[] {
  const reader = new BinaryReader(message);
  const fields: Field[] = [];
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag();
    fields.push({ number, wireType, raw: reader.skip(wireType, number) });
  }
  return fields;
}

/** Joins fields into a message. */
export function writeFields(fields: Iterable<Field>): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter();
  for (const field of fields) writer.tag(field.number, field.wireType).raw(field.raw);
  return writer.finish();
}

/** The payload of a length-delimited field: a view, not a copy. */
export function bytesOf(field: Field): Uint8Array {
  return new BinaryReader(field.raw).bytes();
}

/** The text of a string field. */
export function textOf(field: Field): string {
  return new BinaryReader(field.raw).string();
}

/** An integer field's value. @throws {RangeError} If it does not fit a JavaScript integer. */
export function integerOf(field: Field): number {
  return toSafeInteger(new BinaryReader(field.raw).int64());
}

/** The values of a repeated integer field, written packed or one by one. */
export function integersOf(fields: readonly Field[]): number[] {
  return fields.flatMap((field) => {
    if (field.wireType !== WireType.LengthDelimited) return [integerOf(field)];
    const reader = new BinaryReader(bytesOf(field));
    const values: number[] = [];
    while (reader.pos < reader.len) values.push(toSafeInteger(reader.int64()));
    return values;
  });
}

/** A length-delimited field: bytes, or an embedded message. */
export function bytesField(number: number, bytes: Uint8Array): Field {
  return { number, wireType: WireType.LengthDelimited, raw: new BinaryWriter().bytes(bytes).finish() };
}

/** A string field. */
export function textField(number: number, text: string): Field {
  return { number, wireType: WireType.LengthDelimited, raw: new BinaryWriter().string(text).finish() };
}

/** An integer or enum field. */
export function integerField(number: number, value: number): Field {
  return { number, wireType: WireType.Varint, raw: new BinaryWriter().int64(value).finish() };
}

function toSafeInteger(value: bigint | string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) {
    throw new RangeError(`Cannot read a protobuf integer: "${value}" is too large`);
  }
  return number;
}
