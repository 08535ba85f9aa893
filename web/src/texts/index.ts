import { analysis } from "@/texts/en/analysis.ts";
import { charts } from "@/texts/en/charts.ts";
import { compare } from "@/texts/en/compare.ts";
import { connect } from "@/texts/en/connect.ts";
import { connection } from "@/texts/en/connection.ts";
import { correlation } from "@/texts/en/correlation.ts";
import { demo } from "@/texts/en/demo.ts";
import { dialogs } from "@/texts/en/dialogs.ts";
import { exportTexts } from "@/texts/en/export.ts";
import { failures } from "@/texts/en/failures.ts";
import { home } from "@/texts/en/home.ts";
import { live } from "@/texts/en/live.ts";
import { maintenance } from "@/texts/en/maintenance.ts";
import { measurement } from "@/texts/en/measurement.ts";
import { organisation } from "@/texts/en/organisation.ts";
import { pictures } from "@/texts/en/pictures.ts";
import { plan } from "@/texts/en/plan.ts";
import { profile } from "@/texts/en/profile.ts";
import { quarantine } from "@/texts/en/quarantine.ts";
import { repeatability } from "@/texts/en/repeatability.ts";
import { run } from "@/texts/en/run.ts";
import { runs } from "@/texts/en/runs.ts";
import { search } from "@/texts/en/search.ts";
import { shell } from "@/texts/en/shell.ts";
import { stands } from "@/texts/en/stands.ts";
import { start } from "@/texts/en/start.ts";
import { status } from "@/texts/en/status.ts";
import { time } from "@/texts/en/time.ts";
import { trouble } from "@/texts/en/trouble.ts";
import { attempts, changes, unit } from "@/texts/en/unit.ts";
import { wall } from "@/texts/en/wall.ts";
import { yieldTexts } from "@/texts/en/yield.ts";

/** Every text that people read, by page. A translation is another folder beside `en`. */
export const texts = {
  analysis,
  attempts,
  charts,
  compare,
  correlation,
  failures,
  measurement,
  plan,
  repeatability,
  time,
  yield: yieldTexts,
  changes,
  connect,
  connection,
  demo,
  export: exportTexts,
  live,
  search,
  home,
  runs,
  dialogs,
  organisation,
  profile,
  run,
  quarantine,
  maintenance,
  pictures,
  shell,
  stands,
  start,
  status,
  trouble,
  unit,
  wall,
} as const;
