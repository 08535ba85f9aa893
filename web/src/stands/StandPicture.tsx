import { IconDeviceDesktopAnalytics } from "@tabler/icons-react";
import { pictureAddress, type Stand } from "@/stands/queries.ts";
import classes from "./StandPicture.module.css";

/** The picture of a stand, or a sign where it has none. Its name stands beside it. */
export function StandPicture({ slug, stand, isSmall }: { slug: string; stand: Stand; isSmall?: boolean }) {
  const address = pictureAddress(slug, stand);
  return (
    <div className={isSmall ? `${classes.frame} ${classes.small}` : classes.frame}>
      {address ? (
        <img className={classes.picture} src={address} alt="" loading="lazy" decoding="async" />
      ) : (
        <IconDeviceDesktopAnalytics size={isSmall ? 20 : 44} stroke={1.2} aria-hidden />
      )}
    </div>
  );
}
