import { Loader } from "@mantine/core";
import { IconPlugConnectedX } from "@tabler/icons-react";
import { useConnection } from "@/app/connection/connection.ts";
import { useServerAgain } from "@/app/connection/useServerAgain.ts";
import { texts } from "@/texts/index.ts";
import classes from "./connection.module.css";

/** Over the page while the server is away; the page stays as it is. */
export function ConnectionBar() {
  const { server } = useConnection();
  useServerAgain(server !== "here");
  return (
    <div role="status" className={server === "here" ? undefined : classes.bar}>
      {server !== "here" && (
        <>
          <IconPlugConnectedX size={18} aria-hidden />
          <span>{server === "away" ? texts.connection.away : texts.connection.busy}</span>
          <Loader size={14} color="currentColor" aria-hidden />
        </>
      )}
    </div>
  );
}
