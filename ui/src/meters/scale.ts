/** Round numbers for the axis of a chart, and where values and instants lie. */

/** About `count` round numbers from at or below `low` to at or above `high`. */
export function ticks(low: number, high: number, count = 4): number[] {
  const span = high - low || Math.abs(high) || 1
  const rough = span / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= rough) ?? rough
  const first = Math.floor(low / step)
  const last = Math.max(Math.ceil(high / step), first + 1)
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)))
}

/** A place on a line of pixels for each number. */
export const scale = (from: number, to: number, start: number, end: number) => (value: number) =>
  to === from ? (start + end) / 2 : start + ((value - from) / (to - from)) * (end - start)

/** Instants that stand under the axis: full days, or hours for short spans, at most `count`. */
export function timeTicks(from: Date, to: Date, count: number): Date[] {
  const hours = (+to - +from) / 3_600_000
  const step =
    [1, 2, 3, 6, 12, 24, 48, 96, 168, 336, 744, 1488, 2976, 8760].find((one) => hours / one <= count) ?? 17_520
  const found: Date[] = []
  const at = new Date(from)
  at.setMinutes(0, 0, 0)
  at.setHours(step < 24 ? Math.ceil(at.getHours() / step) * step : 24)
  while (at < to && found.length < 50) {
    if (at >= from) found.push(new Date(at))
    if (step < 24) at.setHours(at.getHours() + step)
    else at.setDate(at.getDate() + step / 24)
  }
  return found
}

/** Points in stretches that end where a meter began again: no line leads over such a moment. */
export function runs<Point extends { at: string }>(points: readonly Point[], moments: readonly string[]): Point[][] {
  const ends = moments.map((moment) => +new Date(moment))
  const begun = (point: Point) => ends.filter((end) => end <= +new Date(point.at)).length
  const found: Point[][] = []
  let times = -1
  for (const point of points) {
    if (begun(point) !== times) found.push([])
    times = begun(point)
    found.at(-1)?.push(point)
  }
  return found
}
