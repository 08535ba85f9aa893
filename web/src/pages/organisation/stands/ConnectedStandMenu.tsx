import { ActionIcon, Menu } from "@mantine/core";
import { IconDots, IconPencil, IconPlugConnectedX } from "@tabler/icons-react";
import { useState } from "react";
import type { ConnectedStand } from "@/pages/organisation/queries.ts";
import { RenameStandDialog } from "@/pages/organisation/stands/RenameStandDialog.tsx";
import { RevokeStandDialog } from "@/pages/organisation/stands/RevokeStandDialog.tsx";
import { texts } from "@/texts/index.ts";

const words = texts.organisation.stands;

/** What an Admin can do about a connected stand. */
export function ConnectedStandMenu({ stand }: { stand: ConnectedStand }) {
  const [deed, setDeed] = useState<"rename" | "revoke">();
  const close = () => setDeed(undefined);
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={words.manage(stand.name)}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setDeed("rename")}>
            {words.rename}
          </Menu.Item>
          <Menu.Item
            color="red"
            leftSection={<IconPlugConnectedX size={16} />}
            onClick={() => setDeed("revoke")}
          >
            {words.revoke}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {deed === "rename" && <RenameStandDialog stand={stand} onClose={close} />}
      {deed === "revoke" && <RevokeStandDialog stand={stand} onClose={close} />}
    </>
  );
}
