import { Button } from "@mantine/core";
import { IconFlask } from "@tabler/icons-react";
import { Trouble } from "@/components/Trouble.tsx";
import { useEnterDemo } from "@/demo/demo.ts";
import { useSession } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";

/** For empty pages: the way to the sample factory. */
export function LookAtDemo() {
  const session = useSession();
  const enter = useEnterDemo();
  if (!session.demo_is_offered) return null;
  return (
    <>
      <Button
        variant="light"
        leftSection={<IconFlask size={18} stroke={1.6} />}
        loading={enter.isPending}
        onClick={() => enter.mutate()}
      >
        {texts.demo.look}
      </Button>
      {enter.isError && <Trouble error={enter.error} again={() => enter.mutate()} />}
    </>
  );
}
