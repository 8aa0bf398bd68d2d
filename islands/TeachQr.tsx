import { useEffect, useState } from "preact/hooks";
import type { QrCode } from "@/lib/labs/share/print/qr_code.ts";

/** A QR code of the page's own address, drawn in the tab. */
export default function TeachQr() {
  const [path, setPath] = useState<QrCode | null>(null);
  useEffect(() => void draw(location.href).then(setPath), []);
  if (path === null) return null;
  return (
    <figure class="qr">
      <svg
        viewBox={`-2 -2 ${path.size + 4} ${path.size + 4}`}
        role="img"
        aria-label="QR code of this page's address"
      >
        <rect x="-2" y="-2" width={path.size + 4} height={path.size + 4} fill="#fff" />
        <path d={path.d} fill="#000" />
      </svg>
      <figcaption class="small quiet">This page again</figcaption>
    </figure>
  );
}

async function draw(address: string): Promise<QrCode | null> {
  const { LONGEST_QR, qrCode } = await import("@/lib/labs/share/print/qr_code.ts");
  return address.length > LONGEST_QR ? null : qrCode(address);
}
