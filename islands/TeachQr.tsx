import { useEffect, useState } from "preact/hooks";

/** Longer addresses make codes that a phone cannot read from paper. */
const LONGEST = 600;

/** A QR code of the page's own address, drawn in the tab. */
export default function TeachQr() {
  const [path, setPath] = useState<{ readonly size: number; readonly d: string } | null>(null);
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

async function draw(address: string) {
  if (address.length > LONGEST) return null;
  const { default: qrcode } = await import("qrcode-generator");
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
