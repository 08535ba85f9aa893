/** The parts of the administration, in the order of the menu. */
export const SECTIONS = [
  { id: "general", isForMembers: true },
  { id: "members", isForMembers: true },
  { id: "keys", isForMembers: false },
  { id: "stands", isForMembers: true },
  { id: "applications", isForMembers: false },
  { id: "quarantine", isForMembers: false },
  { id: "audit", isForMembers: false },
] as const;

export type SectionId = (typeof SECTIONS)[number]["id"];

export function findSection(id: string) {
  return SECTIONS.find((section) => section.id === id);
}
