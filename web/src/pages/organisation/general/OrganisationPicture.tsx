import { IconBuildingFactory2 } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Panel } from "@/components/Panel.tsx";
import { PictureEditor } from "@/pictures/PictureEditor.tsx";
import { sessionQuery, useOrganisation } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";
import classes from "./OrganisationPicture.module.css";

/** The picture of the organisation, such as its logo; every member may change it. */
export function OrganisationPicture() {
  const client = useQueryClient();
  const { slug, name, picture_version: version, is_demo } = useOrganisation();
  return (
    <Panel title={texts.organisation.general.image}>
      <div className={classes.frame}>
        <PictureEditor
          name={name}
          shape="square"
          address={`/api/v1/org/${encodeURIComponent(slug)}/picture`}
          version={version}
          canChange={!is_demo}
          placeholder={<IconBuildingFactory2 size={40} stroke={1.2} aria-hidden />}
          onChanged={() => client.invalidateQueries(sessionQuery)}
        />
      </div>
    </Panel>
  );
}
