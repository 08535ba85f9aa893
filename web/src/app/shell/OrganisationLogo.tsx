import type { Organisation } from "@/session/session.ts";
import classes from "./OrganisationLogo.module.css";

/** The picture of an organisation beside its name; nothing when it has none. */
export function OrganisationLogo({ organisation }: { organisation: Organisation }) {
  const { slug, picture_version: version } = organisation;
  if (!version) return null;
  const address = `/api/v1/org/${encodeURIComponent(slug)}/picture?v=${version}`;
  return <img className={classes.logo} src={address} alt="" />;
}
