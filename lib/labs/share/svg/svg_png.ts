/** Pixels of a picture's side at most: browsers refuse larger canvases. */
const LONGEST = 8192;

/**
 * Draws an SVG file as a PNG, two pixels for one.
 *
 * @throws {Error} If the browser cannot draw it.
 */
export async function svgPng(svg: string): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const scale = Math.min(2, LONGEST / Math.max(image.naturalWidth, image.naturalHeight));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.naturalWidth * scale);
    canvas.height = Math.round(image.naturalHeight * scale);
    canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob(
        (blob) => blob ? resolve(blob) : reject(new Error("Cannot draw the picture")),
        "image/png",
      )
    );
  } finally {
    URL.revokeObjectURL(address);
  }
}
