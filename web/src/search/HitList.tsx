import { Combobox } from "@mantine/core";
import { type HitGroup, markedParts } from "@/search/hits.ts";
import { texts } from "@/texts/index.ts";
import classes from "./search.module.css";

/** What was found, by kind; the part that was searched for stands out. */
export function HitList({ groups, part }: { groups: HitGroup[]; part: string }) {
  return groups.map((group) => (
    <Combobox.Group key={group.title} label={group.title}>
      {group.hits.map((hit) => {
        const [before, marked, after] = markedParts(hit.name, part);
        return (
          <Combobox.Option key={hit.key} value={hit.key}>
            <span className={classes.hit}>
              <span className={classes.name}>
                {before}
                <mark className={classes.mark}>{marked}</mark>
                {after}
              </span>
              {hit.detail && <span className={classes.detail}>{hit.detail}</span>}
            </span>
          </Combobox.Option>
        );
      })}
    </Combobox.Group>
  ));
}

/** In place of results: how to search, or that there are none. */
export function NoHits(props: { asked: string; isPending: boolean; isError: boolean }) {
  if (props.isError) return <Combobox.Empty role="alert">{texts.search.failed}</Combobox.Empty>;
  if (props.asked === "") return <Combobox.Empty>{texts.search.hint}</Combobox.Empty>;
  if (props.isPending) return <Combobox.Empty>{texts.search.searching}</Combobox.Empty>;
  return (
    <Combobox.Empty role="status">
      {texts.search.nothing(props.asked)}
      <br />
      {texts.search.nothingHint}
    </Combobox.Empty>
  );
}
