import { useState } from "react";
import { type Problem, problemOf } from "@/api/problem.ts";
import type { RunCase, RunMeasurement } from "@/pages/run/types.ts";
import { fetchMeasurements, useRunAddress } from "@/pages/run/useRun.ts";

const FIRST = 50;
const STEP = 100;

/** The first measurements of a case, and the others as they are asked for. */
export function useMeasurements(moduleId: string, testCase: RunCase) {
  const address = useRunAddress();
  const [added, setAdded] = useState<RunMeasurement[]>([]);
  const [count, setCount] = useState(FIRST);
  const [isLoading, setIsLoading] = useState(false);
  const [error, setError] = useState<Problem | null>(null);
  const loaded = testCase.measurements.length + added.length;
  const all = added.length > 0 ? [...testCase.measurements, ...added] : testCase.measurements;

  async function showMore() {
    const wanted = count + STEP;
    if (wanted > loaded && loaded < testCase.measurement_count) {
      setIsLoading(true);
      setError(null);
      try {
        const page = await fetchMeasurements(address, moduleId, testCase.id, loaded);
        setAdded((before) => [...before, ...page.measurements]);
      } catch (cause) {
        setError(problemOf(cause));
        return;
      } finally {
        setIsLoading(false);
      }
    }
    setCount(wanted);
  }

  const shown = all.slice(0, count);
  return { shown, left: testCase.measurement_count - shown.length, isLoading, error, showMore };
}
