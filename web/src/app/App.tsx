import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { ConnectionBar } from "@/app/connection/ConnectionBar.tsx";
import { ProgressLine } from "@/app/connection/ProgressLine.tsx";
import { SessionEnded } from "@/app/connection/SessionEnded.tsx";
import { queryClient } from "@/app/queryClient.ts";
import { router } from "@/app/router.tsx";
import { theme } from "@/app/theme.ts";
import { usePagesAhead } from "@/app/usePagesAhead.ts";

export function App() {
  usePagesAhead();
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <Notifications position="bottom-right" limit={3} />
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <ProgressLine />
        <ConnectionBar />
        <SessionEnded />
      </QueryClientProvider>
    </MantineProvider>
  );
}
