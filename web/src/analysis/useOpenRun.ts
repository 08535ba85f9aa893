import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import { problemOf } from "@/api/problem.ts";
import { numberedRunQuery } from "@/pages/measurement/queries.ts";

/** Leads from a point of a chart to its run. */
export function useOpenRun(slug: string): (runNumber: number) => void {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useCallback(
    (runNumber) => {
      const open = async () => {
        const run = await client.ensureQueryData(numberedRunQuery(slug, runNumber));
        await navigate({ to: "/o/$slug/runs/$runId", params: { slug, runId: run.run_id } });
      };
      open().catch((error) => notifications.show({ color: "red", message: problemOf(error).message }));
    },
    [client, navigate, slug],
  );
}
