import { ActionIcon, Menu } from "@mantine/core";
import { IconBan, IconCircleCheck, IconDots, IconKey, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import {
  type ApplicationDeed,
  ApplicationDeedDialog,
} from "@/pages/organisation/applications/ApplicationDeedDialog.tsx";
import type { Application, Credentials } from "@/pages/organisation/queries.ts";
import { texts } from "@/texts/index.ts";

const words = texts.organisation.applications;

/** What an Admin can do about an application. Only what is disabled can be removed. */
export function ApplicationMenu(props: { application: Application; onMade: (made: Credentials) => void }) {
  const { application } = props;
  const [deed, setDeed] = useState<ApplicationDeed>();
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={words.manage(application.name)}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {!application.is_public && (
            <Menu.Item leftSection={<IconKey size={16} />} onClick={() => setDeed("secret")}>
              {words.newSecret}
            </Menu.Item>
          )}
          {application.is_disabled ? (
            <>
              <Menu.Item leftSection={<IconCircleCheck size={16} />} onClick={() => setDeed("enable")}>
                {words.enable} …
              </Menu.Item>
              <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => setDeed("remove")}>
                {words.remove}
              </Menu.Item>
            </>
          ) : (
            <Menu.Item color="red" leftSection={<IconBan size={16} />} onClick={() => setDeed("disable")}>
              {words.disable}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {deed && (
        <ApplicationDeedDialog
          application={application}
          deed={deed}
          onMade={props.onMade}
          onClose={() => setDeed(undefined)}
        />
      )}
    </>
  );
}
