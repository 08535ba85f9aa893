import { Problem } from "@/api/problem.ts";
import { texts } from "@/texts/index.ts";

const SIDE_MAX = 1600;
const BYTES_MAX = 2 << 20;
const QUALITIES = [0.86, 0.7, 0.5];

/** The size that fits into a square of `max`, with the same proportions; never larger than before. */
export function fitWithin(width: number, height: number, max: number): { width: number; height: number } {
  const scale = Math.min(1, max / Math.max(width, height, 1));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/**
 * A photo of a telephone as a picture for a page: at most 1600 pixels wide and high, and without what
 * the camera has written into it, such as the place. A PNG stays one while that is small enough, for the
 * sake of what shows through.
 */
export async function resizePicture(file: Blob): Promise<Blob> {
  const image = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => undefined);
  if (!image) throw new Problem("invalid", texts.pictures.wrong);
  const { width, height } = fitWithin(image.width, image.height, SIDE_MAX);
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (!context) throw new Problem("invalid", texts.pictures.wrong);
  context.imageSmoothingQuality = "high";
  if (file.type === "image/png") {
    context.drawImage(image, 0, 0, width, height);
    const png = await blobOf(canvas, "image/png");
    if (png && png.size <= BYTES_MAX) return png;
  }
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, width, height);
  context.drawImage(image, 0, 0, width, height);
  for (const quality of QUALITIES) {
    const jpeg = await blobOf(canvas, "image/jpeg", quality);
    if (jpeg && jpeg.size <= BYTES_MAX) return jpeg;
  }
  throw new Problem("too_large", texts.pictures.tooLarge);
}

function blobOf(canvas: HTMLCanvasElement, type: string, quality?: number): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, type, quality));
}
