import { useNavigate, useSearch } from "@tanstack/react-router";

/** Whether the form for adding is open; it is in the address. */
export function useAdding() {
  const search = useSearch({ from: "/signed-in/o/$slug/organisation/$section" });
  const navigate = useNavigate({ from: "/o/$slug/organisation/$section" });
  const show = (add: boolean) =>
    void navigate({ search: (before) => ({ ...before, add: add || undefined }), replace: !add });
  return { isAdding: search.add === true, open: () => show(true), close: () => show(false) };
}
