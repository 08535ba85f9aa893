import type { EChartsOption } from "echarts";
import { SVGRenderer } from "echarts/renderers";
import { echarts } from "./echarts.ts";

echarts.use([SVGRenderer]);

/** The same chart again as vectors. */
export function svgOf(option: EChartsOption, width: number, height: number): string {
  const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width, height });
  chart.setOption({ ...option, animation: false });
  const picture = chart.renderToSVGString();
  chart.dispose();
  return picture;
}
