import { notifications } from "@mantine/notifications";
import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";

/** A change on the server. What is shown is read again before it counts as done. */
export function useChange<Input = void, Output = unknown>(change: {
  send: (input: Input) => Promise<Output>;
  refresh: QueryKey[];
  /** Told in the corner when it is done. */
  said?: string;
  onDone?: (output: Output, input: Input) => void;
}) {
  const client = useQueryClient();
  return useMutation<Output, Error, Input>({
    mutationFn: change.send,
    onSuccess: async (output, input) => {
      await Promise.all(change.refresh.map((queryKey) => client.invalidateQueries({ queryKey })));
      if (change.said) notifications.show({ message: change.said, color: "teal" });
      change.onDone?.(output, input);
    },
  });
}
