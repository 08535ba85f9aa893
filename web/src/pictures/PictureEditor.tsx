import { ActionIcon, FileButton, Loader, Stack, Text, Tooltip } from "@mantine/core";
import { IconCamera, IconPhotoPlus } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type DragEvent, type ReactNode, useState } from "react";
import { uploadFile } from "@/api/upload.ts";
import { Trouble } from "@/components/Trouble.tsx";
import { resizePicture } from "@/pictures/resize.ts";
import { texts } from "@/texts/index.ts";
import classes from "./PictureEditor.module.css";
import { RemovePicture } from "./RemovePicture.tsx";

const KINDS = "image/png,image/jpeg,image/webp";

/**
 * A picture that can be chosen or dropped, changed and removed. `address` is where it is put; with
 * `version` it is shown from there. `onChanged` is awaited, so that the new one shows at once.
 */
export function PictureEditor(props: {
  name: string;
  address: string;
  version?: string | null;
  canChange: boolean;
  shape?: "wide" | "square";
  placeholder?: ReactNode;
  onChanged: () => Promise<unknown>;
}) {
  const text = texts.pictures;
  const [isOver, setIsOver] = useState(false);
  const saving = useMutation({
    mutationFn: async (file: File) => {
      const picture = await resizePicture(file);
      await uploadFile(props.address, picture, { method: "PUT" });
      await props.onChanged();
    },
  });
  const choose = (file: File | null | undefined) => {
    if (file && !saving.isPending) saving.mutate(file);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    choose(event.dataTransfer.files[0]);
  };
  const over = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(true);
  };
  const dropping = props.canChange
    ? { onDrop: drop, onDragOver: over, onDragLeave: () => setIsOver(false) }
    : {};
  return (
    <Stack gap="xs">
      <div className={classes.frame} data-shape={props.shape ?? "wide"} data-over={isOver} {...dropping}>
        {props.version ? (
          <img
            className={classes.picture}
            src={`${props.address}?v=${props.version}`}
            alt={text.of(props.name)}
          />
        ) : (
          <div className={classes.nothing}>
            {props.placeholder ?? <IconCamera size={40} stroke={1.2} aria-hidden />}
            <span>{text.none}</span>
            {props.canChange && <span>{text.drop}</span>}
          </div>
        )}
        {props.canChange && (
          <div className={classes.tools}>
            <FileButton accept={KINDS} onChange={choose}>
              {(button) => (
                <Tooltip label={props.version ? text.change : text.choose}>
                  <ActionIcon
                    {...button}
                    variant="default"
                    size="lg"
                    aria-label={props.version ? text.change : text.choose}
                  >
                    <IconPhotoPlus size={18} />
                  </ActionIcon>
                </Tooltip>
              )}
            </FileButton>
            {props.version && <RemovePicture address={props.address} onRemoved={props.onChanged} />}
          </div>
        )}
        {(saving.isPending || isOver) && (
          <div className={classes.veil} role="status">
            {saving.isPending ? (
              <Loader size="sm" role="status" aria-label={text.saving} />
            ) : (
              <Text>{text.dropNow}</Text>
            )}
          </div>
        )}
      </div>
      {saving.isError && <Trouble error={saving.error} />}
    </Stack>
  );
}
