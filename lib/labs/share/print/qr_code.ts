import qrcode from "qrcode-generator";

/** Longer addresses make codes that a phone cannot read from paper. */
export const LONGEST_QR = 600;

/** A QR code as a path in squares of 1, and how many of them are on a side. */
export interface QrCode {
  readonly size: number;
  readonly d: string;
}

/** Draws the QR code of an address, correction level M. @throws {RangeError} If it is longer than {@linkcode LONGEST_QR}. */
export function qrCode(address: string): QrCode {
  if (address.length > LONGEST_QR) {
    throw new RangeError(`An address of ${address.length} characters is too long for a QR code`);
  }
  const code = qrcode(0, "M");
  code.addData(address);
  code.make();
  const size = code.getModuleCount();
  let d = "";
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) if (code.isDark(y, x)) d += `M${x} ${y}h1v1h-1z`;
  }
  return { size, d };
}
