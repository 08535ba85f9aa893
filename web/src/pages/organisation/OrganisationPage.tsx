import { useNavigate, useParams } from "@tanstack/react-router";
import { type ComponentType, useEffect } from "react";
import { EmptyState } from "@/components/EmptyState.tsx";
import { PageHeader } from "@/components/PageHeader.tsx";
import { ApplicationsSection } from "@/pages/organisation/applications/ApplicationsSection.tsx";
import { AuditSection } from "@/pages/organisation/audit/AuditSection.tsx";
import { GeneralSection } from "@/pages/organisation/general/GeneralSection.tsx";
import { KeysSection } from "@/pages/organisation/keys/KeysSection.tsx";
import { MembersSection } from "@/pages/organisation/members/MembersSection.tsx";
import { QuarantineSection } from "@/pages/organisation/QuarantineSection.tsx";
import { SectionList } from "@/pages/organisation/SectionList.tsx";
import { findSection, type SectionId } from "@/pages/organisation/sections.ts";
import { ConnectedStandsSection } from "@/pages/organisation/stands/ConnectedStandsSection.tsx";
import { useOrganisation } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";
import classes from "./OrganisationPage.module.css";

const PAGES: Record<Exclude<SectionId, "quarantine">, ComponentType> = {
  general: GeneralSection,
  members: MembersSection,
  keys: KeysSection,
  stands: ConnectedStandsSection,
  applications: ApplicationsSection,
  audit: AuditSection,
};

/** The administration of an organisation; its sections are in the address. */
export function OrganisationPage() {
  const organisation = useOrganisation();
  const { section: id = "" } = useParams({ strict: false });
  const navigate = useNavigate();
  const section = findSection(id);
  const slug = organisation.slug;
  useEffect(() => {
    if (section) return;
    const params = { slug, section: "members" };
    void navigate({ to: "/o/$slug/organisation/$section", params, replace: true });
  }, [section, slug, navigate]);
  if (!section) return null;
  const title = texts.organisation.sections[section.id];
  const isAdmin = organisation.role === "admin";
  return (
    <>
      <PageHeader title={title} subtitle={organisation.name} />
      <div className={classes.columns} key={slug}>
        <SectionList organisation={organisation} here={section.id} />
        <div className={classes.section}>
          {organisation.is_demo && section.id !== "quarantine" ? (
            <EmptyState title={texts.organisation.demo}>{texts.organisation.demoWhy}</EmptyState>
          ) : isAdmin || section.isForMembers || organisation.is_demo ? (
            <Section id={section.id} />
          ) : (
            <EmptyState title={texts.organisation.adminsOnly}>{texts.organisation.adminsOnlyWhy}</EmptyState>
          )}
        </div>
      </div>
    </>
  );
}

function Section({ id }: { id: SectionId }) {
  const { slug } = useOrganisation();
  if (id === "quarantine") return <QuarantineSection slug={slug} />;
  const Page = PAGES[id];
  return <Page />;
}
