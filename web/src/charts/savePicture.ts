import type { EChartsOption } from "echarts";
import { saveFile } from "@/export/saveFile.ts";
import { chartColours } from "./colours.ts";
import {
  aboutLines,
  HEAD_LEFT,
  LINE_HEIGHT,
  LINE_SIZE,
  type PictureHead,
  pictureName,
  svgDocument,
  TITLE_HEIGHT,
  TITLE_SIZE,
} from "./picture.ts";

export type PictureKind = "png" | "svg";

/** Sharp on paper as well. */
const PIXEL_RATIO = 2;

/** What the charts of a panel show now, zoom and all, one below the other, with words above. */
export async function savePicture(kind: PictureKind, head: PictureHead, elements: HTMLElement[]) {
  const { echarts } = await import("./echarts.ts");
  const charts = elements.flatMap((element) => echarts.getInstanceByDom(element) ?? []);
  if (kind === "png") {
    const canvases = charts.map((chart) => chart.renderToCanvas({ pixelRatio: PIXEL_RATIO }));
    saveFile(await pngOf(head, canvases), pictureName(head.title, "png"));
    return;
  }
  const { svgOf } = await import("./svg.ts");
  const parts = charts.map((chart) => {
    const [width, height] = [chart.getWidth(), chart.getHeight()];
    return { width, height, svg: svgOf(chart.getOption() as EChartsOption, width, height) };
  });
  const { surface, text } = chartColours();
  const file = new Blob([svgDocument(head, parts, { ground: surface, text })], { type: "image/svg+xml" });
  saveFile(file, pictureName(head.title, "svg"));
}

function pngOf({ title, about }: PictureHead, charts: HTMLCanvasElement[]): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, ...charts.map((chart) => chart.width));
  const lines = aboutLines(about, canvas.width / PIXEL_RATIO);
  const head = (TITLE_HEIGHT + lines.length * LINE_HEIGHT) * PIXEL_RATIO;
  canvas.height = charts.reduce((height, chart) => height + chart.height, head);
  const pen = canvas.getContext("2d");
  if (!pen) return Promise.reject(new Error("This browser cannot draw."));
  const { surface, text } = chartColours();
  pen.fillStyle = surface;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = text;
  pen.textBaseline = "middle";
  const family = getComputedStyle(document.body).fontFamily;
  const write = (text: string, middle: number, font: string, size: number) => {
    pen.font = `${font} ${size * PIXEL_RATIO}px ${family}`;
    pen.fillText(text, HEAD_LEFT * PIXEL_RATIO, middle * PIXEL_RATIO);
  };
  write(title, TITLE_HEIGHT / 2, "600", TITLE_SIZE);
  for (const [index, line] of lines.entries()) {
    write(line, TITLE_HEIGHT + (index + 0.5) * LINE_HEIGHT, "400", LINE_SIZE);
  }
  let top = head;
  for (const chart of charts) {
    pen.drawImage(chart, 0, top);
    top += chart.height;
  }
  return new Promise((done, fail) => {
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("The picture is too large."))), "image/png");
  });
}
