/** "ICT #2": stands of one kind often share a name, which their number tells apart. */
export function standName(stand: { name: string; number?: number | null }): string {
  return stand.number == null ? stand.name : `${stand.name} #${stand.number}`;
}

/** The same of a run that carries the stand's fields. */
export function standNameOfRun(run: { stand_name: string; stand_number?: number | null }): string {
  return standName({ name: run.stand_name, number: run.stand_number });
}
