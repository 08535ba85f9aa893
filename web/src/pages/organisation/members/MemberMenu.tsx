import { ActionIcon, Menu } from "@mantine/core";
import { IconDots, IconKey, IconLogout, IconUserMinus, IconUserShield } from "@tabler/icons-react";
import { useState } from "react";
import { ChangeRoleDialog } from "@/pages/organisation/members/ChangeRoleDialog.tsx";
import { nameOf } from "@/pages/organisation/members/name.ts";
import { RemoveDialog } from "@/pages/organisation/members/RemoveDialog.tsx";
import { ResetDialog } from "@/pages/organisation/members/ResetDialog.tsx";
import { SignOutDialog } from "@/pages/organisation/members/SignOutDialog.tsx";
import type { Member } from "@/pages/organisation/queries.ts";
import { texts } from "@/texts/index.ts";

type Deed = "role" | "sign-out" | "reset" | "remove";
const words = texts.organisation.members;

/** What an Admin can do about a member. Each asks before it happens. */
export function MemberMenu({ member }: { member: Member }) {
  const [deed, setDeed] = useState<Deed>();
  const close = () => setDeed(undefined);
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={words.manage(nameOf(member))}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconUserShield size={16} />} onClick={() => setDeed("role")}>
            {member.role === "admin" ? words.makeMember : words.makeAdmin}
          </Menu.Item>
          {!member.is_you && (
            <>
              <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => setDeed("sign-out")}>
                {words.signOut}
              </Menu.Item>
              <Menu.Item leftSection={<IconKey size={16} />} onClick={() => setDeed("reset")}>
                {words.reset}
              </Menu.Item>
            </>
          )}
          <Menu.Divider />
          <Menu.Item color="red" leftSection={<IconUserMinus size={16} />} onClick={() => setDeed("remove")}>
            {words.remove}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {deed === "role" && <ChangeRoleDialog member={member} onClose={close} />}
      {deed === "sign-out" && <SignOutDialog member={member} onClose={close} />}
      {deed === "reset" && <ResetDialog member={member} onClose={close} />}
      {deed === "remove" && <RemoveDialog member={member} onClose={close} />}
    </>
  );
}
