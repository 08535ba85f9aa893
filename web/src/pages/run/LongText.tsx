import { Button } from "@mantine/core";
import { useState } from "react";
import { texts } from "@/texts/index.ts";
import classes from "./LongText.module.css";

const LINES_MAX = 8;
const LETTERS_MAX = 800;

/** A text that a test plan wrote, line by line as it was written; a long one is folded. */
export function LongText({ text, tone }: { text: string; tone: "plain" | "fail" }) {
  const [isWhole, setIsWhole] = useState(false);
  const short = shortened(text);
  return (
    <div>
      <pre className={classes.text} data-tone={tone}>
        {isWhole ? text : short}
      </pre>
      {short !== text && (
        <Button
          size="compact-xs"
          variant="subtle"
          aria-expanded={isWhole}
          onClick={() => setIsWhole(!isWhole)}
        >
          {isWhole ? texts.run.failure.showLess : texts.run.failure.showAll}
        </Button>
      )}
    </div>
  );
}

function shortened(text: string): string {
  const lines = text.split("\n", LINES_MAX + 1);
  const isLong = lines.length > LINES_MAX || text.length > LETTERS_MAX;
  if (!isLong) return text;
  return `${Array.from(lines.slice(0, LINES_MAX).join("\n")).slice(0, LETTERS_MAX).join("")} …`;
}
