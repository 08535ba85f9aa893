import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { answerOf, api } from "@/api/client.ts";

const DEBOUNCE_MS = 120;

/** What has `text` in its name. Asked for nothing, the server makes itself ready. */
export function useSearch(slug: string, text: string, isOpen: boolean) {
  const [asked] = useDebouncedValue(text.trim(), DEBOUNCE_MS);
  const query = useQuery({
    queryKey: ["search", slug, asked],
    enabled: isOpen,
    queryFn: ({ signal }) =>
      answerOf(
        api.GET("/api/v1/org/{slug}/search", {
          params: { path: { slug }, query: { q: asked } },
          signal,
        }),
      ),
  });
  return { ...query, asked };
}
