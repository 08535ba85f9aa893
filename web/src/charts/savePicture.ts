import type { EChartsOption } from "echarts";
import { saveFile } from "@/export/saveFile.ts";
import { chartColours } from "./colours.ts";
import { pictureName, svgDocument, TITLE_HEIGHT } from "./picture.ts";

export type PictureKind = "png" | "svg";

/** Sharp on paper as well. */
const PIXEL_RATIO = 2;

/** What the charts of a panel show now, zoom and all, one below the other, under the panel's title. */
export async function savePicture(kind: PictureKind, title: string, elements: HTMLElement[]) {
  const { echarts } = await import("./echarts.ts");
  const charts = elements.flatMap((element) => echarts.getInstanceByDom(element) ?? []);
  if (kind === "png") {
    const canvases = charts.map((chart) => chart.renderToCanvas({ pixelRatio: PIXEL_RATIO }));
    saveFile(await pngOf(title, canvases), pictureName(title, "png"));
    return;
  }
  const { svgOf } = await import("./svg.ts");
  const parts = charts.map((chart) => {
    const [width, height] = [chart.getWidth(), chart.getHeight()];
    return { width, height, svg: svgOf(chart.getOption() as EChartsOption, width, height) };
  });
  const { surface, text } = chartColours();
  const file = new Blob([svgDocument(title, parts, { ground: surface, text })], { type: "image/svg+xml" });
  saveFile(file, pictureName(title, "svg"));
}

function pngOf(title: string, charts: HTMLCanvasElement[]): Promise<Blob> {
  const canvas = document.createElement("canvas");
  const head = TITLE_HEIGHT * PIXEL_RATIO;
  canvas.width = Math.max(1, ...charts.map((chart) => chart.width));
  canvas.height = charts.reduce((height, chart) => height + chart.height, head);
  const pen = canvas.getContext("2d");
  if (!pen) return Promise.reject(new Error("This browser cannot draw."));
  const { surface, text } = chartColours();
  pen.fillStyle = surface;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = text;
  pen.font = `600 ${15 * PIXEL_RATIO}px ${getComputedStyle(document.body).fontFamily}`;
  pen.textBaseline = "middle";
  pen.fillText(title, 8 * PIXEL_RATIO, head / 2);
  let top = head;
  for (const chart of charts) {
    pen.drawImage(chart, 0, top);
    top += chart.height;
  }
  return new Promise((done, fail) => {
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("The picture is too large."))), "image/png");
  });
}
