import { Skeleton } from "@mantine/core";

const WIDTHS = ["70%", "85%", "60%", "90%", "40%"];

/** As many rows as are expected, so that nothing jumps when they arrive. */
export function RunTableSkeleton({ columns, rows }: { columns: number; rows: number }) {
  const cells = Array.from({ length: columns }, (_, index) => index);
  return (
    <tbody aria-hidden>
      {Array.from({ length: rows }, (_, index) => index).map((row) => (
        <tr key={row}>
          {cells.map((cell) => (
            <td key={cell}>
              <Skeleton height={14} my={4} miw={48} width={WIDTHS[(row + cell) % WIDTHS.length]} />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}
